"""A station with groups or activities under way does not stop or close (停站把关)."""

from collections.abc import Iterator
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from yimi.core.declare import Obstacle, StepGuard, counted, step_guards

from .models import Activity, Group

GROUPS = (Group.State.APPROVED, Group.State.RUNNING, Group.State.ENDING)
ACTIVITIES = (Activity.State.APPROVED, Activity.State.ANNOUNCED)


def under_way(station: UUID) -> Iterator[Obstacle]:
    groups = Group.objects.unscoped("停站前的小组").filter(station=station, state__in=GROUPS)
    yield from counted(_("没有结束的小组 %(n)d 个"), groups.count(), reverse("programmes:groups"))
    activities = Activity.objects.unscoped("停站前的活动").filter(station=station, state__in=ACTIVITIES)
    yield from counted(_("没有总结的社区活动 %(n)d 个"), activities.count(), reverse("programmes:activities"))


step_guards.add(StepGuard("programmes", ("station.close", "station.suspend"), under_way, order=30))
