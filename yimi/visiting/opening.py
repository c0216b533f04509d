"""What the numbers of lists are made of (明细), and the lists of choices around them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from yimi.catalogue.queries import category_codes
from yimi.clients.queries import PersonCard, cards, people_for
from yimi.core import clock
from yimi.core.actors import Actor
from yimi.core.periods import Month
from yimi.core.permissions import Permission
from yimi.network.models import Area, Station
from yimi.network.queries import ranked_areas, stations_for
from yimi.ui import formats
from yimi.ui.components import Option

from . import pages
from .capacity import Capacity, Reckoning, load_of, reckon
from .coverage import Board, Coverage, due_slots, registered_people
from .models import VisitSlot
from .outlook import SERVED
from .queries import list_of, members, visited
from .rules import Rule
from .standing import with_met
from .terms import terms_within


@dataclass(frozen=True)
class Plan:
    """Something to reckon with: the list, or everybody (测算对象)."""

    label: Any
    reckoning: Reckoning


def plans(actor: Actor, station: Station, rule: Rule, means: Capacity) -> list[Plan]:
    """The list of the year where there is one, and all whom the station serves."""
    found = list_of(actor, station, clock.today().year)
    served = people_for(actor).filter(station=station, state__in=SERVED)
    terms = terms_within(served, rule, clock.today())
    homes = dict(served.order_by().values_list("pk", "household_id"))
    everybody = load_of((terms[pk], homes[pk]) for pk in terms if pk in homes)
    told = [Plan(_("本站全部服务对象"), reckon(everybody, means))]
    if found:
        told.insert(0, Plan(pages.title_of(found), reckon(load_of(visited(members(actor, found))), means)))
    return told


def category_names() -> dict[str, str]:
    return {code: info.name for code, info in category_codes(clock.today()).items()}


@dataclass(frozen=True)
class Cell:
    """A number of the coverage, and the way to its people where the reader may go there."""

    text: str
    url: str


@dataclass(frozen=True)
class CoverageLine:
    """A station with its numbers, or the sum."""

    name: str
    cells: list[Cell]
    county: str = ""


def lines(actor: Actor, board: Board) -> list[CoverageLine]:
    """The board as the page shows it, the sum last."""
    several = len({line.station.county_id for line in board.lines}) > 1
    shown = [
        CoverageLine(
            line.station.short_name, _cells(line.numbers, line.station, line.opens),
            line.station.county.short_name if several else "",
        )
        for line in board.lines
    ]  # fmt: skip
    return [*shown, CoverageLine(_("合计"), _cells(board.total, None, False))]


def _cells(numbers: Coverage, station: Station | None, opens: bool) -> list[Cell]:
    code = {"station": station.code} if station else {}

    def cell(value: Any, name: str = "", **query: Any) -> Cell:
        return Cell(formats.figure(value), pages.url(name, code | query) if opens and name and value else "")

    return [
        cell(numbers.registered, "rows", what="registered"),
        cell(numbers.listed, "members"),
        cell(numbers.filed, "members", state="filed"),
        Cell(formats.pct(numbers.file_rate), ""),
        cell(numbers.due, "rows", what="due"),
        cell(numbers.met, "rows", what="met"),
    ]


def county_options(actor: Actor, area: Area | None) -> list[Option]:
    """For who sees several counties: each of them, in the official order."""
    seen = set(stations_for(actor).filter(level=Station.Level.STATION).values_list("county_id", flat=True))
    if len(seen) < 2:
        return []
    chosen = area.county if area else None
    options = [Option(_("全省"), pages.url("coverage", {}), chosen is None)]
    return options + [
        Option(county.name, pages.url("coverage", {"area": county.code}), county == chosen)
        for county in ranked_areas()
        if county.pk in seen
    ]


@dataclass(frozen=True)
class Rows:
    """The people behind a number: rows, their order, whose each is, and what it says."""

    title: Any
    column: Any
    rows: QuerySet
    order: tuple[str, ...]
    person: Callable[[Any], UUID]
    says: Callable[[Any], str]


@dataclass(frozen=True)
class RowLine:
    """One person behind a number; without a card where she is of another station now."""

    card: PersonCard | None
    says: str


def lines_of(actor: Actor, found: Rows, some: Iterable[Any]) -> list[RowLine]:
    """These rows with their people as the reader sees them."""
    told = [(found.person(row), found.says(row)) for row in some]
    people = people_for(actor).filter(pk__in={person for person, _says in told})
    shown = {card.id: card for card in cards(actor, people)}
    return [RowLine(shown.get(person), says) for person, says in told]


def rows(actor: Actor, station: Station, what: str) -> Rows:
    """The rows of one number of a station, within reach; 404 for a number that is none."""
    if what == "registered":
        people = registered_people(people_for(actor).filter(station=station))
        return Rows(
            _("底册在册的服务对象"), _("状态"), people, ("area__path", "id"), lambda row: row.pk,
            lambda row: str(row.get_state_display()),
        )  # fmt: skip
    if what not in ("due", "met"):
        raise Http404
    month = Month.of(clock.today())
    slots = VisitSlot.objects.allowed(actor, Permission.LIST_VIEW).filter(station=station)
    slots = with_met(due_slots(slots, month)).select_related("person")
    title = _("本月已走访的窗口") if what == "met" else _("本月应走访的窗口")
    return Rows(
        title, _("走访窗口"), slots.filter(is_met=True) if what == "met" else slots, ("until_on", "id"),
        lambda row: row.person_id, _slot_says,
    )  # fmt: skip


def _slot_says(row: Any) -> str:
    days = f"{formats.day(row.from_on)} – {formats.day(row.until_on)}"
    met = _("已走访")
    return f"{days}，{met}" if row.is_met else days
