"""The ledgers that offices keep on paper (台账): what each is called and holds; the domains above declare them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from yimi.accounts.models import User
from yimi.core.actors import may
from yimi.core.declare import Declared
from yimi.core.permissions import Permission
from yimi.exchange.kinds import Outlet, outlets

from . import queries, writing
from .forms import RangeForm
from .materials import File, Material, materials
from .spans import Span


@dataclass(frozen=True)
class PaperColumn:
    """A column of a ledger: its customary name, its width in letters, and what it is for."""

    name: str
    width: int
    is_centred: bool = False
    is_signed: bool = False  # left free for a signature or a fingerprint
    is_station: bool = False  # left out where the ledger is of one station


def _none(by: User, span: Span) -> int:
    return 0


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One kind of ledger (台账种类).

    `rows` gives the cells of every column but the first, the running number; `count` says how many there will be,
    `left_out` how many the reader may not know of. Without `rows` there is only the blank form.
    """

    key: str
    label: Any
    title: str
    permission: Permission
    columns: Sequence[PaperColumn]
    counted: str = ""
    count: Callable[[User, Span], int] = _none
    rows: Callable[[User, Span], Iterator[Sequence[object]]] | None = None
    left_out: Callable[[User, Span], int] = _none
    order: int = 0


papers: Declared[Paper] = Declared("paper")


def add(paper: Paper) -> None:
    """Declare a ledger; filled in, it goes out as every table does."""
    papers.add(paper)
    if paper.rows is not None:
        outlets.add(_outlet(paper))
        materials.add(_material(paper))


def _outlet(paper: Paper) -> Outlet:
    return Outlet(
        key=paper.key,
        label=paper.label,
        permission=paper.permission,
        form=RangeForm,
        count=lambda by, filters: writing.count(paper, by, filters),
        steps=lambda stream, taking: writing.steps(paper, stream, taking),
        area=queries.area_of,
        name=lambda filters: writing.name_of(paper, filters),
        is_offered=False,
        order=100 + paper.order,
    )


def _material(paper: Paper) -> Material:
    """The ledger as a material for inspections; one too long for one sheet is parted by months, and these again."""

    def files(by: User, span: Span) -> Iterator[File]:
        if paper.count(by, span) <= writing.MOST_ROWS:
            yield f"{paper.title}.xlsx", writing.workbook(paper, by, span)
            return
        for month in span.by_months():
            for part in _fitting(paper, by, month):
                days = f"{part.first:%Y%m}" if part == month else f"{part.first:%Y%m%d}-{part.last:%m%d}"
                yield f"{paper.title}-{days}.xlsx", writing.workbook(paper, by, part)

    return Material(key=paper.key, label=paper.label, permission=paper.permission, files=files)


def _fitting(paper: Paper, by: User, span: Span) -> Iterator[Span]:
    """The days in parts that fit one ledger, without those on which there is nothing."""
    rows = paper.count(by, span)
    if rows <= writing.MOST_ROWS or span.first == span.last:
        yield from [span] * bool(rows)
        return
    for half in span.halves():
        yield from _fitting(paper, by, half)


def permitted(user: User) -> list[Paper]:
    """The ledgers that somebody may print, filled in or blank."""
    return [paper for paper in papers if may(user, paper.permission)]
