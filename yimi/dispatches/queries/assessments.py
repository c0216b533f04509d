"""What can be read of the yearly assessment (年终考核): the plan, who is assessed, self-evaluations and results."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from yimi.core import clock, seal
from yimi.core.actors import Actor, may
from yimi.core.permissions import Permission
from yimi.dispatches.models import Announcement, Assessment, Object, Objection, Result
from yimi.network.models import Area, Station
from yimi.planning import places
from yimi.reports.models import Report

View, Hold, Publish = Permission.DISPATCH_VIEW, Permission.DISPATCH_HOLD, Permission.ASSESS_PUBLISH
TEXTS = ("words", "filing_words", "renewal", "funds", "honours")
STATIONS = ("county__order", "code")
FIRST_YEAR = 2020


def year_of(year: int) -> int:
    """A year that can be asked for; else 404."""
    if not FIRST_YEAR <= year <= clock.today().year + 1:
        raise Http404
    return year


def assessment_of(actor: Actor, year: int) -> Assessment | None:
    """The assessment of a year with its texts; None where no plan was made."""
    row = Assessment.objects.allowed(actor, View).filter(year=year_of(year)).first()
    if row:
        seal.read(row, *TEXTS)
    return row


def announcement_of(actor: Actor, row: Assessment | None, kind: str) -> Announcement | None:
    rows = Announcement.objects.allowed(actor, View).filter(assessment=row, object=kind)
    return rows.select_related("proposed_by", "published_by").first() if row else None


def reaches_top(actor: Actor, permission: Permission) -> bool:
    return may(actor, permission) and places.reaches(actor, permission, places.top())


@dataclass(frozen=True)
class Subject:
    """Somebody who is assessed, as the reader may see it: the self-evaluation, the result, open objections."""

    place: UUID
    name: str
    county: str
    code: str
    operator: str = ""
    report: Report | None = None
    result: Result | None = None
    objections: list[Objection] = field(default_factory=list)
    may_enter: bool = False

    @property
    def waiting(self) -> Objection | None:
        return next((each for each in self.objections if each.decided_on is None), None)


def counties(actor: Actor) -> list[Area]:
    """The 市县 that have a station, in the official order, within her reach."""
    spots = places.children(places.top())
    rows = Area.objects.filter(pk__in=[spot.area for spot in spots if places.reaches(actor, View, spot)])
    return list(rows.order_by("order"))


def stations(actor: Actor) -> QuerySet[Station]:
    """The operating stations within her reach."""
    rows = Station.objects.allowed(actor, View).filter(level=Station.Level.STATION, state=Station.State.OPERATING)
    return rows.select_related("county", "operator", "area")


def subjects(
    actor: Actor, kind: str, year: int, rows: Sequence[Area] | Sequence[Station], told: Announcement | None
) -> list[Subject]:
    """These places with what there is of them; a few statements, however many they are."""
    pks = [row.pk for row in rows]
    level = "county" if kind == Object.COUNTY else "station"
    reports = _reports(actor, level, year, pks)
    results, enters = _results(actor, kind, year, pks, told), _to_enter(actor, kind, rows)
    objections = _objections(actor, [each.pk for each in results.values()])
    return [
        Subject(
            row.pk, row.name if isinstance(row, Area) else row.short_name,
            "" if isinstance(row, Area) else row.county.short_name, row.code, _operator(row), reports.get(row.pk),
            found := results.get(row.pk), objections.get(found.pk, []) if found else [], row.pk in enters,
        )
        for row in rows
    ]  # fmt: skip


def _operator(row: Area | Station) -> str:
    return row.operator.name if isinstance(row, Station) and row.operator else ""


def _reports(actor: Actor, level: str, year: int, pks: Iterable[UUID]) -> dict[UUID, Report]:
    """The newest version of the yearly report of each place."""
    rows = Report.objects.allowed(actor, Permission.REPORT_VIEW).filter(
        cadence="annual", period=str(year), level=level, place__in=list(pks)
    )  # fmt: skip
    return {row.place: row for row in rows.order_by("number")}


def _results(actor: Actor, kind: str, year: int, pks: Iterable[UUID], told: Announcement | None) -> dict[UUID, Result]:
    """The results: before they are proposed only those that she may enter herself."""
    rows = Result.objects.allowed(actor, View if told else Hold)
    if not told and may(actor, Publish):
        rows = Result.objects.allowed(actor, Publish)
    if not told and kind == Object.COUNTY and not reaches_top(actor, Publish):
        return {}
    rows = rows.filter(assessment__year=year, object=kind, place__in=list(pks)).select_related("entered_by")
    found = list(rows)
    seal.read(found, "words")
    return {row.place: row for row in found}


def _to_enter(actor: Actor, kind: str, rows: Sequence[Area] | Sequence[Station]) -> set[UUID]:
    """Whose result she enters: the province of 市县, a 市县 and the province of stations."""
    if kind == Object.COUNTY:
        return {row.pk for row in rows} if reaches_top(actor, Hold) else set()
    mine = Station.objects.allowed(actor, Hold).filter(pk__in=[row.pk for row in rows])
    return set(mine.values_list("pk", flat=True))


def _objections(actor: Actor, results: Iterable[UUID]) -> dict[UUID, list[Objection]]:
    rows = Objection.objects.allowed(actor, View).filter(result__in=list(results)).order_by("raised_on", "id")
    rows = list(rows.select_related("raised_by", "decided_by"))
    seal.read(rows, "reason", "decision")
    found: dict[UUID, list[Objection]] = {}
    for row in rows:
        found.setdefault(row.result_id, []).append(row)
    return found


def result_for(actor: Actor, pk: UUID) -> Result:
    """A result that has been proposed, or that she may enter or publish; else 404."""
    row = Result.objects.select_related("assessment", "county", "station").get_allowed(actor, View, pk=pk)
    told = announcement_of(actor, row.assessment, row.object)
    if row.place not in _results(actor, row.object, row.assessment.year, [row.place], told):
        raise Http404
    seal.read(row, "words")
    return row


def may_object(actor: Actor, row: Result) -> bool:
    """Whether she speaks for the place: who writes its reports."""
    permission = Permission.REPORT_COUNTY if row.object == Object.COUNTY else Permission.REPORT_STATION
    return Result.objects.allowed(actor, permission).filter(pk=row.pk).exists()


def objections_of(actor: Actor, row: Result) -> list[Objection]:
    return _objections(actor, [row.pk]).get(row.pk, [])


def undecided(row: Assessment, kind: str) -> int:
    """How many objections to results of an object wait for a decision."""
    rows = Objection.objects.unscoped("未复核的异议")
    return rows.filter(result__assessment=row, result__object=kind, decided_on=None).count()


def is_open(told: Announcement | None, today: date) -> bool:
    """Whether objections can be raised now (异议期内)."""
    return bool(told and not told.published_on and told.proposed_on <= today <= told.objections_until)
