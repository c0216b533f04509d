"""The parts of the pages of reports (报告页面的内容), as values that templates place."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yimi.core import clock
from yimi.core.actors import Actor
from yimi.core.periods import Period
from yimi.core.workdays import missing_years
from yimi.figures.sections import CADENCES
from yimi.inbox.queries import reminded_on
from yimi.ui.components import CadenceSlot, Column, Option, PeriodBar, Tone
from yimi.ui.formats import day, moment

from . import queries, turns
from .cadences import RUNGS
from .documents import document_for
from .forms import ReasonForm
from .models import CADENCE_NAMES, Report, Step
from .naming import owner
from .reminding import KIND

COLUMNS = (
    Column(gettext_lazy("报送单位")),
    Column(gettext_lazy("状态")),
    Column(gettext_lazy("轮到谁")),
    Column(gettext_lazy("期限")),
    Column(gettext_lazy("提交时间"), secondary=True),
)
TONES = {"draft": "warn", "submitted": "info", "returned": "warn", "accepted": "ok", "locked": "ok", "excused": ""}
SIGNS = {
    "written": "edit", "submitted": "upload", "auto": "clock", "confirmed": "circle-check",
    "returned": "arrow-back-up", "locked": "shield-lock", "amended": "edit", "excused": "x", "read": "eye",
}  # fmt: skip


def list_url(**asked: str) -> str:
    return f"{reverse('reports:list')}?{urlencode({name: text for name, text in asked.items() if text})}"


def cadence_options(cadence: str) -> list[Option]:
    """The six cadences in their order, the one shown marked."""
    return [Option(CADENCE_NAMES[code], list_url(cadence=code), current=code == cadence) for code in CADENCES]


def period_bar(cadence: str, period: str) -> PeriodBar:
    """‹ the period before, its name, the one after ›; what has not ended is not reported yet."""
    span = Period.parse(period)
    after = span.next()
    can_go = after.first <= clock.today()
    to = list_url(cadence=cadence, period=after.code) if can_go else None
    before = list_url(cadence=cadence, period=span.previous().code)
    return PeriodBar(cadence_options(cadence), span.label, before, to, "" if to else _("下一期还没到"))


def rows(reports: Iterable[Report], actor: Actor) -> list[dict[str, Any]]:
    """The lines of the list; those that wait for the reader can be ticked."""
    found, now = list(reports), clock.now()
    told = reminded_on(KIND, [report.pk for report in found])
    waiting = {report.pk for report in turns.waited_for(actor, found)}
    return [
        {
            "report": each, "owner": owner(each), "tone": TONES[each.state], "holder": turns.holder(each),
            "due_at": turns.due_now(each), "is_overdue": turns.is_overdue(each, now), "waits": each.pk in waiting,
            "county": each.county.short_name if each.county and each.station else "", "reminded": told.get(each.pk),
            "is_late": each.county is not None and turns.is_overdue(each, now),
        }
        for each in found
    ]  # fmt: skip


def table_header() -> list[Any]:
    return [
        _("工作周期"), _("期间"), _("层级"), _("市县"), _("报送单位"), _("版本"), _("状态"), _("轮到谁"), _("期限"),
        _("是否未按时"), _("提交时间"), _("定稿时间"),
    ]  # fmt: skip


def table_rows(reports: Iterable[Report]) -> list[list[Any]]:
    """The list as a table to take away."""
    now = clock.now()
    return [
        [
            each.get_cadence_display(), each.period, each.get_level_display(),
            each.county.short_name if each.county else "", owner(each), each.number, each.get_state_display(),
            turns.holder(each), turns.due_now(each), turns.is_overdue(each, now), each.submitted_at, each.locked_at,
        ]
        for each in reports
    ]  # fmt: skip


def lead(actor: Actor, cadence: str, period: str) -> dict[str, Any] | None:
    """One sentence that says how a period stands, and where to act."""
    standing = queries.standing(actor, cadence, period)
    if standing is None:
        return None
    return {"sentence": sentence(actor, standing), "standing": standing, "url": overdue_url(standing)}


def overdue_url(standing: queries.Standing) -> str:
    state = "overdue" if standing.overdue else ""
    return list_url(cadence=standing.cadence, period=standing.period, level=standing.level, state=state)


def sentence(actor: Actor, standing: queries.Standing) -> str:
    """8 个社工站还没交第 37 周周总结，其中琼中 4 个."""
    said = {
        "n": standing.overdue, "period": Period.parse(standing.period).label, "of": standing.owed,
        "name": CADENCE_NAMES[standing.cadence], "in": standing.handed_in, "unit": _unit(standing),
    }  # fmt: skip
    if standing.overdue:
        named = queries.missing_by_county(actor, standing.cadence, standing.period)
        where = "、".join(f"{area.short_name} {n} 个" for area, n in named[:3]) if len(named) > 1 else ""
        words = _("%(n)d %(unit)s没有按时提交%(period)s%(name)s") % said
        return _("%(words)s，其中%(where)s") % {"words": words, "where": where} if where else words
    if standing.is_done:
        return _("%(period)s%(name)s已全部提交（%(of)d %(unit)s）") % said
    return _("%(period)s%(name)s已提交 %(in)d/%(of)d %(unit)s") % said


def _unit(standing: queries.Standing) -> str:
    return {"station": _("个社工站"), "county": _("个市县")}.get(standing.level, _("份"))


def strip(actor: Actor) -> list[CadenceSlot]:
    """The six cadences as every supervisor sees them (机制条): the same slots in the same order."""
    standings = queries.standings(actor)
    return [_slot(cadence, standings[cadence]) for cadence in CADENCES if cadence in standings]


def _slot(cadence: str, standing: queries.Standing) -> CadenceSlot:
    if cadence == "daily":
        return CadenceSlot(
            CADENCE_NAMES[cadence], day(Period.parse(standing.period).first), list_url(cadence=cadence),
            tag=_("系统自动监测"), tone=Tone.OK,
        )  # fmt: skip
    tag, tone = (_("%d 未按时") % standing.overdue, Tone.WARN) if standing.overdue else (_("正常"), Tone.OK)
    if standing.is_done:
        tag, tone = _("已完成"), Tone.OK
    due = _("%s 截止") % moment(standing.due_at)
    return CadenceSlot(
        CADENCE_NAMES[cadence], f"{standing.handed_in}/{standing.owed}",
        list_url(cadence=cadence, period=standing.period), _unit(standing), tag, tone,
        f"{Period.parse(standing.period).label} · {due}", 100 * standing.handed_in / standing.owed,
    )  # fmt: skip


def history(steps: Iterable[Step]) -> list[dict[str, Any]]:
    return [{"step": step, "sign": SIGNS[step.what], "rung": RUNGS.get(step.rung, "")} for step in steps]


def ladder(report: Report) -> list[dict[str, Any]]:
    """填报 → 乡镇（街道）→ 市县 → 省级 → 定稿: how far the report has come."""
    labels = [_("填报"), *(str(RUNGS[each["rung"]]) for each in report.ladder), _("定稿")]
    handed_in = report.state not in (*Report.EDITABLE, Report.State.EXCUSED)
    reached = (1 + report.rung if handed_in else 0) + (report.state == Report.State.LOCKED)
    return [
        {"label": label, "look": "behind" if nth < reached else "now" if nth == reached else ""}
        for nth, label in enumerate(labels)
    ]


def changed_since(report: Report, now: dict[str, Any]) -> int:
    """How many of its numbers are no longer as they were when it was handed in."""
    waits = report.state in (Report.State.SUBMITTED, Report.State.ACCEPTED)
    return sum(now.get(code) != value for code, value in report.said.items()) if waits else 0


def shown(actor: Actor, report: Report) -> dict[str, Any]:
    """Everything that the page of a report places."""
    duty, state = queries.duty_of(report), Report.State
    steps = queries.steps_of(report)
    return {
        "report": report, "owner": owner(report), "tone": TONES[report.state], "holder": turns.holder(report),
        "due_at": turns.due_now(report), "is_overdue": turns.is_overdue(report, clock.now()),
        "ladder": ladder(report), "history": history(steps), "document": document_for(report, actor),
        "versions": queries.versions_of(report),
        "may_fill": report.state in Report.EDITABLE and turns.may_write(actor, report),
        "may_confirm": turns.may_confirm(actor, report), "may_return": turns.may_return(actor, report),
        "may_lock": turns.may_lock(actor, report), "may_excuse": turns.may_excuse(actor, report),
        "may_amend": report.state == state.LOCKED and turns.may_write(actor, report),
        "may_read": report.state in (state.ACCEPTED, state.LOCKED) and not _has_read(actor, steps)
        and bool(turns.may_read_off(actor, report, duty.read_by if duty else ())),
        "reason": ReasonForm(initial={"version": report.version}, auto_id="return-%s"),
        "excuse": ReasonForm(auto_id="excuse-%s"), "amend": ReasonForm(auto_id="amend-%s"),
        "missing_years": missing_years(report.first, report.due_at.date()),
    }  # fmt: skip


def _has_read(actor: Actor, steps: Iterable[Step]) -> bool:
    return any(step.what == Step.What.READ and step.by_id == actor.id for step in steps)
