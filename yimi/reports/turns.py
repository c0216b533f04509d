"""Whose turn it is (轮到谁): who writes a report, who confirms it next, and by when."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yimi.core.actors import Actor
from yimi.core.permissions import Permission

from .cadences import COUNTY, LEVELS, PROVINCE, RUNGS, STATION
from .models import Report

State = Report.State
WRITERS = {
    STATION: Permission.REPORT_STATION, COUNTY: Permission.REPORT_COUNTY, PROVINCE: Permission.REPORT_PROVINCE
}  # fmt: skip
CONFIRMERS = {
    "township": Permission.REPORT_TOWNSHIP,
    "district": Permission.REPORT_DISTRICT,
    "county": Permission.REPORT_COUNTY,
    "province": Permission.REPORT_PROVINCE,
}


def next_rung(report: Report) -> str:
    """The rung that confirms it next; nothing where nobody is waited for."""
    waiting = report.state == State.SUBMITTED and report.rung < len(report.ladder)
    return report.ladder[report.rung]["rung"] if waiting else ""


def due_now(report: Report) -> datetime:
    """Until when it is to be done by whose turn it is."""
    if next_rung(report):
        return datetime.fromisoformat(report.ladder[report.rung]["due_at"])
    return report.due_at


def is_overdue(report: Report, now: datetime) -> bool:
    """Whether it is not yet handed in, or not yet confirmed, after its time (未按时)."""
    return bool(report.state in Report.EDITABLE or next_rung(report)) and due_now(report) < now


def holder(report: Report) -> str:
    """Who has it, in words: 社工站填报, 待乡镇（街道）确认, 已定稿."""
    if report.state in Report.EDITABLE:
        return _("待%(level)s提交") % {"level": LEVELS[report.level]}
    if rung := next_rung(report):
        return _("待%(rung)s确认") % {"rung": RUNGS[rung]}
    return str(report.get_state_display())


def may_write(actor: Actor, report: Report) -> bool:
    """Whether she writes and submits reports of this place and level."""
    return _holds(actor, WRITERS[report.level], report)


def may_confirm(actor: Actor, report: Report) -> bool:
    """Whether she is the one whom it waits for."""
    rung = next_rung(report)
    return bool(rung) and _holds(actor, CONFIRMERS[rung], report)


def may_return(actor: Actor, report: Report) -> bool:
    """Whether she may send it back: who confirms it now or later, and until it is locked the last of them."""
    if report.state not in (State.SUBMITTED, State.ACCEPTED):
        return False
    rungs = [each["rung"] for each in report.ladder]
    left = rungs[report.rung :] if report.state == State.SUBMITTED else rungs[-1:]
    return any(_holds(actor, CONFIRMERS[rung], report) for rung in left)


def may_lock(actor: Actor, report: Report) -> bool:
    """Whether she may lock it now (定稿): the province, once everybody has confirmed it."""
    return report.state == State.ACCEPTED and _holds(actor, Permission.REPORT_PROVINCE, report)


def may_excuse(actor: Actor, report: Report) -> bool:
    """Whether she may say that it need not be handed in (免报): somebody above its level."""
    above = [Permission.REPORT_PROVINCE, *([Permission.REPORT_COUNTY] if report.level == STATION else [])]
    return report.state in Report.EDITABLE and any(_holds(actor, each, report) for each in above)


def may_read_off(actor: Actor, report: Report, readers: tuple[str, ...]) -> str:
    """As whom she says that she has read it (已阅); nothing where nobody asks her."""
    return next((rung for rung in readers if _holds(actor, CONFIRMERS[rung], report)), "")


def _holds(actor: Actor, permission: Permission, report: Report) -> bool:
    return Report.objects.allowed(actor, permission).filter(pk=report.pk).exists()


def waited_for(actor: Actor, reports: Sequence[Report]) -> list[Report]:
    """Those of these reports that wait for her to confirm them; one statement for each rung."""
    pks = [report.pk for report in reports]
    reached: dict[str, set[UUID]] = {}
    for rung in {rung for report in reports if (rung := next_rung(report))}:
        rows = Report.objects.allowed(actor, CONFIRMERS[rung]).filter(pk__in=pks)
        reached[rung] = set(rows.values_list("pk", flat=True))
    return [report for report in reports if report.pk in reached.get(next_rung(report), ())]
