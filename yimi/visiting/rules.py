"""The rule of visiting in force (走访频次规则): what the county has published, else what the catalogue says."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from yimi.catalogue.queries import Tier, category_codes, remembered, tiers, visiting

from .models import VisitRule

NO_TIER = "none"


@dataclass(frozen=True)
class Rule:
    """How often whom (频次规则): the tiers, the tier of each category, and what a worker is reckoned to visit."""

    tiers: dict[str, Tier]
    categories: dict[str, str]
    remote: frozenset[str]
    shared: frozenset[str]
    visits_per_day: float
    share: float
    effective_from: date | None = None  # None: nobody has published one, and the catalogue applies

    @property
    def is_published(self) -> bool:
        return self.effective_from is not None

    @property
    def tier_names(self) -> dict[str, str]:
        return {code: tier.name for code, tier in self.tiers.items()}

    def interval(self, tier: str) -> int | None:
        return self.tiers[tier].interval_days if tier in self.tiers else None

    def name(self, tier: str) -> str:
        return self.tiers[tier].name if tier in self.tiers else tier

    def tier_among(self, codes: Iterable[str]) -> str:
        """The most frequent tier of these categories; none where no category is visited by the calendar."""
        timed = [tier for code in codes if self.interval(tier := self.categories.get(code, NO_TIER))]
        return min(timed, key=lambda tier: (self.interval(tier), self._place(tier)), default=NO_TIER)

    def order(self, tier: str) -> tuple[int, int]:
        """The most frequent first, without an interval last."""
        return self.interval(tier) or 10_000, self._place(tier)

    def _place(self, tier: str) -> int:
        return list(self.tiers).index(tier) if tier in self.tiers else len(self.tiers)


def usual_rule(day: date) -> Rule:
    """What the catalogue says. A category without an interval of its own is visited as a plan for the person says."""
    told, known = visiting(day), category_codes(day)
    by_category = {code: info.tier if info.interval_days else NO_TIER for code, info in known.items()}
    return Rule(
        tiers(day), by_category, told.remote_tiers, told.shared_categories, told.visits_per_day, told.share
    )  # fmt: skip


def with_content(rule: Rule, content: dict[str, Any], effective_from: date | None = None) -> Rule:
    """The rule with what a county says instead."""
    told = content.get("tiers", {})
    named = {code: replace(tier, interval_days=told.get(code, tier.interval_days)) for code, tier in rule.tiers.items()}
    return Rule(
        tiers=named,
        categories=rule.categories | content.get("categories", {}),
        remote=frozenset(content.get("remote_counts", rule.remote)),
        shared=frozenset(content.get("shared", rule.shared)),
        visits_per_day=content.get("visits_per_day", rule.visits_per_day),
        share=content.get("visiting_share", rule.share),
        effective_from=effective_from,
    )


def content_of(rule: Rule) -> dict[str, Any]:
    """A rule as `VisitRule.content` keeps it."""
    return {
        "tiers": {code: tier.interval_days for code, tier in rule.tiers.items()},
        "categories": dict(rule.categories),
        "remote_counts": sorted(rule.remote),
        "shared": sorted(rule.shared),
        "visits_per_day": rule.visits_per_day,
        "visiting_share": rule.share,
    }


def rules_for(counties: Iterable[UUID], day: date) -> dict[UUID, Rule]:
    """The rule of each of these counties on a day: its own, else the province's, else the catalogue's."""
    wanted = set(counties)
    with remembered():
        usual = usual_rule(day)
    rows = VisitRule.objects.unscoped("走访频次规则对工作人员公开").filter(Q(county__in=wanted) | Q(county=None))
    rows = rows.filter(state=VisitRule.State.PUBLISHED, effective_from__lte=day).order_by("effective_from")
    latest = {row.county_id: row for row in rows}
    found = {}
    for county in wanted:
        row = latest.get(county) or latest.get(None)
        found[county] = with_content(usual, row.content, row.effective_from) if row else usual
    return found


def rule_for(county: UUID, day: date) -> Rule:
    return rules_for([county], day)[county]
