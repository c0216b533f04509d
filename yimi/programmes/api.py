"""Groups and activities (小组、社区活动) for programs."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router, Status
from pydantic import Field

from yimi.core.api import In, Out, Paged, answers, page
from yimi.core.permissions import Permission
from yimi.core.routes import needs
from yimi.core.text import clean

from . import actions, queries
from .fields import OF_DELIBERATIONS, ActivityFields, GroupFields
from .queries import Activity, Asked, Group, Sheet

router = Router(tags=["programmes"])

GroupType = Literal["support", "education", "growth", "therapy", "mutual", "interest"]
Form = Literal["event", "publicity", "deliberation"]
_GROUP_TEXTS = ("need", "goals", "process", "risks", "theory", "choosing", "tool")
_PLAN_TEXTS = ("need", "goals", "process", "risks")
_ACTIVITY_TEXTS = (*_PLAN_TEXTS, "decisions", "results")


class PlanIn(In):
    """What is said of groups and activities alike; the budget is in fen."""

    station: str = Field(max_length=12)
    planned_on: date
    place: str | None = Field(default=None, max_length=12)
    need: str | None = None
    goals: str | None = None
    process: str | None = None
    risks: str | None = None
    budget: int | None = None
    version: int | None = None


class GroupIn(PlanIn):
    """A group as it is put."""

    name: str
    group_type: GroupType
    members: list[UUID] = Field(default=[], max_length=1000)
    theory: str | None = None
    choosing: str | None = None
    tool: str | None = None
    sessions_planned: int | None = None

    def fields(self) -> GroupFields:
        sent = self.model_dump(exclude={"members", "place", *_GROUP_TEXTS})
        texts: dict[str, Any] = {name: getattr(self, name) or "" for name in _GROUP_TEXTS}
        return GroupFields(**sent, **texts, place=self.place or "", members=tuple(self.members))


class ActivityIn(PlanIn):
    """An activity as it is put."""

    title: str
    form: Form = "event"
    meets_on: date | None = None
    expected: int | None = None
    volunteers: int | None = None
    decisions: str | None = None
    results: str | None = None

    def fields(self) -> ActivityFields:
        sent = self.model_dump(exclude={"title", "place", *_ACTIVITY_TEXTS})
        texts: dict[str, Any] = {name: getattr(self, name) or "" for name in _ACTIVITY_TEXTS}
        return ActivityFields(**sent, **texts, place=self.place or "", name=self.title)


class ProgrammeOut(Out):
    """What is answered of groups and activities alike; texts are empty above the station."""

    id: UUID
    station: str
    state: str
    planned_on: date
    place: str | None
    need: str | None = None
    goals: str | None = None
    process: str | None = None
    risks: str | None = None
    budget: int | None
    held: int
    held_on: date | None
    evaluation: str | None = None
    version: int


class GroupOut(ProgrammeOut):
    """A group. Its members are named to its own station only."""

    name: str
    group_type: str
    phase: str
    members: list[UUID] = []
    member_count: int
    sessions_planned: int | None
    started_on: date | None
    ended_on: date | None


class ActivityOut(ProgrammeOut):
    """An activity. Of a deliberation also what was decided, and what came of it."""

    title: str
    form: str
    meets_on: date | None
    expected: int | None
    volunteers: int | None
    decisions: str | None = None
    results: str | None = None


class GroupsOut(Out):
    items: list[GroupOut]
    next: str | None


class ActivitiesOut(Out):
    items: list[ActivityOut]
    next: str | None


class Filters(Paged):
    """What a list of programmes can be narrowed to."""

    station: str = ""
    state: str = ""


class StepIn(In):
    """A step that is taken: which, on which day, with which words; `phase` for the step `phase` of a group."""

    step: str = Field(max_length=20)
    on: date | None = None
    text: str = ""
    phase: str = Field(default="", max_length=12)


@router.put("/groups/{uuid:pk}", response=answers(GroupOut, (201, GroupOut)))
@needs(Permission.CONTACT_WRITE)
def put_group(request, pk: UUID, body: GroupIn):
    """Plan a group, or change the plan with its version."""
    put = actions.put_group(pk, by=request.user, fields=body.fields())
    return Status(201 if put.created else 200, _group(request.user, pk))


@router.get("/groups/{uuid:pk}", response=answers(GroupOut))
@needs(Permission.CONTACT_VIEW)
def get_group(request, pk: UUID):
    """One group."""
    return _group(request.user, pk)


@router.get("/groups", response=answers(GroupsOut))
@needs(Permission.CONTACT_VIEW)
def list_groups(request, filters: Query[Filters]):
    """Groups within reach, the latest plan first."""
    sheets, following = _page(request.user, Group, filters)
    return {"items": [_group_plain(request.user, sheet) for sheet in sheets], "next": following}


@router.post("/groups/{uuid:pk}/steps", response=answers(GroupOut))
@needs(Permission.CONTACT_VIEW)
def step_group(request, pk: UUID, body: StepIn):
    """Take a step: approve, send_back, start, phase, end, resume, evaluate, archive, cancel."""
    actions.take_step(Group, pk, by=request.user, **body.model_dump())
    return _group(request.user, pk)


@router.put("/activities/{uuid:pk}", response=answers(ActivityOut, (201, ActivityOut)))
@needs(Permission.CONTACT_WRITE)
def put_activity(request, pk: UUID, body: ActivityIn):
    """Plan an activity, or change the plan with its version."""
    put = actions.put_activity(pk, by=request.user, fields=body.fields())
    return Status(201 if put.created else 200, _activity(request.user, pk))


@router.get("/activities/{uuid:pk}", response=answers(ActivityOut))
@needs(Permission.CONTACT_VIEW)
def get_activity(request, pk: UUID):
    """One activity."""
    return _activity(request.user, pk)


@router.get("/activities", response=answers(ActivitiesOut))
@needs(Permission.CONTACT_VIEW)
def list_activities(request, filters: Query[Filters]):
    """Activities within reach, the latest plan first."""
    sheets, following = _page(request.user, Activity, filters)
    return {"items": [_activity_plain(sheet) for sheet in sheets], "next": following}


@router.post("/activities/{uuid:pk}/steps", response=answers(ActivityOut))
@needs(Permission.CONTACT_VIEW)
def step_activity(request, pk: UUID, body: StepIn):
    """Take a step: approve, send_back, announce, evaluate, archive, cancel."""
    actions.take_step(Activity, pk, by=request.user, **body.model_dump())
    return _activity(request.user, pk)


def _page(actor, model, filters: Filters) -> tuple[list[Sheet], str | None]:
    asked = Asked(station=clean(filters.station), state=clean(filters.state))
    rows = queries.programmes_for(actor, model, asked)
    some, following = page(rows, filters.limit, filters.cursor, queries.ORDER)
    return queries.sheets(actor, some), following


def _group(actor, pk: UUID) -> dict[str, Any]:
    return _group_plain(actor, queries.sheet_for(actor, Group, pk), with_members=True)


def _group_plain(actor, sheet: Sheet, with_members: bool = False) -> dict[str, Any]:
    row = sheet.row
    members = queries.members_now(row) if with_members and sheet.is_inside else []
    same = ("group_type", "phase", "sessions_planned", "started_on", "ended_on")
    plain = _plain(sheet) | {name: getattr(row, name) for name in same}
    return plain | {"name": sheet.name, "members": members, "member_count": sheet.members}


def _activity(actor, pk: UUID) -> dict[str, Any]:
    return _activity_plain(queries.sheet_for(actor, Activity, pk))


def _activity_plain(sheet: Sheet) -> dict[str, Any]:
    same = ("form", "meets_on", "expected", "volunteers")
    said = {name: sheet.texts.get(name) or None for name in OF_DELIBERATIONS}
    return _plain(sheet) | said | {name: getattr(sheet.row, name) for name in same} | {"title": sheet.name}


def _plain(sheet: Sheet) -> dict[str, Any]:
    row = sheet.row
    texts = {name: sheet.texts.get(name) for name in (*_PLAN_TEXTS, "evaluation")}
    same = {name: getattr(row, name) for name in ("id", "state", "planned_on", "budget", "version")}
    place = row.place.code if row.place else None
    held = {"held": sheet.held.sessions, "held_on": sheet.held.last}
    return same | texts | held | {"station": row.station.code, "place": place}
