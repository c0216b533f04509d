"""What a worker did in a day or a week (工作日志、周志), and a station in a week, from the records alone.

A day is the worker's own and nobody else reads it. There is no time of day in it: only what was served and done.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yimi.accounts.models import User
from yimi.assignments.models import Assignment
from yimi.clients.identity import mask_name
from yimi.core import clock, seal
from yimi.core.periods import Period
from yimi.figures import queries as figures
from yimi.figures.measure import measures
from yimi.figures.places import Place
from yimi.network.models import Station
from yimi.publications.models import LogNote, Publication
from yimi.services import queries as services
from yimi.services.models import SESSIONS
from yimi.services.sheets import Sheet, sheets
from yimi.tracking.models import Step

from .publications import WRITE, publications_for, stations_to_write

SUMMED = (
    "HOME_VISIT_PT", "REMOTE_VISIT_PT", "CONSULT_N", "GROUP_SESSION", "ACT_N", "PUBLICITY_N", "RES_MATCH", "REFER_OUT",
    "PAPER_N", "FILE_NEW", "FILE_UPD", "TASK_N", "PUB_SENT",
)  # fmt: skip
TASK, PROOF, TEXT = gettext_lazy("镇街交办"), gettext_lazy("督办佐证"), gettext_lazy("报送信息")


@dataclass(frozen=True)
class Line:
    """One thing that was done: what sort of work, for whom (王**), and its page."""

    on: date
    sort: Any
    text: str
    url: str = ""


@dataclass(frozen=True)
class Day:
    """A day of a log: its lines, and what the worker added."""

    on: date
    lines: list[Line]
    note: str = ""


@dataclass(frozen=True)
class Log:
    """A worker's log of some days."""

    worker: str
    station: str
    period: Period
    days: list[Day] = field(default_factory=list)

    @property
    def counts(self) -> list[tuple[Any, int]]:
        """How many of each sort of work, the most first."""
        counted = Counter(line.sort for day in self.days for line in day.lines)
        return counted.most_common()

    @property
    def is_empty(self) -> bool:
        return not any(day.lines or day.note for day in self.days)


def log_of(actor: User, period: Period) -> Log:
    """Her own log of a day or a week."""
    stations = stations_to_write(actor)
    lines = sorted(_lines(actor, period), key=lambda line: (line.on, str(line.sort)))
    notes = notes_of(actor, period)
    days = sorted({line.on for line in lines} | set(notes))
    told = [Day(on, [line for line in lines if line.on == on], notes.get(on, "")) for on in days]
    return Log(actor.name, "、".join(each.name for each in stations), period, told)


def notes_of(actor: User, period: Period) -> dict[date, str]:
    """What she added to these days."""
    rows = LogNote.objects.allowed(actor, WRITE).filter(worker=actor.id, on__range=(period.first, period.last))
    notes = list(rows)
    seal.read(notes, "text")
    return {note.on: note.opened["text"] or "" for note in notes if note.opened["text"]}


def _lines(actor: User, period: Period) -> Iterator[Line]:
    asked = services.Asked(worker=actor.username, first=period.first, last=period.last)
    for sheet in sheets(actor, services.contacts_for(actor, asked)):
        yield _of_contact(sheet)
    yield from _of_tasks(actor, period)
    yield from _of_proofs(actor, period)
    yield from _of_texts(actor, period)


def _of_contact(sheet: Sheet) -> Line:
    row = sheet.contact
    url = reverse("services:record", args=[row.pk])
    return Line(row.service_on, row.get_kind_display(), "，".join(filter(None, _parts(sheet))), url)


def _parts(sheet: Sheet) -> Iterator[str]:
    row = sheet.contact
    yield row.place.name if row.place else ""
    if row.kind in SESSIONS:
        yield f"“{sheet.title}”" if sheet.title else ""
        yield _("%s 人参加") % row.headcount if row.headcount is not None else ""
    else:
        yield "、".join(mask_name(part.name) for part in sheet.participants)
    yield "、".join(sheet.service_names)
    yield "" if row.outcome == "seen" else str(row.get_outcome_display())


def _of_tasks(actor: User, period: Period) -> Iterator[Line]:
    """Tasks of the town that she noted."""
    rows = Assignment.objects.allowed(actor, WRITE).filter(
        handed_by=actor.id, handed_on__range=(period.first, period.last)
    )  # fmt: skip
    found = list(rows)
    seal.read(found, "title")
    for row in found:
        yield Line(row.handed_on, TASK, row.opened["title"] or "", reverse("assignments:assignment", args=[row.pk]))


def _of_proofs(actor: User, period: Period) -> Iterator[Line]:
    """Findings that she has answered with a proof."""
    rows = Step.objects.allowed(actor, WRITE).filter(by=actor.id, what=Step.What.PROOF).select_related("item")
    for row in rows.filter(at__range=_instants(period)):
        yield Line(clock.civil(row.at), PROOF, row.item.title, reverse("tracking:item", args=[row.item_id]))


def _instants(period: Period) -> tuple[datetime, datetime]:
    """The first and the last instant of these civil days."""
    return tuple(datetime.combine(*each, clock.CIVIL) for each in ((period.first, time.min), (period.last, time.max)))  # type: ignore[return-value]


def _of_texts(actor: User, period: Period) -> Iterator[Line]:
    rows = publications_for(actor).filter(writer=actor.id, sent_on__range=(period.first, period.last))
    found: list[Publication] = list(rows)
    seal.read(found, "title")
    for row in found:
        url = reverse("publications:publication", args=[row.pk])
        yield Line(row.sent_on, TEXT, row.opened["title"] or "", url)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Sum:
    """A station's week: its figures, and the sessions that took place. Nobody's share of them is told."""

    station: Station
    period: Period
    figures: list[tuple[Any, Any, float]]
    sessions: list[Line]


def week_of(actor: User, station: Station, period: Period) -> Sum:
    """The weekly journal of a station (站周志), a sum of what the ledger says."""
    place = Place.of_station(station)
    found = [(measures[code], figures.figure(actor, code, place, period.code).value or 0) for code in SUMMED]
    told = [(measure.name, measure.unit, value) for measure, value in found if value]
    asked = services.Asked(station.code, kinds=SESSIONS, first=period.first, last=period.last)
    held = sheets(actor, services.contacts_for(actor, asked).order_by("service_on", "id"))
    return Sum(station, period, told, [_of_contact(sheet) for sheet in held if not sheet.is_stub])


def station_for(actor: User, code: str) -> Station | None:
    """The station whose week is asked for; without a code her first."""
    stations = stations_to_write(actor)
    return next((each for each in stations if code in ("", each.code)), None)


def note_on(actor: User, on: date) -> str:
    return notes_of(actor, Period.of("day", on)).get(on, "")
