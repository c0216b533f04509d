"""Whose turn it is to sign (谁来审核): the township where it has officers, then the county or district."""

from collections.abc import Iterable
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext as _

from yimi.accounts.queries import areas_with_officers
from yimi.core.actors import Actor
from yimi.core.permissions import Permission, Role
from yimi.network.models import Area, Station

from .models import Round

State = Round.State


class Step(StrEnum):
    """A signature that a round needs (审核环节)."""

    TOWNSHIP = "township"
    COUNTY = "county"


STEP_OF = {
    Role.TOWNSHIP_OFFICER: Step.TOWNSHIP,
    Role.COUNTY_OFFICER: Step.COUNTY,
    Role.DISTRICT_OFFICER: Step.COUNTY,
}


def with_township(stations: Iterable[Station]) -> set[UUID]:
    """Of these stations, those whose seat is a township or subdistrict with an officer of its own today.

    A big community, and a town where nobody is appointed, has its list settled by the county alone.
    """
    seats = {station.pk: station.area_id for station in stations if station.area.level == Area.Level.TOWNSHIP}
    manned = areas_with_officers(seats.values(), Role.TOWNSHIP_OFFICER) if seats else set()
    return {station for station, area in seats.items() if area in manned}


def next_step(made: Round, manned: set[UUID]) -> Step | None:
    """The signature that this round waits for."""
    if made.state == State.PROPOSED and made.list.station_id in manned:
        return Step.TOWNSHIP
    return Step.COUNTY if made.state in Round.WAITING else None


def steps_held(actor: Actor, station: Station) -> set[Step]:
    """The signatures that the actor may give for this station."""
    grants = actor.grants_for(Permission.LIST_APPROVE)
    return {STEP_OF[grant.role] for grant in grants if grant.role in STEP_OF and _covers(grant.area_path, station)}


def is_turn(actor: Actor, made: Round, manned: set[UUID]) -> bool:
    """Whether this round waits for the actor: hers is the next signature, and no other is hers already."""
    step = next_step(made, manned)
    return step is not None and step in steps_held(actor, made.list.station) and actor.id not in signers(made)


def signers(made: Round) -> set[UUID]:
    """Who has put her name to this round already: who makes a list does not check it, and nobody signs twice."""
    return {pk for pk in (made.made_by_id, made.township_by_id) if pk}


def waits_for(made: Round, manned: set[UUID]) -> str:
    """Who acts next, in words."""
    step, station = next_step(made, manned), made.list.station
    if step == Step.TOWNSHIP:
        return _("等%(area)s审核") % {"area": station.area.name}
    if step == Step.COUNTY:
        return _("等%(area)s审定") % {"area": station.county.name}
    return "" if made.state == State.APPROVED else _("等%(station)s提交") % {"station": station.name}


def _covers(path: str | None, station: Station) -> bool:
    return bool(path) and station.area_path.startswith(path or "-")
