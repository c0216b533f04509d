"""Who is on a list on a day (在名单上), and where each visit stands."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from yimi.services.models import Kind, Participation

from .models import VisitSlot

WHY = "走访窗口是否已走访"


def on_list(day: date) -> Q:
    """Rows of `Listed` that count on a day: a list is of one year."""
    return Q(since_on__lte=day, list__year=day.year) & (Q(until_on=None) | Q(until_on__gte=day))


def open_rows() -> Q:
    """Rows that have begun, or will, and whose end nobody knows."""
    return Q(since_on__isnull=False, until_on=None)


def paused_on(day: date) -> Q:
    return Q(from_on__lte=day) & (Q(until_on=None) | Q(until_on__gte=day))


def with_met(slots: QuerySet[VisitSlot]) -> QuerySet[Any]:
    """The windows with `is_met`: a seen home visit inside, of the person, or of her household where it is shared.

    Where the rule allows, a seen call meets her own window; somebody else's call does not.
    """
    parts = Participation.objects.unscoped(WHY).filter(
        seen=True, contact__voided_at=None,
        contact__service_on__gte=OuterRef("from_on"), contact__service_on__lte=OuterRef("until_on"),
    )  # fmt: skip
    home = Q(contact__kind=Kind.HOME_VISIT)
    called = parts.filter(person=OuterRef("person"), contact__kind=Kind.REMOTE_VISIT)
    by_household = parts.filter(home, person__household=OuterRef("person__household"))
    return slots.annotate(
        is_met=Q(Exists(parts.filter(home, person=OuterRef("person"))))
        | Q(remote_counts=True) & Q(Exists(called))
        | Q(is_shared=True) & Q(Exists(by_household))
    )
