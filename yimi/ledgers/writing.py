"""How a ledger is written (台账的生成): head, rows and foot, as a workbook or as pages."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.core import clock, journal
from yimi.core.errors import RuleBroken
from yimi.core.files.roster import Roster, roster_steps
from yimi.core.paper import roster_pdf
from yimi.exchange.kinds import Taking

from . import queries
from .spans import Span

if TYPE_CHECKING:
    from .papers import Paper

PDF = "pdf"
MOST_ROWS, MOST_ON_PAGES = 5_000, 500
Filters = dict[str, Any]


def count(paper: "Paper", by: User, filters: Filters) -> int:
    """How many rows there will be; more than fit one ledger are refused with the way out."""
    rows = paper.count(by, Span.of(filters))
    if filters.get("layout") == PDF and rows > MOST_ON_PAGES:
        words = _("共 %(rows)s 行，超过一份 PDF 的上限 %(most)s 行，请缩小日期范围（例如按月），或改选 .xlsx。")
        raise RuleBroken(words % {"rows": rows, "most": MOST_ON_PAGES}, code="too_many_rows")
    if rows > MOST_ROWS:
        words = _("共 %(rows)s 行，超过一份台账的上限 %(most)s 行，请缩小日期范围（例如按月）。")
        raise RuleBroken(words % {"rows": rows, "most": MOST_ROWS}, code="too_many_rows")
    return rows


def steps(paper: "Paper", stream: IO[bytes], taking: Taking) -> Iterator[int]:
    """Write the ledger and say at the end what was on it."""
    count(paper, taking.by, taking.filters)
    roster, written = filled(paper, taking.by, taking.filters), 0
    if taking.filters.get("layout") == PDF:
        made, written = roster_pdf(roster, by=taking.by, purpose=taking.purpose, copy=taking.copy)
        stream.write(made)
    else:
        for done in roster_steps(stream, roster, by=taking.by, purpose=taking.purpose, copy=taking.copy):
            written = done
            yield written
    journal.record("ledgers.print", taking.by, (paper.key, written))
    yield written


def filled(paper: "Paper", by: User, filters: Filters) -> Roster:
    """The ledger of a range, oldest first, as this reader sees it."""
    span, kept = Span.of(filters), _kept(paper, by, filters)
    hidden = paper.left_out(by, span)
    rows = paper.rows(by, span) if paper.rows else iter(())
    numbered = ([nth, *row] for nth, row in enumerate(rows, 1))
    return Roster(
        **_layout(paper, kept),
        unit=queries.unit_of(by, filters, paper.permission),
        as_of=None,
        period=span.words,
        rows=([row[place] for place in kept] for row in numbered),
        notes=[f"另有 {hidden} 条限制记录未列出。"] if hidden else (),
        nothing="本期没有记录。",
    )


def blank(paper: "Paper", by: User, filters: Filters, lines: int) -> tuple[str, bytes]:
    """The ledger with nobody in it, to write on: its name and its bytes."""
    kept = _kept(paper, by, filters)
    unit = queries.unit_of(by, filters, paper.permission)
    free = "　　年　月　日至　　年　月　日"
    roster = Roster(**_layout(paper, kept), unit=unit, as_of=None, period=free, is_blank=True, lines=lines)
    return name_of(paper, filters), written(roster, by, filters.get("layout", PDF), "空白表")


def workbook(paper: "Paper", by: User, span: Span) -> bytes:
    """A ledger of a range as a workbook, at once."""
    filters = span.filters | {"layout": "xlsx"}
    count(paper, by, filters)
    return written(filled(paper, by, filters), by, "xlsx", "迎检材料")


def written(roster: Roster, by: User, layout: str, purpose: str) -> bytes:
    """A short list at once, as pages or as a workbook."""
    if layout == PDF:
        return roster_pdf(roster, by=by, purpose=purpose)[0]
    stream = BytesIO()
    for _step in roster_steps(stream, roster, by=by, purpose=purpose):
        pass
    return stream.getvalue()


def name_of(paper: "Paper", filters: Filters) -> str:
    return f"{paper.title}-{clock.today():%Y%m%d}.{PDF if filters.get('layout') == PDF else 'xlsx'}"


def _kept(paper: "Paper", by: User, filters: Filters) -> list[int]:
    """The columns that are written: the station's only where the ledger is of several."""
    is_one = bool(filters.get("station")) or len(queries.stations_for(by, paper.permission)) == 1
    return [place for place, column in enumerate(paper.columns) if not (column.is_station and is_one)]


def _layout(paper: "Paper", kept: Sequence[int]) -> dict[str, Any]:
    columns = [paper.columns[place] for place in kept]
    return {
        "title": paper.title,
        "header": [column.name for column in columns],
        "widths": [column.width for column in columns],
        "centred": [place for place, column in enumerate(columns) if column.is_centred],
        "signed": [place for place, column in enumerate(columns) if column.is_signed],
        "counted": paper.counted,
    }
