"""Which alerts were open on a day (当日未办结): what a count says and what it opens are the same rows."""

from datetime import date

from django.db.models import Q


def open_on(day: date) -> Q:
    """Alerts that were found by the end of a day and not closed by then."""
    return Q(found_on__lte=day) & (Q(closed_on=None) | Q(closed_on__gt=day))
