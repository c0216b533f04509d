"""Reports (报告) for programs: what is owed of each period, how far it has come, its files, and the acts on it."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import Field

from yimi.core.api import In, Out, Paged, answers, page
from yimi.core.errors import invalid
from yimi.core.files.answers import kept_file
from yimi.core.paper.document import Document
from yimi.core.paper.layouts import MEDIA
from yimi.core.periods import Period
from yimi.core.permissions import Permission
from yimi.core.routes import needs

from . import actions, files, queries
from .actions import Typed
from .documents import document_for, words_of
from .queries import Asked

router = Router(tags=["reports"])


def described(form: str) -> dict[str, Any]:
    """How such a file is described to programs."""
    return {"responses": {200: {"content": {MEDIA[form]: {"schema": {"type": "string", "format": "binary"}}}}}}


class ReportsQuery(Paged):
    """Of one cadence; `area` names a 市县 or the province, `station` a station."""

    kind: Literal["daily", "weekly", "monthly", "quarterly", "half_year", "annual"]
    period: str = ""
    area: str = Field("", max_length=12)
    station: str = Field("", max_length=12)
    county: str = Field("", max_length=12)
    level: Literal["station", "county", "province", ""] = ""
    state: Literal["open", "overdue", "draft", "submitted", "returned", "accepted", "locked", "excused", ""] = ""


class RungOut(Out):
    rung: str
    due_at: datetime


class ReportOut(Out):
    """What somebody owes of a period. `rung` is how many of the ladder have confirmed; `hash` once it is locked."""

    id: UUID
    kind: str
    period: str
    level: str
    area: str
    station: str | None
    number: int
    state: str
    ladder: list[RungOut]
    rung: int
    due_at: datetime
    is_overdue: bool
    submitted_at: datetime | None
    locked_at: datetime | None
    position: int | None
    hash: str | None
    version: int


class ReportPage(Out):
    items: list[ReportOut]
    next: str | None


class ReportInFull(ReportOut):
    """With its numbers – as they are now, once locked as they were then –, its words and typed numbers."""

    figures: dict[str, float | None]
    words: dict[str, str]
    typed: dict[str, Any]
    title: str


class TypedIn(In):
    """A number that somebody holds to be right, and why it differs."""

    value: int
    reason: str = Field("", max_length=200)


class ReportFillIn(In):
    words: dict[str, str] = Field(default_factory=dict)
    typed: dict[str, TypedIn] | None = None
    version: int | None = None


class ReportReasonIn(In):
    reason: str = ""
    version: int | None = None


class ReportAmendIn(In):
    """`id` of the new version, made by its sender, so that sending twice begins it once."""

    id: UUID
    reason: str = ""


@router.get("/reports", response=answers(ReportPage), summary="报告清单")
@needs(Permission.REPORT_VIEW)
def list_reports(request, filters: Query[ReportsQuery]):
    """The reports within reach, newest period first; `kind` says of which cadence."""
    said = filters.dict(exclude={"limit", "cursor", "kind"})
    if filters.period and Period.parse(filters.period).kind == "range":
        raise invalid("period", _("请给出一个统计周期，例如 2026-09。"))
    rows = queries.reports_for(request.user, Asked(cadence=filters.kind, **said))
    found, following = page(rows, filters.limit, filters.cursor, queries.ORDER)
    return {"items": [_told(each) for each in found], "next": following}


@router.get("/reports/{uuid:pk}", response=answers(ReportInFull), summary="一份报告")
@needs(Permission.REPORT_VIEW)
def get_report(request, pk: UUID):
    return _in_full(request, pk)


@router.get("/reports/{uuid:pk}.docx", response=answers(None), openapi_extra=described("docx"), summary="报告（Word）")
@needs(Permission.REPORT_VIEW)
def report_docx(request, pk: UUID):
    """The report as official paper for Word."""
    return _file(request, pk, "docx")


@router.get("/reports/{uuid:pk}.xlsx", response=answers(None), openapi_extra=described("xlsx"), summary="报告（Excel）")
@needs(Permission.REPORT_VIEW)
def report_xlsx(request, pk: UUID):
    """The tables of the report as a workbook."""
    return _file(request, pk, "xlsx")


@router.get("/reports/{uuid:pk}.pdf", response=answers(None), openapi_extra=described("pdf"), summary="报告（PDF）")
@needs(Permission.REPORT_VIEW)
def report_pdf(request, pk: UUID):
    """The report as pages to print."""
    return _file(request, pk, "pdf")


@router.put("/reports/{uuid:pk}", response=answers(ReportInFull), summary="填写文字")
@needs(Permission.REPORT_VIEW)
def fill_report(request, pk: UUID, body: ReportFillIn):
    """Write the words of a draft, and numbers that somebody sees differently, each with its reason."""
    typed = None
    if body.typed is not None:
        typed = {code: Typed(each.value, each.reason) for code, each in body.typed.items()}
    actions.fill(pk, by=request.user, words=body.words, typed=typed, version=body.version)
    return _in_full(request, pk)


@router.post("/reports/{uuid:pk}/submit", response=answers(ReportInFull), summary="提交报告")
@needs(Permission.REPORT_VIEW)
def submit_report(request, pk: UUID):
    """Hand the report in; sent again by the same person it is the one that was handed in."""
    actions.submit(pk, by=request.user)
    return _in_full(request, pk)


@router.post("/reports/{uuid:pk}/confirm", response=answers(ReportInFull), summary="确认报告")
@needs(Permission.REPORT_VIEW)
def confirm_report(request, pk: UUID):
    """Confirm it as the next rung of the ladder; `not_your_turn` for everybody else."""
    actions.confirm(pk, by=request.user)
    return _in_full(request, pk)


@router.post("/reports/{uuid:pk}/return", response=answers(ReportInFull), summary="退回报告")
@needs(Permission.REPORT_VIEW)
def return_report(request, pk: UUID, body: ReportReasonIn):
    """Send it back to its writer with the reason."""
    actions.send_back(pk, by=request.user, reason=body.reason, version=body.version)
    return _in_full(request, pk)


@router.post("/reports/{uuid:pk}/lock", response=answers(ReportInFull), summary="报告定稿")
@needs(Permission.REPORT_VIEW)
def lock_report(request, pk: UUID):
    """Lock it (定稿): from now on it says the same, with its place in the ledger and its hash."""
    actions.lock(pk, by=request.user)
    return _in_full(request, pk)


@router.post("/reports/{uuid:pk}/amend", response=answers(ReportInFull), summary="更正报告")
@needs(Permission.REPORT_VIEW)
def amend_report(request, pk: UUID, body: ReportAmendIn):
    """Begin the next version of a locked report."""
    made = actions.amend(pk, by=request.user, reason=body.reason, new=body.id)
    return _in_full(request, made.pk)


@router.post("/reports/{uuid:pk}/excuse", response=answers(ReportInFull), summary="免报报告")
@needs(Permission.REPORT_VIEW)
def excuse_report(request, pk: UUID, body: ReportReasonIn):
    """Say that it need not be handed in, with the reason."""
    actions.excuse(pk, by=request.user, reason=body.reason, version=body.version)
    return _in_full(request, pk)


def _told(report) -> dict[str, Any]:
    return {
        "id": report.pk, "kind": report.cadence, "period": report.period, "level": report.level,
        "area": report.area.code, "station": report.station.code if report.station else None,
        "number": report.number, "state": report.state, "ladder": report.ladder, "rung": report.rung,
        "due_at": report.due_at, "is_overdue": queries.is_late(report), "submitted_at": report.submitted_at,
        "locked_at": report.locked_at, "position": report.position, "hash": report.digest or None,
        "version": report.version,
    }  # fmt: skip


def _in_full(request, pk: UUID) -> dict[str, Any]:
    report = queries.report_for(request.user, pk)
    document: Document = document_for(report, request.user)
    return _told(report) | {
        "figures": queries.figures_of(report), "words": words_of(report), "typed": report.typed,
        "title": document.title,
    }  # fmt: skip


def _file(request, pk: UUID, form: str) -> HttpResponse:
    return kept_file(*files.file_of(queries.report_for(request.user, pk), form, by=request.user))
