"""Who sees an incident (可见程度): named workers, the head unless excluded, the county; nobody else."""

from functools import reduce
from operator import or_

from django.db.models import Q

from yimi.core.actors import Actor, Reached
from yimi.core.permissions import AT_STATION, Permission, Role
from yimi.core.scope import NOTHING, PROVINCE, STATION, reached_by

from .models import Incident, IncidentWorker

COUNTY = (Role.COUNTY_OFFICER, Role.DISTRICT_OFFICER)


def visible(actor: Actor) -> Q:
    """The incidents that appear to her."""
    return in_full(actor) | _county(actor)


def in_full(actor: Actor) -> Q:
    """The incidents whose people and texts she reads: at the station."""
    mine = Q(pk__in=IncidentWorker.objects.filter(worker_id=actor.id).values("incident_id"))
    staffed = [grant for grant in actor.grants_for(Permission.CONTACT_VIEW) if _at_station(grant)]
    headed = [grant for grant in actor.grants_for(Permission.CONTACT_SENSITIVE) if _at_station(grant)]
    parts = [reached_by(Incident.reach, grant) & mine for grant in staffed]
    parts += [reached_by(Incident.reach, grant) & Q(head_excluded=False) for grant in headed]
    return reduce(or_, parts, NOTHING)


def is_above(actor: Actor) -> bool:
    """Whether she reads figures from above a station: lists tell her how many incidents they leave out."""
    return any(not _at_station(grant) and grant.on_kind != PROVINCE for grant in _views(actor))


def _county(actor: Actor) -> Q:
    return reduce(or_, [reached_by(Incident.reach, g) for g in _views(actor) if g.role in COUNTY], NOTHING)


def _views(actor: Actor) -> list[Reached]:
    return actor.grants_for(Permission.CONTACT_VIEW)


def _at_station(grant: Reached) -> bool:
    return grant.on_kind == STATION and grant.role in AT_STATION
