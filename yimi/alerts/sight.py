"""Who knows of an alert (可见程度): the station and town as far as they know its record, the county, and the province
only what was taken to it. Numbers are told further than rows."""

from functools import reduce
from operator import or_

from django.db.models import Q

from yimi.core.actors import Actor, Reached
from yimi.core.permissions import Permission
from yimi.core.scope import NOTHING, PROVINCE, reached_by
from yimi.tracking.safety import safety_checks

from .models import Alert


def visible(actor: Actor) -> Q:
    """The alerts that appear to her."""
    above = [Q(escalated_on__isnull=False) for grant in _views(actor) if grant.on_kind == PROVINCE]
    return reduce(or_, above, below(actor))


def below(actor: Actor) -> Q:
    """What appears to her from below the province: only of these the record opens, and the words are read."""
    settling = actor.grants_for(Permission.ALERT_RESOLVE)
    settles = [reached_by(Alert.reach, grant) for grant in settling]
    knowing = [grant for grant in _views(actor) if grant.on_kind != PROVINCE and grant not in settling]
    near = [reached_by(Alert.reach, grant) for grant in knowing]
    if not near:
        return reduce(or_, settles, NOTHING)
    return reduce(or_, settles, reduce(or_, near) & known(actor))


def countable(actor: Actor) -> Q:
    """The alerts whose number she may know: all within reach of a county or the province, else those that appear."""
    everywhere = [Q(pk__isnull=False) for grant in _views(actor) if grant.on_kind == PROVINCE]
    return reduce(or_, everywhere, below(actor))


def known(actor: Actor) -> Q:
    """Alerts about records that she may know of."""
    found = NOTHING
    for check in safety_checks:
        of = Q(source=check.key)
        found |= of & Q(subject__in=check.known(actor)) if check.known else of
    return found


def _views(actor: Actor) -> list[Reached]:
    return actor.grants_for(Permission.ALERT_VIEW)
