"""What must be settled before a file is voided (作废前的检查); domains that hold facts on people declare it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from yimi.core.declare import Declared
from yimi.core.errors import RuleBroken

from .models import Person


@dataclass(frozen=True)
class Guard:
    """A reason that may stand against voiding a file: `refuses` gives its words, or nothing."""

    key: str
    refuses: Callable[[Person], Any]


@dataclass(frozen=True)
class EndGuard:
    """A reason that may stand against a file ending on a day: `refuses` gives its words, or nothing."""

    key: str
    refuses: Callable[[Person, date], Any]


end_guards: Declared[EndGuard] = Declared("end guard")
void_guards: Declared[Guard] = Declared("void guard")


def refuse_gone(person: Person) -> None:
    """Nothing is written to a file that was voided or merged into another."""
    if person.state == Person.State.VOIDED:
        raise RuleBroken(_("档案已作废，不能再修改。"), code="voided")
    if person.state == Person.State.MERGED:
        raise RuleBroken(_("这份档案已并入另一份，请在保留的档案上修改。"), code="merged")
