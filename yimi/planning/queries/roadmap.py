"""What can be read of steps and duties (时间表、路线图、责任清单)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from yimi.core import clock, seal
from yimi.core.actors import Actor
from yimi.core.permissions import Permission
from yimi.network.models import Area
from yimi.planning.models import Duty, DutyFile, Milestone, MilestoneFile, Need
from yimi.planning.places import Spot
from yimi.ui.components import Rag

ORDER = ("due_on", "id")
SORTS = {"": ORDER, "begins": ("begins_on", "id")}
DUTY_ORDER = ("county__order", "due_on", "id")
SOON = timedelta(days=7)
Subject = Literal["milestone", "duty"]
File = MilestoneFile | DutyFile
FILES: dict[Subject, type[File]] = {"milestone": MilestoneFile, "duty": DutyFile}
TEXTS = ("person", "proof", "why_early", "why_void")


@dataclass(frozen=True)
class Step:
    """A step as a list shows it: how it stands, what it waits for, and the files that prove it."""

    row: Milestone
    status: Rag | None
    word: Any
    waits_for: list[Milestone]
    files: list[File]

    @property
    def place(self) -> str:
        return self.row.station.short_name if self.row.station else self.row.area.name


def milestones_for(actor: Actor, year: int, spot: Spot | None = None, state: str = "") -> QuerySet[Milestone]:
    """The steps within her reach: of one place, or of all."""
    rows = Milestone.objects.allowed(actor, Permission.PLANNING_VIEW).filter(year=year, is_void=False)
    if spot:
        rows = rows.filter(area=spot.area, station=spot.station)
    today = clock.today()
    wanted = {
        "open": Q(done_on=None), "done": Q(done_on__isnull=False), "late": Q(done_on=None, due_on__lt=today)
    }.get(state, Q())  # fmt: skip
    return rows.filter(wanted).select_related("area", "station")


def steps(rows: Iterable[Milestone]) -> list[Step]:
    """Rows that were cut to reach, with what they wait for; a few statements, however many they are."""
    found = list(rows)
    seal.read(found, *TEXTS)
    needs: dict[UUID, list[Milestone]] = {}
    for need in Need.objects.filter(milestone__in=[row.pk for row in found], before__is_void=False).select_related(
        "before"
    ):
        needs.setdefault(need.milestone_id, []).append(need.before)
    files = files_of(found, "milestone")
    return [
        Step(row, *standing(row.done_on, row.due_on), needs.get(row.pk, []), files.get(row.pk, [])) for row in found
    ]


def files_of(rows: Sequence[Milestone | Duty], subject: Subject) -> dict[UUID, list[File]]:
    """The proof of rows that were cut to reach, by their ids, with its names."""
    there = FILES[subject].objects.unscoped("已能看到的佐证").filter(of__in=[row.pk for row in rows], removed_at=None)
    some = list(there.order_by("added_at", "id"))
    seal.read(some, "name")
    found: dict[UUID, list[File]] = {}
    for file in some:
        found.setdefault(file.of_id, []).append(file)
    return found


def file_for(actor: Actor, pk: UUID, subject: Subject) -> File:
    """A proof that is there, with its name; else 404."""
    rows = FILES[subject].objects.filter(removed_at=None).select_related("of")
    file = rows.get_allowed(actor, Permission.PLANNING_VIEW, pk=pk)
    seal.read(file, "name")
    return file


def standing(done_on: date | None, due_on: date) -> tuple[Rag | None, Any]:
    """The word for a step or a duty."""
    today = clock.today()
    if done_on:
        return Rag.OK, _("已完成")
    if due_on < today:
        return Rag.LATE, Rag.LATE.label
    return (Rag.WATCH, _("即将到期")) if due_on - today <= SOON else (Rag.OK, Rag.OK.label)


def milestone_for(actor: Actor, pk: UUID, to: Permission = Permission.PLANNING_VIEW) -> Step:
    rows = Milestone.objects.select_related("area", "station", "made_by").prefetch_related("needs")
    return steps([rows.get_allowed(actor, to, pk=pk)])[0]


def may_write(actor: Actor, row: Milestone | Duty) -> bool:
    return type(row).objects.allowed(actor, Permission.ROADMAP_WRITE).filter(pk=row.pk).exists()


def steps_before(actor: Actor, year: int, spot: Spot, row: Milestone | None = None) -> list[tuple[str, str]]:
    """The steps that one of this place may wait for: its own and those of its county, as choices."""
    here = Q(area=spot.area, station=spot.station) | Q(station=None, area=spot.county) | Q(county=None)
    rows = Milestone.objects.allowed(actor, Permission.PLANNING_VIEW).filter(here, year=year, is_void=False)
    rows = rows.exclude(pk=row.pk) if row else rows
    return [(str(each.pk), each.title) for each in rows.order_by(*ORDER)[:100]]


def duties_for(actor: Actor, year: int, county: str = "", state: str = "") -> QuerySet[Duty]:
    """The duties of the counties within her reach, in official order."""
    wanted = {"county__code": county, "state": state}
    rows = Duty.objects.allowed(actor, Permission.PLANNING_VIEW).filter(year=year, is_void=False)
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    return rows.select_related("county")


def opened(rows: Iterable[Duty]) -> list[Duty]:
    found = list(rows)
    seal.read(found, "leader", "liaison")
    return found


def duty_for(actor: Actor, pk: UUID, to: Permission = Permission.PLANNING_VIEW) -> Duty:
    row = Duty.objects.select_related("county").get_allowed(actor, to, pk=pk)
    return opened([row])[0]


def counties_to_write(actor: Actor) -> list[Area]:
    """The counties whose list she keeps."""
    rows = Area.objects.filter(is_ranked=True).order_by("order")
    grants = actor.grants_for(Permission.ROADMAP_WRITE)
    paths = [grant.area_path or "" for grant in grants if grant.on_kind == "area"]
    if any(grant.on_kind == "province" for grant in grants):
        return list(rows)
    return [area for area in rows if any(path and area.path.startswith(path) for path in paths)]
