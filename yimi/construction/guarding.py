"""Why a station may not be accepted, opened or closed (把关): mandatory items, a round of acceptance under way."""

from collections.abc import Iterator
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from yimi.core.declare import Obstacle, StepGuard, step_guards

from .guide import guide_of
from .queries import open_mandatory


def unmet(station: UUID) -> Iterator[Obstacle]:
    """Each mandatory item that is not met, by name."""
    for item in open_mandatory(station):
        name = guide_of(item.checklist.edition).items[item.code].name
        url = reverse("construction:station", args=[item.checklist.station.code])
        yield Obstacle(_("必备项“%(name)s”没有通过") % {"name": name}, url)


step_guards.add(StepGuard("construction", ("station.accept", "station.open"), unmet, order=5))
