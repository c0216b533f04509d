"""What the house can make for an inspection by itself (材料); the domains above declare it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from yimi.accounts.models import User
from yimi.core.declare import Declared
from yimi.core.permissions import Permission

from .spans import Span

File = tuple[str, bytes]  # its name, with its ending, and what is in it


@dataclass(frozen=True, kw_only=True)
class Material:
    """One kind of material (材料种类): `files` makes it of a range of stations and days, as this reader sees it.

    None at all means that there is nothing of the kind. `RuleBroken` says why it cannot be made.
    """

    key: str
    label: Any
    permission: Permission
    files: Callable[[User, Span], Iterator[File]]


materials: Declared[Material] = Declared("material")
