"""Keeping tiers as the rule and the files say (调整走访级别): a row ends with its window, and another begins."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction

from yimi.core import clock, journal
from yimi.core.actors import SYSTEM, Actor
from yimi.visiting.models import Listed, Round
from yimi.visiting.rules import Rule, rules_for
from yimi.visiting.standing import open_rows
from yimi.visiting.terms import Terms, terms_of, terms_of_row
from yimi.visiting.windows import ONE_DAY, end_of_window

from .leaving import row_before
from .slots import forget, rebuild

WHY = "走访级别"


@transaction.atomic
def retier(people: Iterable[UUID] | None = None, *, by: Actor = SYSTEM, counties: Iterable[UUID] | None = None) -> int:
    """Give everybody who is listed the tier that is hers today; of all, of these people, or of these counties.

    Whoever is about to leave by a round under way keeps hers. Gives how many changed.
    """
    rows, today = _rows(people, counties), clock.today()
    rules = rules_for({row.list.station.county_id for row in rows}, today)
    changed = [row for row, terms in _differing(rows, rules, today) if _change(row, terms, today)]
    for row in changed:
        journal.record("visiting.retier", by, row, station=row.list.station_id, refs=[("person", row.person_id)])
    together = Listed.objects.unscoped(WHY).filter(person__in={row.person_id for row in changed})
    rebuild(together.values_list("pk", flat=True))
    return len(changed)


def _rows(people: Iterable[UUID] | None, counties: Iterable[UUID] | None) -> list[Listed]:
    """Open rows, and proposals of rounds that are under way."""
    rows = Listed.objects.unscoped(WHY).select_related("list__station", "added_in").filter(removed_in=None)
    proposed = Listed.objects.unscoped(WHY).filter(since_on=None).exclude(added_in__state=Round.State.APPROVED)
    if people is not None:
        rows, proposed = rows.filter(person__in=list(people)), proposed.filter(person__in=list(people))
    if counties is not None:
        rows = rows.filter(list__station__county__in=list(counties))
    return [*rows.filter(open_rows()), *rows.filter(pk__in=proposed.values("pk"))]


def _differing(rows: list[Listed], rules: dict[UUID, Rule], today: date) -> Iterable[tuple[Listed, Terms]]:
    by_county: dict[UUID, list[Listed]] = defaultdict(list)
    for row in rows:
        by_county[row.list.station.county_id].append(row)
    for county, some in by_county.items():
        terms = terms_of({row.person_id for row in some}, rules[county], today)
        yield from ((row, terms[row.person_id]) for row in some if terms_of_row(row) != terms[row.person_id])


def _change(row: Listed, terms: Terms, today: date) -> bool:
    """Whether anything is different now. What has not begun is changed where it stands, or taken back."""
    if row.since_on is None or row.since_on > today:
        before = row_before(row)
        if before and terms_of_row(before) == terms:
            forget(row)
            before.until_on, before.leave_reason = None, ""
            before.save()
        else:
            terms.write(row).save()
        return True
    return _begin_another(row, row.since_on, terms, today)


def _begin_another(row: Listed, since: date, terms: Terms, today: date) -> bool:
    if row.interval_days is None and since == today:
        terms.write(row).save()
        return True
    last = end_of_window(since, row.interval_days, today) if row.interval_days else today - ONE_DAY
    if last >= date(row.list.year, 12, 31):
        return False
    row.until_on, row.leave_reason = last, Listed.Leave.TIER
    row.save()
    after = Listed(list=row.list, person_id=row.person_id, since_on=last + ONE_DAY, added_in_id=row.added_in_id)
    terms.write(after).save(force_insert=True)
    return True
