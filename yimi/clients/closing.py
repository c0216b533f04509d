"""A station with files does not close (撤站把关): they are moved, or ended, first."""

from collections.abc import Iterator
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from yimi.core.declare import Obstacle, StepGuard, counted, step_guards

from .models import Asked, Person, Transfer


def files_there(station: UUID) -> Iterator[Obstacle]:
    """The files in force, and the transfers that wait for an answer."""
    files = Person.objects.unscoped("撤站前的档案").filter(station=station, state=Person.State.ACTIVE)
    yield from counted(_("在册服务对象档案 %(n)d 份"), files.count(), reverse("clients:list"))
    asked = Transfer.objects.unscoped("撤站前的转站申请").filter(asked_at_station=station, state=Asked.ASKED)
    yield from counted(_("待答复的转站申请 %(n)d 件"), asked.count(), reverse("clients:requests"))


step_guards.add(StepGuard("clients", ("station.close",), files_there, order=20))
