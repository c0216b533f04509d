"""Whose turn it is to sign a plan (谁来审核), by the ladder that it was submitted under."""

from django.utils.translation import gettext as _

from yimi.core.actors import Actor
from yimi.core.errors import RuleBroken
from yimi.core.permissions import Permission, Role
from yimi.network.models import Station

from .blueprints import COUNTY, TOWNSHIP, waits_for
from .models import AnnualPlan

STEP_OF = {
    Role.TOWNSHIP_OFFICER: TOWNSHIP,
    Role.COUNTY_OFFICER: COUNTY,
    Role.DISTRICT_OFFICER: COUNTY,
}


def next_step(plan: AnnualPlan) -> str | None:
    """The signature that the plan waits for."""
    if plan.state == AnnualPlan.State.SUBMITTED:
        return plan.ladder[0] if plan.ladder else COUNTY
    return COUNTY if plan.state == AnnualPlan.State.TOWNSHIP_AGREED else None


def is_turn(actor: Actor, plan: AnnualPlan) -> bool:
    """Whether the plan waits for the actor: hers is the next signature, and no other is hers already."""
    step = next_step(plan)
    return step in steps_held(actor, plan.station) and actor.id not in {plan.made_by_id, plan.township_by_id}


def refuse_unless_turn(actor: Actor, plan: AnnualPlan) -> str:
    """The step that is signed now; who wrote the plan, or signed it before, does not sign it."""
    step = next_step(plan)
    if step is None:
        raise RuleBroken(_("计划现在是“%s”，不用审核。") % plan.get_state_display(), code="wrong_state")
    if actor.id in {plan.made_by_id, plan.township_by_id}:
        raise RuleBroken(_("编制人、审核人、审定人应是不同的人。"), code="same_person")
    if step not in steps_held(actor, plan.station):
        raise RuleBroken(waiting_words(plan), code="not_your_turn")
    return step


def waiting_words(plan: AnnualPlan) -> str:
    """Who acts next, in words; nothing where the plan is in force."""
    if plan.state in AnnualPlan.EDITABLE:
        return _("等%(station)s提交") % {"station": plan.station.name}
    return waits_for(plan.station, next_step(plan))


def steps_held(actor: Actor, station: Station) -> set[str]:
    """The signatures that the actor may give for this station."""
    grants = actor.grants_for(Permission.STATION_PLAN_APPROVE)
    return {STEP_OF[grant.role] for grant in grants if grant.role in STEP_OF and _covers(grant.area_path, station)}


def _covers(path: str | None, station: Station) -> bool:
    return bool(path) and station.area_path.startswith(path or "-")
