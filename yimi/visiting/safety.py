"""People on the list whom nobody could meet again and again (失联), for the daily monitoring."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yimi.clients.queries import people_for
from yimi.core.actors import Actor
from yimi.services.models import Contact, Kind, Participation
from yimi.tracking.safety import Finding, Item, Look, SafetyCheck, safety_checks

from .models import Listed, Pause
from .standing import on_list, paused_on

WHY = "安全监测"
VISITS = (Kind.HOME_VISIT, Kind.REMOTE_VISIT)


def lost(look: Look) -> Iterator[Finding]:
    """So many visits or calls in vain, one after another, to somebody of these tiers; who declined was met."""
    at = _at(look)
    tries = _in_vain(look.day, at, _candidates(look))
    for person, days in tries.items():
        if len(days) >= look.rule["tries"]:
            yield Finding(at[person], person, min(days))


def _listed(look: Look) -> QuerySet[Listed]:
    """Who is on a list in these tiers on the day, and not away."""
    paused = Pause.objects.unscoped(WHY).filter(paused_on(look.day))
    rows = Listed.objects.unscoped(WHY).filter(on_list(look.day), tier__in=look.rule["tiers"])
    return rows.exclude(person__in=paused.values("person"))


def _candidates(look: Look) -> list[UUID]:
    """Whom nobody could meet often enough lately, or before where it was found already."""
    since = Q(contact__service_on__gt=look.day - timedelta(days=look.rule["within_days"])) | Q(person__in=look.open)
    rows = _visits(look.day).filter(since, contact__outcome=Contact.Outcome.NOT_HOME)
    rows = rows.filter(person__in=_listed(look).values("person"))
    often = rows.order_by().values("person").annotate(n=Count("contact")).filter(n__gte=look.rule["tries"])
    return list(often.values_list("person", flat=True))


def _at(look: Look) -> dict[UUID, UUID]:
    return dict(_listed(look).values_list("person", "list__station"))


def _in_vain(day: date, at: Iterable[UUID], people: list[UUID]) -> dict[UUID, list[date]]:
    """The days of the visits in vain since each was last met."""
    met = Q(seen=True) | Q(contact__outcome=Contact.Outcome.DECLINED)
    every = Participation.objects.unscoped(WHY).filter(
        person__in=people, contact__voided_at=None, contact__service_on__lte=day
    )
    last = dict(every.filter(met).order_by().values_list("person").annotate(Max("contact__service_on")))
    found: dict[UUID, list[date]] = defaultdict(list)
    tried = _visits(day).filter(person__in=people, contact__outcome=Contact.Outcome.NOT_HOME)
    for person, on in tried.values_list("person", "contact__service_on"):
        if on > last.get(person, date.min):
            found[person].append(on)
    return found


def _visits(day: date) -> QuerySet[Participation]:
    return Participation.objects.unscoped(WHY).filter(
        contact__kind__in=VISITS, contact__voided_at=None, contact__service_on__lte=day
    )


def known(actor: Actor) -> QuerySet:
    """The people who appear to her."""
    return people_for(actor).order_by().values("pk")


def _url(subject: UUID, station: str) -> str:
    return reverse("clients:person", args=[subject])


safety_checks.add(
    SafetyCheck(
        "lost", Item.LOST, _("一级走访对象连续 %(tries)s 次未遇"), lost, _url,
        usual={"tiers": ["high"], "tries": 3, "within_days": 30}, known=known, order=30,
    )
)  # fmt: skip
