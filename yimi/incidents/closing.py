"""A station with a mandatory report that is not closed does not stop or close (停站把关)."""

from collections.abc import Iterator
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from yimi.core.declare import Obstacle, StepGuard, counted, step_guards

from .models import Incident


def reported(station: UUID) -> Iterator[Obstacle]:
    """Only how many; who may know of them reads them on their own page."""
    rows = Incident.objects.unscoped("停站前的强制报告").filter(station=station, voided_at=None)
    open_ones = rows.exclude(state=Incident.State.CLOSED).count()
    yield from counted(_("没有办结的强制报告 %(n)d 件"), open_ones, reverse("incidents:list"))


step_guards.add(StepGuard("incidents", ("station.close", "station.suspend"), reported, order=45))
