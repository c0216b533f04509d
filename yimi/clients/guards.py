"""What must be settled before a file is voided (作废前的检查); domains that hold facts on people declare it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from yimi.core.declare import Declared

from .models import Person


@dataclass(frozen=True)
class Guard:
    """A reason that may stand against voiding a file: `refuses` gives its words, or nothing."""

    key: str
    refuses: Callable[[Person], Any]


void_guards: Declared[Guard] = Declared("void guard")
