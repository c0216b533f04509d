"""Exports as programs ask for them (导出接口): ask, look, take."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _
from ninja import Router, Status
from pydantic import Field

from yimi.core.api import In, Out, answers
from yimi.core.errors import Invalid
from yimi.core.files.answers import KINDS, XLSX, kept_file
from yimi.core.permissions import Permission
from yimi.core.routes import needs

from . import actions, queries
from .kinds import outlets

router = Router(tags=["exports"])


class ExportIn(In):
    """What is asked for: a kind, what it is narrowed to, what for, and whether with numbers in full."""

    kind: str
    filters: dict[str, str] = Field(default_factory=dict)
    purpose: str
    is_full: bool = False


class ExportOut(Out):
    """How an export stands. `file` is where it can be taken once it is ready."""

    id: UUID
    kind: str
    state: str
    is_full: bool
    rows: int
    done: int
    made_at: datetime
    expires_at: datetime | None
    file: str | None


@router.post("/exports", response=answers(ExportOut, (202, ExportOut)))
@needs(Permission.EXPORT)
def ask_export(request, body: ExportIn):
    """Ask for a table; it is made in the background."""
    outlet = outlets.get(body.kind)
    if outlet is None:
        raise Invalid({"kind": [_("没有这种表格。")]})
    form = outlet.form(request.user, body.filters)
    unknown = sorted(set(body.filters) - set(form.fields))
    if unknown or not form.is_valid():
        wrong = {name: [_("没有这个筛选条件。")] for name in unknown} | {k: list(v) for k, v in form.errors.items()}
        raise Invalid({f"filters.{name}": texts for name, texts in wrong.items()})
    asked = {"filters": form.filters(), "purpose": body.purpose, "is_full": body.is_full}
    return Status(202, _told(actions.ask_export(body.kind, by=request.user, **asked)))


@router.get("/exports/{uuid:pk}", response=answers(ExportOut))
@needs(Permission.EXPORT)
def get_export(request, pk: UUID):
    """How an export of one's own stands."""
    return _told(queries.export_of(request.user, pk))


@router.get(
    "/exports/{uuid:pk}/file",
    response=answers(None),
    openapi_extra={
        "responses": {
            200: {
                "content": {
                    kind: {"schema": {"type": "string", "format": "binary"}} for kind in (XLSX, *KINDS.values())
                }
            }
        }
    },
)
@needs(Permission.EXPORT)
def take_export(request, pk: UUID):
    """The table itself, while it is there; every taking is written down."""
    name, content = actions.take_export(pk, by=request.user)
    return kept_file(content, name)


def _told(task: Any) -> dict[str, Any]:
    if task.kind not in outlets:
        raise Http404
    names = ("id", "kind", "state", "is_full", "rows", "done", "made_at", "expires_at")
    file = f"/api/v1/exports/{task.pk}/file" if task.is_ready else None
    return {name: getattr(task, name) for name in names} | {"file": file}
