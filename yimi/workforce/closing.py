"""A station where people are posted does not close (撤站把关): their postings end first."""

from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext as _

from yimi.core.declare import Obstacle, StepGuard, counted, step_guards

from .models import Posting


def posted(station: UUID) -> Iterator[Obstacle]:
    staff = Posting.objects.unscoped("撤站前的在岗人员").filter(station=station, to_on=None)
    yield from counted(_("在岗人员 %(n)d 人"), staff.count())


step_guards.add(StepGuard("workforce", ("station.close",), posted, order=15))
