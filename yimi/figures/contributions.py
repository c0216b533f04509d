"""What single contacts count towards (计入): by the same predicates that make the figures."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Sum
from django.db.models.functions import TruncMonth

from .measure import DISTINCT, FLOW, measures, streams


def counted_by_contact(contact: UUID) -> list[tuple[str, int]]:
    """What one contact counts towards: (measure code, weight), nothing that weighs 0."""
    found: dict[str, int] = defaultdict(int)
    for weights in counted_by_months([contact]).values():
        for code, weight in weights.items():
            found[code] += weight
    return [(measure.code, found[measure.code]) for measure in measures if measure.code in found]


def counted_by_months(contacts: Collection[UUID]) -> dict[tuple[UUID, date], dict[str, int]]:
    """What contacts count towards, by contact and first day of the month; one statement a stream."""
    found: dict[tuple[UUID, date], dict[str, int]] = defaultdict(dict)
    for facts, declared in streams({FLOW, DISTINCT}):
        if not facts.contact:
            continue
        # A fact without a day counts on none: help that is not concluded yet.
        rows = facts.rows().filter(**{f"{facts.contact}__in": contacts, f"{facts.on}__isnull": False}).order_by()
        sums = {f"w{i}": Sum(measure.weight()) for i, measure in enumerate(declared)}
        by_month = rows.annotate(in_month=TruncMonth(facts.on)).values(facts.contact, "in_month").annotate(**sums)
        for contact, month, *weights in by_month.values_list(facts.contact, "in_month", *sums):
            told = {m.code: weight for m, weight in zip(declared, weights, strict=True) if weight}
            found[contact, month].update(told)
    return found
