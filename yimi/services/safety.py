"""Crisis contacts that nobody has followed up (24 小时事件), for the daily monitoring."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yimi.core.actors import Actor
from yimi.core.permissions import Permission
from yimi.tracking.safety import Finding, Item, Look, SafetyCheck, safety_checks

from .models import Contact, Kind, Participation
from .sight import Sight

WHY = "安全监测"
A_DAY = 24


def unfollowed(look: Look) -> Iterator[Finding]:
    """A day after a crisis contact and later, none of its people has been met again; of a contact we know the day."""
    last = look.day - timedelta(days=-(-look.rule["hours"] // A_DAY))
    recent = Q(service_on__gte=look.day - timedelta(days=look.rule["look_back_days"])) | Q(pk__in=look.open)
    people = Participation.objects.unscoped(WHY).filter(contact=OuterRef("pk"))
    rows = Contact.objects.unscoped(WHY).filter(
        recent, Exists(people), ~Exists(_met_again(look)), kind=Kind.CRISIS, outcome=Contact.Outcome.SEEN,
        voided_at=None, service_on__lte=last,
    )  # fmt: skip
    for pk, station, on in rows.values_list("pk", "station_id", "service_on"):
        yield Finding(station, pk, on)


def _met_again(look: Look) -> QuerySet[Participation]:
    """Somebody of the contact in another one, on a later day up to this."""
    return Participation.objects.unscoped(WHY).filter(
        person__participations__contact=OuterRef("pk"), contact__service_on__gt=OuterRef("service_on"),
        contact__service_on__lte=look.day, contact__outcome=Contact.Outcome.SEEN, contact__voided_at=None,
    )  # fmt: skip


def known(actor: Actor) -> QuerySet:
    """The crisis contacts that appear to her."""
    rows = Contact.objects.allowed(actor, Permission.CONTACT_VIEW).filter(Sight.of(actor).visible(), kind=Kind.CRISIS)
    return rows.order_by().values("pk")


def _url(subject: UUID, station: str) -> str:
    return reverse("services:record", args=[subject])


safety_checks.add(
    SafetyCheck(
        "crisis", Item.EVENT, _("危机介入满 %(hours)s 小时没有后续服务"), unfollowed, _url,
        usual={"hours": 24, "look_back_days": 60}, known=known, is_restricted=True, order=10,
    )
)  # fmt: skip
