"""What the house can make for an inspection by itself (材料); the domains above declare it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from yimi.accounts.models import User
from yimi.core.declare import Declared
from yimi.core.files import write_table
from yimi.core.permissions import Permission

from .spans import Span

File = tuple[str, bytes]  # its name, with its ending and perhaps a folder, and what is in it
PURPOSE = "迎检材料"


@dataclass(frozen=True, kw_only=True)
class Material:
    """One kind of material (材料种类): `files` makes it of a range of stations and days, as this reader sees it.

    None at all means that there is nothing of the kind. `RuleBroken` says why it cannot be made.
    """

    key: str
    label: Any
    permission: Permission
    files: Callable[[User, Span], Iterator[File]]


def table(title: str, header: Sequence[str], rows: Sequence[Sequence[object]], by: User) -> Iterator[File]:
    """A table as a workbook; nothing where it has no rows."""
    if rows:
        stream = BytesIO()
        write_table(stream, title, header, rows, by=by, purpose=PURPOSE)
        yield f"{title}.xlsx", stream.getvalue()


materials: Declared[Material] = Declared("material")
