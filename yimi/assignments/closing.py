"""A station with tasks of the town in hand does not close (撤站把关)."""

from collections.abc import Iterator
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from yimi.core.declare import Obstacle, StepGuard, counted, step_guards

from .models import Assignment


def in_hand(station: UUID) -> Iterator[Obstacle]:
    tasks = Assignment.objects.unscoped("撤站前的交办事项").filter(station=station, state__in=Assignment.OPEN)
    yield from counted(_("没有办结的镇街交办事项 %(n)d 件"), tasks.count(), reverse("assignments:list"))


step_guards.add(StepGuard("assignments", ("station.close",), in_hand, order=60))
