"""What counties answer for (责任清单), for programs."""

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
from yimi.planning import actions
from yimi.planning.fields import DutyFields
from yimi.planning.queries import roadmap as queries

from .proofs import Files, ProofOut, told

router = Router(tags=["planning"])


class DutyIn(In):
    """An item of the list of a county as it is put."""

    county: str = Field(max_length=12)
    year: int = Field(ge=2000, le=2100)
    title: str
    basis: str
    office: str
    leader: str = ""
    liaison: str = ""
    due_on: date
    version: int | None = None


class ProgressIn(In):
    progress: str
    version: int | None = None


class DutyDoneIn(ProgressIn):
    """The day on which it was done, and what came of it."""

    on: date


class DutyReasonIn(In):
    reason: str
    version: int | None = None


class DutyOut(Out):
    """An item of the list; `status` is reckoned today: ok, watch or late."""

    id: UUID
    county: str
    year: int
    title: str
    basis: str
    office: str
    leader: str
    liaison: str
    due_on: date
    done_on: date | None
    state: str
    status: str
    progress: str
    is_void: bool
    files: list[ProofOut]
    version: int


class DutiesOut(Out):
    items: list[DutyOut]
    next: str | None


class DutyFilters(Paged):
    year: int | None = Field(default=None, ge=2000, le=2100)
    county: str = ""
    state: Literal["open", "under_way", "done", ""] = ""


@router.get("/duties", response=answers(DutiesOut), summary="责任清单")
@needs(Permission.PLANNING_VIEW)
def list_duties(request, filters: Query[DutyFilters]) -> Any:
    """The duties of the counties within reach, in official order."""
    year = filters.year or clock.today().year
    rows = queries.duties_for(request.user, year, filters.county.strip(), filters.state)
    some, following = page(rows, filters.limit, filters.cursor, queries.DUTY_ORDER)
    return {"items": _all_told(some), "next": following}


@router.get("/duties/{uuid:pk}", response=answers(DutyOut), summary="一项责任事项")
@needs(Permission.PLANNING_VIEW)
def get_duty(request, pk: UUID) -> Any:
    """One item with how it goes and what proves it."""
    return _told(request, pk)


@router.put("/duties/{uuid:pk}", response=answers(DutyOut, (201, DutyOut)), summary="编制责任事项")
@needs(Permission.ROADMAP_WRITE)
def put_duty(request, pk: UUID, body: DutyIn) -> Any:
    """Put an item on the list, or change it with its version until it is done."""
    put = actions.put_duty(pk, by=request.user, fields=DutyFields(**body.model_dump()))
    return Status(201 if put.created else 200, _told(request, pk))


@router.post("/duties/{uuid:pk}/progress", response=answers(DutyOut), summary="报责任事项进展")
@needs(Permission.ROADMAP_WRITE)
def tell_duty(request, pk: UUID, body: ProgressIn) -> Any:
    """Say how it goes."""
    actions.tell_duty(pk, by=request.user, **body.model_dump())
    return _told(request, pk)


@router.post("/duties/{uuid:pk}/done", response=answers(DutyOut), summary="完成责任事项")
@needs(Permission.ROADMAP_WRITE)
def finish_duty(request, pk: UUID, body: DutyDoneIn) -> Any:
    """It is done, with what came of it; photos and PDFs are sent to its files."""
    actions.finish_duty(pk, by=request.user, **body.model_dump())
    return _told(request, pk)


@router.post("/duties/{uuid:pk}/void", response=answers(DutyOut), summary="作废责任事项")
@needs(Permission.ROADMAP_WRITE)
def void_duty(request, pk: UUID, body: DutyReasonIn) -> Any:
    """It does not belong on the list."""
    actions.void_duty(pk, by=request.user, **body.model_dump())
    return _told(request, pk)


@router.post("/duties/{uuid:pk}/files", response=answers(DutyOut), summary="添加责任事项佐证材料")
@needs(Permission.ROADMAP_WRITE)
def add_duty_files(request, pk: UUID, file: Files) -> Any:
    """Add photos or PDFs; the same bytes again are the same file."""
    actions.add_files(pk, by=request.user, subject="duty", files=chosen(request))
    return _told(request, pk)


@router.get("/duties/files/{uuid:pk}", response=answers(None), openapi_extra=DESCRIBED, summary="责任事项佐证材料")
@needs(Permission.PLANNING_VIEW)
def get_duty_file(request, pk: UUID) -> Any:
    """The photo or PDF itself."""
    return shown(*actions.open_file(pk, by=request.user, subject="duty"))


@router.post("/duties/files/{uuid:pk}/remove", response=answers(DutyOut), summary="移除责任事项佐证材料")
@needs(Permission.ROADMAP_WRITE)
def remove_duty_file(request, pk: UUID) -> Any:
    """Take a file away; it is shown no more."""
    return _told(request, actions.remove_file(pk, by=request.user, subject="duty").pk)


def _told(request, pk: UUID) -> dict[str, Any]:
    return _all_told([queries.duty_for(request.user, pk)])[0]


def _all_told(rows: list[Any]) -> list[dict[str, Any]]:
    files = queries.files_of(queries.opened(rows), "duty")
    names = ("year", "title", "basis", "office", "due_on", "done_on", "state", "progress", "is_void", "version")
    return [
        {name: getattr(row, name) for name in names}
        | {
            "id": row.pk, "county": row.county.code, "leader": row.opened["leader"] or "",
            "liaison": row.opened["liaison"] or "", "files": told(files.get(row.pk, [])),
            "status": (queries.standing(row.done_on, row.due_on)[0] or "ok"),
        }
        for row in rows
    ]  # fmt: skip
