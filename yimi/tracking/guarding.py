"""Why a station with unsettled items cannot close (把关)."""

from collections.abc import Iterator
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from yimi.core.declare import Obstacle, StepGuard, counted, step_guards

from . import queries


def unsettled(station: UUID) -> Iterator[Obstacle]:
    url = reverse("tracking:list")
    yield from counted(_("未办结的督办事项 %(n)d 件"), queries.open_of_station(station).count(), url)


step_guards.add(StepGuard("tracking", ("station.close",), unsettled, order=10))
