"""What can be imported and exported (导入导出的种类); the domains above declare it.

An import is read once into batches of rows, checked without writing, confirmed, and written batch by batch.
An export is written in steps to a file that waits for who asked for it.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any
from uuid import UUID

from yimi.accounts.models import User
from yimi.core.actors import may
from yimi.core.declare import Declared
from yimi.core.permissions import Permission
from yimi.network.models import Area

BEFORE = 30
BATCH = 700  # rows that are checked or written together


@dataclass(frozen=True, order=True)
class Fault:
    """What is wrong in one row (导入问题), where it stands and how to mend it. A note is told and refuses nothing."""

    row: int
    column: str
    message: str
    is_note: bool = False


@dataclass(frozen=True)
class Line:
    """One row of a table: its number as Excel shows it, and its cells."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Layout:
    """How a table is laid out (表格结构): the row of its header, and the name of each column."""

    header: int
    columns: tuple[str, ...]

    def named(self, line: Line) -> dict[str, str]:
        """The cells of a row by the names of their columns."""
        return {name: cell for name, cell in zip(self.columns, line.cells, strict=False) if name}


@dataclass
class Run:
    """One import under way (一次导入): who imports with which choices, and what has been found so far.

    `before` are the last rows of the batch before, for tables that leave out what stands above. `memory` is what a
    check must know of all rows before (numbers met twice); it ends with the check.
    """

    task: UUID
    by: User
    options: dict[str, Any]
    layout: Layout
    before: Sequence[Line] = ()
    counts: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)
    memory: dict[str, Any] = field(default_factory=dict)

    def fault(self, row: int, column: str, message: Any) -> None:
        """This row cannot be written."""
        self.faults.append(Fault(row, column, str(message)))

    def note(self, row: int, column: str, message: Any) -> None:
        """This row is written; here is what somebody may want to look at."""
        self.faults.append(Fault(row, column, str(message), is_note=True))


@dataclass(frozen=True, kw_only=True)
class Intake:
    """One kind of table that comes in (导入种类).

    `start(head, options)` finds the layout in the first rows, raises `Invalid` on a table that is none, and gives
    None where somebody must first say which column is which (at `ask_url`); it may add what it found out to the
    options. `check` and `write` take a batch of rows; `check` writes nothing, `write` runs in one transaction with
    the progress of the import. `finish` runs once after the last batch, in a transaction of its own. `results` names
    what a row can become, in order.
    """

    key: str
    label: Any
    permission: Permission
    results: Mapping[str, Any]
    start: Callable[[Sequence[Line], dict[str, Any]], Layout | None]
    check: Callable[[Run, Sequence[Line]], None]
    write: Callable[[Run, Sequence[Line]], None]
    finish: Callable[[Run], None] = lambda run: None
    template: Callable[[IO[bytes]], None] | None = None
    is_offered: bool = True  # on the general page of imports; else its domain has a page of its own
    ask_url: str = ""
    done_url: str = ""
    order: int = 0


@dataclass(frozen=True)
class Taking:
    """One export under way (一次导出): who takes it, of what, what for, and the number of the copy."""

    by: User
    filters: dict[str, Any]
    purpose: str
    copy: str
    is_full: bool


@dataclass(frozen=True, kw_only=True)
class Outlet:
    """One kind of table that goes out (导出种类).

    `form(user, data)` is the form of its filters; `count` says how many rows there will be; `steps` writes the
    file and gives, now and then, how many rows are written. `area` is the area that the filters concern.
    `permission` is what must be held beside the permission to export.
    `can_be_full`: numbers and phones may be asked for in full.
    """

    key: str
    label: Any
    permission: Permission
    form: Callable[..., Any]
    count: Callable[[User, dict[str, Any]], int]
    steps: Callable[[IO[bytes], Taking], Iterator[int]]
    area: Callable[[User, dict[str, Any]], Area]
    name: Callable[[dict[str, Any]], str]
    blank: Callable[[IO[bytes], User, dict[str, Any]], None] | None = None
    can_be_full: bool = False
    is_offered: bool = True  # on the general page of exports; else its domain has a page of its own
    order: int = 0


def may_take(user: User, outlet: Outlet) -> bool:
    """Whether somebody may ask for tables of this kind."""
    return may(user, Permission.EXPORT) and may(user, outlet.permission)


intakes: Declared[Intake] = Declared("intake")
outlets: Declared[Outlet] = Declared("outlet")
