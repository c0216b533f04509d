"""Steps of the way (时间表、路线图) for programs."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router, Status
from pydantic import Field

from yimi.core import clock
from yimi.core.api import In, Out, Paged, answers, page
from yimi.core.files.sent import chosen
from yimi.core.files.shown import DESCRIBED, shown
from yimi.core.permissions import Permission
from yimi.core.routes import needs
from yimi.planning import actions, places
from yimi.planning.fields import MilestoneFields
from yimi.planning.queries import roadmap as queries

from .proofs import Files, ProofOut, told

router = Router(tags=["planning"])


class MilestoneIn(In):
    """A step as it is put: of the province or a county by its area code, or of a station by its code."""

    area: str = Field(default="", max_length=12)
    station: str = Field(default="", max_length=12)
    title: str
    office: str
    person: str = ""
    begins_on: date
    due_on: date
    needs: list[UUID] = Field(default=[], max_length=20)
    version: int | None = None

    def fields(self) -> MilestoneFields:
        said = self.model_dump(exclude={"needs"})
        return MilestoneFields(**said, needs=tuple(str(each) for each in self.needs))


class DoneIn(In):
    """What proves it; before a step it waits for is done, also the reason why."""

    on: date
    proof: str
    why_early: str = ""
    version: int | None = None


class MilestoneStepIn(In):
    version: int | None = None


class MilestoneReasonIn(MilestoneStepIn):
    reason: str


class MilestoneOut(Out):
    """A step; `status` is reckoned today: ok, watch or late."""

    id: UUID
    area: str | None
    station: str | None
    year: int
    title: str
    office: str
    person: str
    begins_on: date
    due_on: date
    done_on: date | None
    status: str
    proof: str
    why_early: str
    is_void: bool
    why_void: str
    needs: list[UUID]
    files: list[ProofOut]
    version: int


class MilestonesOut(Out):
    items: list[MilestoneOut]
    next: str | None


class MilestoneFilters(Paged):
    """Without a place: every step within reach. `county` also takes the code of the province."""

    year: int | None = Field(default=None, ge=2000, le=2100)
    county: str = ""
    station: str = ""
    state: Literal["open", "done", "late", ""] = ""


@router.get("/milestones", response=answers(MilestonesOut), summary="时间表·路线图")
@needs(Permission.PLANNING_VIEW)
def list_milestones(request, filters: Query[MilestoneFilters]) -> Any:
    """The steps of a year, the first due first."""
    asked = (filters.county.strip(), filters.station.strip())
    spot = places.spot_for(request.user, Permission.PLANNING_VIEW, *asked) if any(asked) else None
    rows = queries.milestones_for(request.user, filters.year or clock.today().year, spot, filters.state)
    some, following = page(rows, filters.limit, filters.cursor, queries.ORDER)
    return {"items": [_told(step) for step in queries.steps(some)], "next": following}


@router.get("/milestones/{uuid:pk}", response=answers(MilestoneOut), summary="一个工作节点")
@needs(Permission.PLANNING_VIEW)
def get_milestone(request, pk: UUID) -> Any:
    """One step with what proves it."""
    return _told(queries.milestone_for(request.user, pk))


@router.put("/milestones/{uuid:pk}", response=answers(MilestoneOut, (201, MilestoneOut)), summary="编制工作节点")
@needs(Permission.ROADMAP_WRITE)
def put_milestone(request, pk: UUID, body: MilestoneIn) -> Any:
    """Set a step, or change it with its version until it is done."""
    put = actions.put_milestone(pk, by=request.user, fields=body.fields())
    return Status(201 if put.created else 200, _told(queries.milestone_for(request.user, pk)))


@router.post("/milestones/{uuid:pk}/done", response=answers(MilestoneOut), summary="完成工作节点")
@needs(Permission.ROADMAP_WRITE)
def finish_milestone(request, pk: UUID, body: DoneIn) -> Any:
    """It is done, with what proves it; photos and PDFs are sent to its files."""
    actions.finish_milestone(pk, by=request.user, **body.model_dump())
    return _told(queries.milestone_for(request.user, pk))


@router.post("/milestones/{uuid:pk}/reopen", response=answers(MilestoneOut), summary="撤回节点完成")
@needs(Permission.ROADMAP_WRITE)
def reopen_milestone(request, pk: UUID, body: MilestoneStepIn) -> Any:
    """It is not done after all."""
    actions.reopen_milestone(pk, by=request.user, version=body.version)
    return _told(queries.milestone_for(request.user, pk))


@router.post("/milestones/{uuid:pk}/void", response=answers(MilestoneOut), summary="作废工作节点")
@needs(Permission.ROADMAP_WRITE)
def void_milestone(request, pk: UUID, body: MilestoneReasonIn) -> Any:
    """It was a mistake, or is given up."""
    actions.void_milestone(pk, by=request.user, **body.model_dump())
    return _told(queries.milestone_for(request.user, pk))


@router.post("/milestones/{uuid:pk}/files", response=answers(MilestoneOut), summary="添加节点佐证材料")
@needs(Permission.ROADMAP_WRITE)
def add_milestone_files(request, pk: UUID, file: Files) -> Any:
    """Add photos or PDFs; the same bytes again are the same file."""
    actions.add_files(pk, by=request.user, subject="milestone", files=chosen(request))
    return _told(queries.milestone_for(request.user, pk))


@router.get("/milestones/files/{uuid:pk}", response=answers(None), openapi_extra=DESCRIBED, summary="节点佐证材料")
@needs(Permission.PLANNING_VIEW)
def get_milestone_file(request, pk: UUID) -> Any:
    """The photo or PDF itself."""
    return shown(*actions.open_file(pk, by=request.user, subject="milestone"))


@router.post("/milestones/files/{uuid:pk}/remove", response=answers(MilestoneOut), summary="移除节点佐证材料")
@needs(Permission.ROADMAP_WRITE)
def remove_milestone_file(request, pk: UUID) -> Any:
    """Take a file away; it is shown no more."""
    row = actions.remove_file(pk, by=request.user, subject="milestone")
    return _told(queries.milestone_for(request.user, row.pk))


def _told(step: queries.Step) -> dict[str, Any]:
    row, names = step.row, ("year", "title", "office", "begins_on", "due_on", "done_on", "is_void", "version")
    of = {"station": row.station.code, "area": None} if row.station else {"area": row.area.code, "station": None}
    said = {name: row.opened[name] or "" for name in queries.TEXTS}
    if row.done_on is None:
        said |= {"proof": "", "why_early": ""}  # what was said of a step that was taken back
    return of | said | {name: getattr(row, name) for name in names} | {
        "id": row.pk, "status": step.status.value if step.status else "ok",
        "needs": [each.pk for each in step.waits_for], "files": told(step.files),
    }  # fmt: skip
