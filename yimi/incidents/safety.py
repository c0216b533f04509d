"""Mandatory reports that were not made in time (强制报告), for the daily monitoring."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yimi.core.actors import Actor
from yimi.core.clock import civil
from yimi.core.permissions import Permission
from yimi.tracking.safety import Finding, Item, Look, SafetyCheck, safety_checks

from .models import Incident
from .sight import visible

WHY = "安全监测"


def unreported(look: Look) -> Iterator[Finding]:
    """Nobody was told in the hours that are allowed, and it is not settled."""
    allowed = timedelta(hours=look.rule["hours"])
    in_time = Q(police_at__lte=F("found_at") + allowed) | Q(civil_at__lte=F("found_at") + allowed)
    still = Q(closed_on=None) | Q(closed_on__gt=look.day)
    rows = Incident.objects.unscoped(WHY).filter(still, voided_at=None, found_at__lte=look.end - allowed)
    for pk, station, at in rows.exclude(in_time).values_list("pk", "station_id", "found_at"):
        yield Finding(station, pk, civil(at))


def known(actor: Actor) -> QuerySet:
    """The incidents that appear to her."""
    return Incident.objects.allowed(actor, Permission.CONTACT_VIEW).filter(visible(actor)).order_by().values("pk")


def _url(subject: UUID, station: str) -> str:
    return reverse("incidents:incident", args=[subject])


safety_checks.add(
    SafetyCheck(
        "incident", Item.REPORT, _("发现后 %(hours)s 小时内没有报告"), unreported, _url,
        usual={"hours": 24}, known=known, is_restricted=True, order=20,
    )
)  # fmt: skip
