"""The parts of the pages of tracked items (督办页面的内容), as values that templates place."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yimi.core.ids import new_id
from yimi.inbox.queries import reminded_on
from yimi.ui.components import Column, Rag

from . import queries
from .forms import ExtendForm, PlanForm, ProofForm, RecheckForm, WordsForm
from .models import Step, TrackedItem
from .reminding import KIND
from .sources import sources

COLUMNS = (
    Column(gettext_lazy("事项")),
    Column(gettext_lazy("责任单位")),
    Column(gettext_lazy("进度")),
    Column(gettext_lazy("办结期限")),
    Column(gettext_lazy("等次"), secondary=True),
    Column(gettext_lazy("跟办层级"), secondary=True),
    Column(gettext_lazy("来源"), secondary=True),
)
# Each is a tint of its own; nothing is red, the word says how it stands.
TONES = {"open": "warn", "answered": "info", "closed": "ok", "void": ""}
SIGNS = {
    "raised": "flag", "proof": "upload", "returned": "arrow-back-up", "closed": "circle-check",
    "escalated": "stairs-up", "extended": "calendar", "planned": "clipboard-list", "voided": "x",
}  # fmt: skip


def owner(item: TrackedItem) -> str:
    return item.station.short_name if item.station else item.county.short_name


def source_label(item: TrackedItem) -> Any:
    source = sources.get(item.source_kind)
    return source.label if source else item.source_kind


def rows(items: Iterable[TrackedItem]) -> list[dict[str, Any]]:
    """The lines of the list."""
    soon, items = queries.soon_on(), list(items)
    reminded = reminded_on(KIND, [item.pk for item in items])
    return [
        {
            "item": item, "owner": owner(item), "source": source_label(item), "status": queries.status(item, soon),
            "is_open": item.state == TrackedItem.State.OPEN, "tone": TONES[item.state],
            "is_late": queries.status(item, soon) == Rag.LATE, "reminded": reminded.get(item.pk),
        }
        for item in items
    ]  # fmt: skip


def table_header() -> list[Any]:
    return [
        _("事项"), _("责任单位"), _("市县"), _("等次"), _("跟办层级"), _("来源"), _("状态"), _("进度"), _("发现日期"),
        _("办结期限"), _("办结日期"), _("列入计划年度"),
    ]  # fmt: skip


def table_rows(items: Iterable[TrackedItem]) -> list[list[Any]]:
    """The list as a table to take away."""
    soon = queries.soon_on()
    return [
        [
            item.title, owner(item), item.county.short_name, item.get_kind_display(), item.get_level_display(),
            str(source_label(item)), item.get_state_display(), _pace(item, soon), item.found_on, item.due_on,
            item.closed_on, item.plan_year,
        ]
        for item in items
    ]  # fmt: skip


def _pace(item: TrackedItem, soon) -> str:
    return str(Rag(queries.status(item, soon)).label) if item.state in TrackedItem.UNSETTLED else ""


def loop(item: TrackedItem) -> list[dict[str, Any]]:
    """发现 → 佐证 → 复查 → 下年度计划: how far the item has come."""
    is_closed = item.state == TrackedItem.State.CLOSED
    reached = [True, item.state == "answered" or is_closed, is_closed, item.plan_year is not None]
    labels = [_("发现问题"), _("提交佐证"), _("复查通过"), _("列入计划")]
    return [
        {"label": label, "look": "behind" if done else "now" if nth == sum(reached) else ""}
        for nth, (label, done) in enumerate(zip(labels, reached, strict=True))
    ]


def history(steps: Iterable[Step]) -> list[dict[str, Any]]:
    return [{"step": step, "sign": SIGNS[step.what], "files": list(step.files.all())} for step in steps]


def shown(actor, item: TrackedItem, forms: dict[str, Any] | None = None) -> dict[str, Any]:
    """Everything that the page of an item places."""
    source = sources.get(item.source_kind)
    may_recheck = queries.may_recheck(actor, item)
    given = forms or {}
    return {
        "item": item, "owner": owner(item), "source": source_label(item), "tone": TONES[item.state],
        "source_url": source.url(item.source_id) if source else "", "status": queries.status(item, queries.soon_on()),
        "loop": loop(item), "history": history(queries.steps_of(item)),
        "may_answer": queries.may_answer(actor, item), "may_recheck": may_recheck,
        "is_own": may_recheck and (queries.has_answered(actor, item) or queries.may_answer(actor, item)),
        "proof_form": given.get("proof") or ProofForm(initial={"step": new_id()}),
        "recheck_form": given.get("recheck") or RecheckForm(initial={"version": item.version}, auto_id="recheck-%s"),
        "extend_form": ExtendForm(auto_id="extend-%s"), "escalate_form": WordsForm(auto_id="escalate-%s"),
        "void_form": WordsForm(auto_id="void-%s"), "plan_form": PlanForm(auto_id="plan-%s"),
    }  # fmt: skip


def tiles(counts: dict[str, int]) -> list[tuple[Any, int, str]]:
    """The numbers above the list, each with the list that it counts."""
    here = reverse("tracking:list")
    return [
        (_("未办结"), counts["all"], here),
        (_("待本单位办理"), counts["mine"], f"{here}?whose=mine&state=open"),
        (_("待复查"), counts["recheck"], f"{here}?state=answered"),
        (_("需关注"), counts["watch"], f"{here}?status=watch"),
        (_("未按时"), counts["late"], f"{here}?status=late"),
    ]
