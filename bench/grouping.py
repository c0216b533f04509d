"""Making all figures again (重建), beside SQL that counts once what they count (全表分组).

The other side is lenient to SQL: each measure is grouped once, by station and month. The rebuild also makes every
breakdown, every single day, the sets of persons and the nodes of the counties.
"""

from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncMonth

from yimi.figures.measure import DISTINCT, STOCK, Measure, measures_of

from .meter import Spent, spent

Results = dict[str, Any]


def run(rebuilt: Spent) -> Results:
    """How many times as long as one GROUP BY of each measure over all facts, and as the longest of them alone."""
    each = {
        measure.code: spent(lambda measure=measure: _grouped(measure))
        for measure in measures_of()
        if measure.facts.station
    }
    longest = max(each, key=lambda code: each[code].processor)
    clock, processor = (sum(part) for part in zip(*each.values(), strict=True))
    return {
        "measures": len(each),
        "group_by_s": round(clock / 1000, 1),
        "of_group_by": round(rebuilt.clock / clock, 2),
        "of_group_by_cpu": round(rebuilt.processor / processor, 2),
        "longest": longest,
        "of_longest_cpu": round(rebuilt.processor / each[longest].processor, 1),
    }


def _grouped(measure: Measure) -> None:
    facts = measure.facts
    count = Count(facts.number, distinct=True) if measure.kind == DISTINCT else Sum(measure.weight())
    for on in (facts.on, facts.until) if measure.kind == STOCK else (facts.on,):
        rows = measure.counted().filter(Q(**{f"{on}__isnull": False})).order_by()
        grouped = rows.annotate(at_month=TruncMonth(on)).values(facts.station, "at_month").annotate(found=count)
        for _row in grouped.values_list(facts.station, "at_month", "found").iterator(5000):
            pass
