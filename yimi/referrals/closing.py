"""A station with open referrals, out or in, does not stop or close (停站把关)."""

from collections.abc import Iterator
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from yimi.core.declare import Obstacle, StepGuard, counted, step_guards

from .models import Referral, State

OVER = (State.CLOSED, State.WITHDRAWN)
COMING = (State.SENT, State.ACCEPTED, State.IN_SERVICE)


def not_closed(station: UUID) -> Iterator[Obstacle]:
    rows, url = Referral.objects.unscoped("停站前的转介"), reverse("referrals:list")
    yield from counted(
        _("没有办结的转出转介 %(n)d 件"), rows.filter(station=station).exclude(state__in=OVER).count(), url
    )
    coming = rows.filter(to_station=station, state__in=COMING).count()
    yield from counted(_("没有办结的转入转介 %(n)d 件"), coming, f"{url}?side=in")


step_guards.add(StepGuard("referrals", ("station.close", "station.suspend"), not_closed, order=40))
