"""A station with papers in work does not stop or close (停站把关): people wait for them."""

from collections.abc import Iterator
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from yimi.core.declare import Obstacle, StepGuard, counted, step_guards

from .models import Papers

IN_WORK = (Papers.State.RECEIVED, Papers.State.CHECKING, Papers.State.RETURNED)


def in_work(station: UUID) -> Iterator[Obstacle]:
    papers = Papers.objects.unscoped("停站前的申请资料").filter(station=station, state__in=IN_WORK)
    papers = papers.filter(contact__voided_at=None)
    yield from counted(_("没有移交的申请资料 %(n)d 份"), papers.count(), reverse("papers:list"))


step_guards.add(StepGuard("papers", ("station.close", "station.suspend"), in_work, order=50))
