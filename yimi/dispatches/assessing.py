"""How the assessment of a year stands (考核进展), and its forms as they begin."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from yimi.core import clock
from yimi.core.actors import Actor
from yimi.core.ids import new_id
from yimi.core.permissions import Permission

from .forms import PlanForm, ResultForm
from .models import Announcement, Assessment, Object
from .queries import assessments as queries


def standing(
    actor: Actor, year: int, kind: str, plan: Assessment | None, told: Announcement | None
) -> dict[str, Any]:  # fmt: skip
    """What the page of a year says above the list of one object."""
    may_publish = queries.reaches_top(actor, Permission.ASSESS_PUBLISH)
    may_plan = queries.reaches_top(actor, Permission.DISPATCH_HOLD) and not (plan and plan.announcements.exists())
    today = clock.today()
    return {
        "year": year, "kind": kind, "plan": plan, "told": told, "objects": _objects(year, kind),
        "may_plan": may_plan, "word": word(told), "uses": _uses(plan),
        "may_propose": may_publish and plan is not None and told is None,
        "may_publish": may_publish and told is not None and told.published_on is None
        and told.proposed_by_id != actor.id and told.objections_until < today,
        "years": _years(year, today.year),
    }  # fmt: skip


def _years(year: int, this: int) -> list[dict[str, Any]]:
    """The years beside this one that can be asked for."""
    near = range(max(queries.FIRST_YEAR, year - 1), min(this + 1, year + 1) + 1)
    return [
        {"label": str(each), "url": reverse("dispatches:assessment", args=[each]), "current": each == year}
        for each in near
    ]


def _objects(year: int, kind: str) -> list[dict[str, Any]]:
    to = reverse("dispatches:assessment", args=[year])
    return [{"label": each.label, "url": f"{to}?object={each.value}", "current": each.value == kind} for each in Object]


def word(told: Announcement | None) -> str:
    """How far the results of an object have come."""
    if told is None:
        return _("结果还没有提出")
    if told.published_on:
        return _("结果已公布")
    if queries.is_open(told, clock.today()):
        return _("异议期内")
    return _("异议期已结束，待公布")


def _uses(plan: Assessment | None) -> list[tuple[str, str]]:
    """What results are used for: 续签, 资金, 评优."""
    if plan is None:
        return []
    told = ((_("续签"), "renewal"), (_("资金"), "funds"), (_("评优"), "honours"))
    return [(label, plan.opened[name] or "") for label, name in told if plan.opened[name]]


def plan_form(row: Assessment | None, data: Any = None) -> PlanForm:
    start: dict[str, Any] = {"id": new_id(), "planned_on": clock.today()}
    if row:
        start = {"id": row.pk, "version": row.version, "planned_on": row.planned_on, "title": row.title}
        start |= {"filing_number": row.filing_number, "filed_on": row.filed_on}
        start |= {name: row.opened[name] or "" for name in queries.TEXTS}
    return PlanForm(data, initial=start)


def result_form(subject: queries.Subject, kind: str, data: Any = None) -> ResultForm:
    row = subject.result
    start: dict[str, Any] = {"id": new_id(), "received_on": clock.today()}
    if row:
        start = {"id": row.pk, "version": row.version, "grade": row.grade, "score": row.score}
        start |= {"words": row.opened["words"] or "", "received_on": row.received_on}
    return ResultForm(data, kind=kind, initial=start)
