"""Making the rule of a county (走访频次规则): a draft, then published once and for all."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from yimi.core import clock, journal, seal
from yimi.core.actors import Actor
from yimi.core.errors import Invalid, RuleBroken, invalid
from yimi.core.permissions import Permission
from yimi.network.models import Area
from yimi.visiting.models import VisitRule
from yimi.visiting.outlook import outlook
from yimi.visiting.queries import counties_ruled
from yimi.visiting.rules import usual_rule, with_content

from .tiers import retier

LONGEST_INTERVAL = 366
MOST_A_DAY = 30


@transaction.atomic
def put_rule(county: UUID, *, by: Actor, effective_from: date, content: dict[str, Any]) -> VisitRule:
    """Write the draft of a county's rule (拟订频次规则); there is one at a time."""
    area = _county(county, by)
    check_content(content)
    draft = VisitRule.objects.unscoped("本市县的草稿").filter(county=area, state=VisitRule.State.DRAFT).first()
    draft = draft or VisitRule(county=area)
    draft.effective_from, draft.content, draft.made_by_id = effective_from, content, by.id
    draft.save()
    journal.record("visiting.put_rule", by, draft, digest=seal.digest(content))
    return draft


@transaction.atomic
def publish_rule(pk: UUID, *, by: Actor, is_confirmed: bool = False) -> VisitRule:
    """Publish a rule (发布频次规则). That it asks for more than the workers can do must be meant."""
    rule = _draft(pk, by)
    if rule.effective_from < clock.today():
        raise invalid("effective_from", _("生效日期不能早于今天。"))
    if not is_confirmed:
        _refuse_too_much(rule, by)
    if VisitRule.objects.unscoped("同日生效").filter(
        county=rule.county_id, effective_from=rule.effective_from, state=VisitRule.State.PUBLISHED
    ).exists():  # fmt: skip
        raise RuleBroken(_("同一天已有一份规则生效，请改生效日期。"), code="same_day")
    rule.state, rule.published_by_id, rule.published_on = VisitRule.State.PUBLISHED, by.id, clock.today()
    rule.save()
    journal.record("visiting.publish_rule", by, rule, digest=seal.digest(rule.content))
    if rule.county_id and rule.effective_from == clock.today():
        retier(counties=[rule.county_id], by=by)
    return rule


@transaction.atomic
def discard_rule(pk: UUID, *, by: Actor) -> None:
    """Throw a draft away (弃用草稿)."""
    rule = _draft(pk, by)
    journal.record("visiting.discard_rule", by, rule)
    rule.delete()


def check_content(content: dict[str, Any]) -> None:
    """Every tier and category is one of the catalogue, and every number one that can be."""
    usual, faults = usual_rule(clock.today()), Invalid({})
    for code, days in content.get("tiers", {}).items():
        if code not in usual.tiers or not (days is None or 1 <= days <= LONGEST_INTERVAL):
            faults.fields[f"tier_{code}"] = [_("间隔填 1 到 %(n)s 天，不按日程走访的留空。") % {"n": LONGEST_INTERVAL}]
    for code, tier in content.get("categories", {}).items():
        if code not in usual.categories or tier not in usual.tiers:
            faults.fields[f"category_{code}"] = [_("没有这个类别或级别。")]
    if set(content.get("remote_counts", ())) - set(usual.tiers):
        faults.fields["remote_counts"] = [_("没有这个类别或级别。")]
    if set(content.get("shared", ())) - set(usual.categories):
        faults.fields["shared"] = [_("没有这个类别或级别。")]
    if not 0 < content.get("visits_per_day", usual.visits_per_day) <= MOST_A_DAY:
        faults.fields["visits_per_day"] = [_("每日户次填大于 0、不超过 %(n)s 的数。") % {"n": MOST_A_DAY}]
    if not 0 < content.get("visiting_share", usual.share) <= 1:
        faults.fields["visiting_share"] = [_("时间占比填 1% 到 100%。")]
    if faults.fields:
        raise faults


def _refuse_too_much(rule: VisitRule, by: Actor) -> None:
    asked = with_content(usual_rule(clock.today()), rule.content)
    told = outlook(by, rule.county_id, asked)
    if told.whole.is_over:
        raise RuleBroken(told.whole.sentence, code="over_capacity")


def _county(pk: UUID, by: Actor) -> Area:
    area = counties_ruled(by).filter(pk=pk).first()
    if area is None:
        raise Http404
    return area


def _draft(pk: UUID, by: Actor) -> VisitRule:
    rule = VisitRule.objects.select_for_update().get_allowed(by, Permission.LIST_APPROVE, pk=pk)
    if rule.is_published:
        raise RuleBroken(_("规则已发布，不可更改；请另拟一份。"), code="rule_published")
    return rule
