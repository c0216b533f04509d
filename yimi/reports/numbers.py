"""The numbers of reports (报告的数字): read from the ledger each time, and what changed since they were locked.

Many reports of one period are read at once. Numbers that are kept closely are in no report.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from yimi.core import db, journal
from yimi.core.periods import Period
from yimi.figures.measure import RATE, STOCK, Measure
from yimi.figures.places import Place
from yimi.figures.reading import Asked, Reading, Value, read
from yimi.figures.sections import Section, sections_of
from yimi.network.models import Area, Station

from .cadences import STATION
from .models import Report

LOOKED_BACK = 12  # locked periods of which late records are told in the next report
KEPT = ("id", "place", "period", "number", "frozen", "adjusted", "locked_at", "last")
Numbers = dict[str, int | float | None]


@dataclass(frozen=True)
class Told:
    """The numbers of one report: of its period, of the one before, and of the year so far."""

    now: Numbers
    before: Numbers
    year: Numbers


@dataclass
class Late:
    """What a locked period gained or lost that no report has told yet (上期调整)."""

    period: str
    changes: dict[str, int] = field(default_factory=dict)


def measures_for(report: Report) -> list[Measure]:
    """The measures that a report tells, each once, in the order of their sections."""
    chosen = {each.code: each for section in sections_of(report.cadence) for each in chosen_of(section, report)}
    return list(chosen.values())


def chosen_of(section: Section, report: Report) -> list[Measure]:
    """Those of a section that the report tells: nothing kept closely, and of a station nothing that areas have."""
    if report.level == STATION and section.of_areas:
        return []
    return [each for each in section.chosen if not each.guarded]


def spans_of(report: Report) -> tuple[Period, Period, Period]:
    """The period of a report, the one before, and the year up to its end."""
    own = Period.parse(report.period)
    return own, own.previous(), Period.range(date(own.last.year, 1, 1), own.last)


def numbers_of(reports: Sequence[Report]) -> dict[object, Told]:
    """The numbers of each of these reports by its id; one reading for all of a period."""
    found: dict[object, Told] = {}
    for group in _alike(reports):
        wanted, spans, places = tuple(measures_for(group[0])), spans_of(group[0]), places_of(group)
        with db.snapshot():
            reading = read_for(places.values(), spans, wanted)
            for report in group:
                place = places[report.place]
                each = [{m.code: _number(reading, m, place, span) for m in wanted} for span in spans]
                found[report.pk] = Told(*each)
    return found


def _alike(reports: Sequence[Report]) -> list[list[Report]]:
    """The reports that tell the same numbers of the same days."""
    groups: dict[tuple[str, str, str], list[Report]] = defaultdict(list)
    for report in reports:
        groups[report.cadence, report.period, report.level].append(report)
    return list(groups.values())


def _number(reading: Reading, measure: Measure, place: Place, span: Period) -> int | float | None:
    value: Value = reading.value(measure, place, span)
    return value.number


def places_of(reports: Iterable[Report]) -> dict[object, Place]:
    """Where each report stands, by the id of its place."""
    stations = [each.station_id for each in reports if each.station_id]
    areas = [each.area_id for each in reports if not each.station_id]
    rows = Station.objects.unscoped("报送单位").filter(pk__in=stations) if stations else ()
    found: dict[object, Place] = {row.pk: Place.of_station(row) for row in rows}
    return found | {row.pk: Place.of_area(row) for row in Area.objects.filter(pk__in=areas)}


def read_for(places: Iterable[Place], spans: tuple[Period, ...], wanted: tuple[Measure, ...]) -> Reading:
    """One reading for one place, or for all the places of the province."""
    places = list(places)
    if len(places) == 1:
        return read(Asked(places[0], spans, wanted))
    top = Place.of_area(Area.objects.get(parent=None))
    return read(Asked(top, spans, wanted, by_station=True, apart=len(spans)))


@dataclass(frozen=True)
class Facts:
    """What the ledger says to a report at one instant: where it stands, its numbers, what was late, and the instant.

    `earlier` is the locked version that an amendment corrects (更正前的一版).
    """

    place: Place
    told: Told
    late: list[Late]
    position: int
    earlier: Report | None = None


def facts_of(reports: Sequence[Report]) -> dict[object, Facts]:
    """The same of many reports by their ids, all at one place of the ledger (台账位置)."""
    with db.snapshot():
        position, places = journal.head()[0], places_of(reports)
        told, late, earlier = numbers_of(reports), late_of(reports), _earlier_of(reports)
    found: dict[object, Facts] = {}
    for each in reports:
        before = earlier.get(_version(each, -1))
        found[each.pk] = Facts(places[each.place], told[each.pk], late.get(each.pk, []), position, before)
    return found


def _earlier_of(reports: Sequence[Report]) -> dict[tuple, Report]:
    """The versions before those of these reports that are amendments."""
    amended = [each for each in reports if each.number > 1]
    if not amended:
        return {}
    rows = Report.objects.unscoped("更正前的一版").filter(place__in={each.place for each in amended})
    rows = rows.filter(period__in={each.period for each in amended}, cadence__in={each.cadence for each in amended})
    return {_version(row): row for row in rows}


def _version(report: Report, beside: int = 0) -> tuple:
    return report.place, report.cadence, report.period, report.number + beside


def late_of(reports: Sequence[Report]) -> dict[object, list[Late]]:
    """What the locked periods before each report gained or lost, as far as no report has told it."""
    found: dict[object, list[Late]] = {}
    for group in _alike(reports):
        kept = _locked_before(group)
        wanted = [measure for measure in measures_for(group[0]) if measure.kind not in (RATE, STOCK)]
        spans = {each.period: Period.parse(each.period) for rows in kept.values() for each in rows}
        if spans:
            places = {pk: place for pk, place in places_of(group).items() if pk in kept}
            with db.snapshot():
                reading = read_for(places.values(), tuple(spans.values()), tuple(wanted))
            now = Now(reading, wanted, spans)
            found |= {each.pk: _late(each, kept.get(each.place, []), places, now) for each in group}
    return found


@dataclass(frozen=True)
class Now:
    """What the ledger says today of the periods that are locked."""

    reading: Reading
    wanted: list[Measure]
    spans: dict[str, Period]

    def of(self, place: Place, period: str) -> Numbers:
        return {each.code: _number(self.reading, each, place, self.spans[period]) for each in self.wanted}


def _late(report: Report, kept: list[Report], places: dict[object, Place], now: Now) -> list[Late]:
    found = []
    for each in kept:
        told = _told_since(each, kept, report)
        numbers = now.of(places[report.place], each.period)
        changes = {code: _change(code, n, each.frozen, told) for code, n in numbers.items() if code in each.frozen}
        if changes := {code: n for code, n in changes.items() if n}:
            found.append(Late(each.period, changes))
    return found


def _change(code: str, now: int | float | None, frozen: dict[str, int], told: dict[str, int]) -> int:
    return int(now or 0) - int(frozen[code] or 0) - told[code]


def _locked_before(alike: Sequence[Report]) -> dict[UUID, list[Report]]:
    """By place, the last locked version of each of the periods before, newest first."""
    last, places = alike[0], [each.place for each in alike]
    rows = Report.objects.unscoped("本单位以前的报告").filter(
        cadence=last.cadence, state=Report.State.LOCKED, last__lt=last.first, place__in=places,
        last__gte=_long_before(last),
    )  # fmt: skip
    newest: dict[UUID, dict[str, Report]] = defaultdict(dict)
    for row in rows.only(*KEPT).order_by("-last", "-number"):
        newest[row.place].setdefault(row.period, row)
    return {place: list(each.values()) for place, each in newest.items()}


def _long_before(report: Report) -> date:
    """The last day of the first of the periods that are looked back at."""
    period = Period.parse(report.period)
    for _nth in range(LOOKED_BACK):
        period = period.previous()
    return period.last


def _told_since(kept: Report, others: list[Report], report: Report) -> dict[str, int]:
    """What reports locked after this one have told of its period."""
    told: dict[str, int] = defaultdict(int)
    for other in others:
        if other.locked_at and kept.locked_at and other.locked_at > kept.locked_at and other.pk != report.pk:
            for code, change in other.adjusted.get(kept.period, {}).items():
                told[code] += change
    return told
