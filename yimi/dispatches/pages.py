"""The parts of the pages here (页面内容), as values that templates place."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yimi.core import clock
from yimi.core.actors import Actor
from yimi.core.ids import new_id
from yimi.core.paper.document import Table
from yimi.core.periods import Period
from yimi.core.workdays import add_workdays
from yimi.reports.models import Report
from yimi.ui.components import Column

from .documents import circular_document, named, report_document, slides
from .forms import BeginForm, DecisionForm, IssueForm, MeetingForm, MinutesForm, ReasonForm, ReplyForm, VersionForm
from .models import Circular, Dispatch, Object
from .queries import circulars as of_circulars
from .queries import dispatches as of_dispatches

Stage = Dispatch.Stage
TONES = {"preparing": "", "frozen": "info", "held": "info", "issued": "warn", "closed": "ok"}
CIRCULAR_TONES = {"drafting": "", "review": "info", "signed": "info", "issued": "ok", "archived": "ok"}
TABS = (
    ("dispatches", gettext_lazy("季调度"), "dispatches:list"),
    ("circulars", gettext_lazy("半年通报"), "dispatches:circulars"),
    ("assessment", gettext_lazy("年终考核"), "dispatches:assessment_now"),
)
DISPATCH_COLUMNS = (
    Column(gettext_lazy("季度")), Column(gettext_lazy("进展")), Column(gettext_lazy("会议日期")),
    Column(gettext_lazy("纪要期限"), secondary=True),
)  # fmt: skip
CIRCULAR_COLUMNS = (
    Column(gettext_lazy("通报")), Column(gettext_lazy("状态")), Column(gettext_lazy("印发日期")),
    Column(gettext_lazy("签收"), secondary=True),
)  # fmt: skip
DECISION_COLUMNS = (
    Column(gettext_lazy("事项")), Column(gettext_lazy("责任单位")), Column(gettext_lazy("期限")),
    Column(gettext_lazy("办理")),
)  # fmt: skip
RECEIPT_COLUMNS = (
    Column(gettext_lazy("市县")), Column(gettext_lazy("签收")), Column(gettext_lazy("签收时间"), secondary=True),
    Column(gettext_lazy("回复")),
)  # fmt: skip
RESULT_COLUMNS = {
    Object.COUNTY: (
        Column(gettext_lazy("市县")), Column(gettext_lazy("年终报告")), Column(gettext_lazy("等次")),
        Column(gettext_lazy("异议")),
    ),
    Object.STATION: (
        Column(gettext_lazy("社工站")), Column(gettext_lazy("自评")), Column(gettext_lazy("等次")),
        Column(gettext_lazy("异议")), Column(gettext_lazy("承接机构"), secondary=True),
    ),
    Object.WORKER: (
        Column(gettext_lazy("社工站")), Column(gettext_lazy("机构考核")),
        Column(gettext_lazy("承接机构"), secondary=True),
    ),
}  # fmt: skip


def tabs(current: str) -> list[dict[str, Any]]:
    return [{"label": label, "url": reverse(name), "current": key == current} for key, label, name in TABS]


def to_begin(reports: Iterable[Report]) -> list[dict[str, Any]]:
    """The reports on which something can be begun, each with its form."""
    return [
        {
            "label": f"{each.area.short_name} {Period.parse(each.period).label}",
            "form": BeginForm(initial={"id": new_id(), "report": each.pk}, auto_id=f"begin-{each.pk}-%s"),
        }
        for each in reports
    ]  # fmt: skip


def dispatch_rows(rows: Iterable[Dispatch]) -> list[dict[str, Any]]:
    today = clock.today()
    return [
        {
            "row": each, "name": named(each), "stage": each.stage.label, "tone": TONES[each.stage],
            "is_overdue": each.is_overdue(today),
        }
        for each in rows
    ]  # fmt: skip


def _steps(row: Dispatch, remarks: list) -> list[dict[str, Any]]:
    """准备 → 数字定稿 → 市县发言 n/N → 会议 → 下达任务 → 办结."""
    is_in = sum(each.is_in for each in remarks)
    said = _("市县发言 %(n)d/%(all)d") % {"n": is_in, "all": len(remarks)}
    reached = list(Stage).index(row.stage)
    labels = [(0, _("准备")), (1, _("数字定稿")), *([(1, said)] if remarks else []), (2, _("会议")), (3, _("下达任务"))]
    marks = [(label, reached >= at) for at, label in (*labels, (4, _("办结")))]
    now = next((nth for nth, (_label, is_past) in enumerate(marks) if not is_past), len(marks))
    return [
        {"label": label, "look": "behind" if nth < now else "now" if nth == now else ""}
        for nth, (label, _is_past) in enumerate(marks)
    ]


def dispatch_shown(actor: Actor, row: Dispatch) -> dict[str, Any]:
    """Everything that the page of a dispatch places."""
    remarks, may_hold = of_dispatches.remarks_of(row), of_dispatches.may_hold(actor, row)
    decided = of_dispatches.decisions_of(actor, row)
    can_meet = may_hold and row.stage in (Stage.FROZEN, Stage.HELD)
    return {
        "row": row, "name": named(row), "stage": row.stage.label, "tone": TONES[row.stage], "tabs": tabs("dispatches"),
        "steps": _steps(row, remarks), "is_overdue": row.is_overdue(clock.today()), "remarks": remarks,
        "remarks_in": sum(each.is_in for each in remarks), "decided": decided, "columns": DECISION_COLUMNS,
        "settled": sum(each.is_settled for each in decided), "may_hold": may_hold, "may_meet": can_meet,
        "may_decide": may_hold and row.stage == Stage.HELD, "may_close": may_hold and row.stage == Stage.ISSUED,
        "version_form": VersionForm(initial={"version": row.version}, auto_id="close-%s"),
        "sees_report": of_dispatches.sees_report(actor, row),
    }  # fmt: skip


def meeting_form(row: Dispatch, data: Any = None) -> MeetingForm:
    start = {
        "version": row.version, "held_on": row.held_on or clock.today(), "place": row.place, "chair": row.chair,
        "attendees": row.opened["attendees"] or "",
    }  # fmt: skip
    return MeetingForm(data, initial=start)


def decision_form(actor: Actor, row: Dispatch, data: Any = None) -> DecisionForm:
    due_on = add_workdays(clock.today(), 20, row.area.path)
    return DecisionForm(data, owners=of_dispatches.owners(actor, row), initial={"due_on": due_on})


def minutes_form(row: Dispatch, data: Any = None) -> MinutesForm:
    return MinutesForm(data, initial={"version": row.version, "minutes": row.opened["minutes"] or ""})


def show(actor: Actor, row: Dispatch, nth: int) -> dict[str, Any]:
    """One slide of the presentation, and where the ones beside it are."""
    found = slides(report_document(row.report, actor))
    nth = max(1, min(nth, len(found)))
    to = reverse("dispatches:show", args=[row.pk])
    return {
        "row": row, "name": named(row), "slide": found[nth - 1], "nth": nth, "all": len(found),
        "blocks": blocks(found[nth - 1].blocks, found[nth - 1].title),
        "before": f"{to}?slide={nth - 1}" if nth > 1 else "",
        "after": f"{to}?slide={nth + 1}" if nth < len(found) else "",
    }  # fmt: skip


def blocks(found: Iterable[Any], title: str = "") -> list[dict[str, Any]]:
    """The blocks of a document as a template tells them apart; a caption does not say the title again."""
    return [
        {
            "is": type(each).__name__.lower(), "block": each, "heads": _heads(each),
            "caption": "" if getattr(each, "caption", "") and each.caption in title else getattr(each, "caption", ""),
        }
        for each in found
    ]  # fmt: skip


def _heads(block: Any) -> list[tuple[str, bool]]:
    """The heads of a table, and over which columns of numbers they stand."""
    if not isinstance(block, Table):
        return []
    first = block.rows[0] if block.rows else ()
    return [(head, nth < len(first) and first[nth].is_number) for nth, head in enumerate(block.header)]


def circular_rows(rows: Iterable[Circular]) -> list[dict[str, Any]]:
    return [
        {
            "row": each, "name": Period.parse(each.report.period).label, "tone": CIRCULAR_TONES[each.state],
            "signed": f"{each.signed}/{each.asked}" if each.state in Circular.OUT else "",  # type: ignore[attr-defined]
        }
        for each in rows
    ]  # fmt: skip


def circular_steps(row: Circular) -> list[dict[str, Any]]:
    reached = list(Circular.State).index(Circular.State(row.state))
    return [
        {"label": state.label, "look": "behind" if nth <= reached else "now" if nth == reached + 1 else ""}
        for nth, state in enumerate(Circular.State)
    ]


def circular_shown(actor: Actor, row: Circular) -> dict[str, Any]:
    """Everything that the page of a circular places."""
    State, may_draft, may_sign = Circular.State, of_circulars.may_draft(actor, row), of_circulars.may_sign(actor, row)
    own, is_out = of_circulars.own_receipt(actor, row), row.state in Circular.OUT
    receipts = of_circulars.receipts_of(actor, row) if is_out else []
    return {
        "row": row, "tone": CIRCULAR_TONES[row.state], "steps": circular_steps(row), "tabs": tabs("circulars"),
        "document": circular_document(row, actor), "is_out": is_out, "own": own, "receipts": receipts,
        "columns": RECEIPT_COLUMNS,
        "is_past": bool(row.receive_by and row.receive_by < clock.today()),
        "counties_named": of_circulars.counties_named(row.report) if may_draft and not is_out else [],
        "may_write": may_draft and row.state == State.DRAFTING,
        "may_send": may_draft and row.state == State.DRAFTING, "may_sign": may_sign and row.state == State.REVIEW,
        "may_return": may_sign and row.state in (State.REVIEW, State.SIGNED),
        "may_issue": may_draft and row.state == State.SIGNED, "may_archive": may_draft and row.state == State.ISSUED,
        "may_receive": own is not None and is_out and own.received_at is None,
        "may_reply": own is not None and row.state == State.ISSUED and row.reply_by is not None,
        "version_form": VersionForm(initial={"version": row.version}, auto_id=False),
        "return_form": ReasonForm(initial={"version": row.version}, auto_id="return-%s"),
    }  # fmt: skip


def issue_form(row: Circular, data: Any = None) -> IssueForm:
    receive_by: date = add_workdays(clock.today(), 5, row.report.area.path)
    start = {"version": row.version, "number": of_circulars.next_number(), "receive_by": receive_by}
    return IssueForm(data, initial=start)


def reply_form(actor: Actor, row: Circular, data: Any = None) -> ReplyForm:
    own = next((each for each in of_circulars.receipts_of(actor, row)), None)
    return ReplyForm(data, initial={"text": (own.opened["reply"] if own else "") or ""})


def quota_words() -> str:
    """本年已印发 1 份，不超过 2 份."""
    out, most = of_circulars.quota()
    said = {"out": out, "most": most}
    if out >= most:
        return _("本年已印发 %(out)d 份，已达到精文减会的 %(most)d 份。能不发的不发，能合并的合并。") % said
    return _("本年已印发 %(out)d 份，精文减会不超过 %(most)d 份。") % said
