"""What the numbers of lists are made of (明细), and the lists of choices around them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from yimi.catalogue.queries import category_codes
from yimi.clients.queries import PersonCard, cards, people_for
from yimi.core import clock
from yimi.core.actors import Actor, may
from yimi.core.periods import Month
from yimi.core.permissions import Permission
from yimi.network.models import Area, Station
from yimi.network.queries import ranked_areas, stations_for
from yimi.registers.queries import lines as entry_lines
from yimi.registers.queries import source_name, unmatched_for
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
        cell(numbers.registered or None, "rows", what="registered"),
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
class RowLine:
    """One person behind a number as the reader sees her; `person` is her file, where there is one."""

    name: str
    url: str
    age: str
    village: str
    says: str
    person: UUID | None = None


@dataclass(frozen=True)
class Rows:
    """What is behind a number: rows and their order, their lines, and where the rest of the number is."""

    title: Any
    column: Any
    rows: QuerySet
    order: tuple[str, ...]
    lines: Callable[[list[Any]], list[RowLine]]
    beside: tuple[str, str] | None = None  # words and address of the other part of the number


def rows(actor: Actor, station: Station, what: str) -> Rows:
    """The rows of one number of a station, within reach; 404 for a number that is none."""
    if what == "registered":
        return _registered(actor, station)
    if what == "unmatched" and may(actor, Permission.REGISTER_VIEW):
        return Rows(
            _("底册在册、还没有对上档案的人"), _("底册"), unmatched_for(actor, station), ("area__path", "id"),
            lambda some: [_entry_line(line) for line in entry_lines(actor, some)],
        )  # fmt: skip
    if what not in ("due", "met"):
        raise Http404
    month = Month.of(clock.today())
    slots = VisitSlot.objects.allowed(actor, Permission.LIST_VIEW).filter(station=station)
    slots = with_met(due_slots(slots, month)).select_related("person")
    title = _("本月已走访的窗口") if what == "met" else _("本月应走访的窗口")
    return Rows(
        title, _("走访窗口"), slots.filter(is_met=True) if what == "met" else slots, ("until_on", "id"),
        lambda some: _people(actor, [(row.person_id, _slot_says(row)) for row in some]),
    )  # fmt: skip


def _registered(actor: Actor, station: Station) -> Rows:
    """Who has a file, with a way to those who have none yet."""
    people = registered_people(people_for(actor).filter(station=station))
    unmatched = unmatched_for(actor, station).count() if may(actor, Permission.REGISTER_VIEW) else 0
    words = _("另有 %(n)s 人在底册上，还没有对上档案") % {"n": formats.figure(unmatched)}
    url = pages.url("rows", {"station": station.code, "what": "unmatched"})
    return Rows(
        _("底册在册的服务对象"), _("状态"), people, ("area__path", "id"),
        lambda some: _people(actor, [(row.pk, str(row.get_state_display())) for row in some]),
        (words, url) if unmatched else None,
    )  # fmt: skip


def _people(actor: Actor, told: list[tuple[UUID, str]]) -> list[RowLine]:
    people = people_for(actor).filter(pk__in={person for person, _says in told})
    shown = {card.id: card for card in cards(actor, people)}
    return [_person_line(shown.get(person), says) for person, says in told]


def _person_line(card: PersonCard | None, says: str) -> RowLine:
    if card is None:
        return RowLine(_("已转出本站"), "", "", "", says)
    url = reverse("clients:person", args=[card.id])
    return RowLine(card.name, url, str(card.age_text), card.area_name, says, card.id)


def _entry_line(line: Any) -> RowLine:
    url = reverse("registers:entry", args=[line.entry.pk])
    says = f"{source_name(line.entry.register.source)} {line.entry.get_match_display()}"
    return RowLine(line.name, url, line.age, line.village, says)


def _slot_says(row: Any) -> str:
    days = f"{formats.day(row.from_on)} – {formats.day(row.until_on)}"
    met = _("已走访")
    return f"{days}，{met}" if row.is_met else days
