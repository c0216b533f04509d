"""The states of a station (建站状态): which follows which, who may take the step, and the date it sets.

planned → building → self_checked → accepting ⇄ rectifying → accepted → operating → suspended / closed.
Unveiling is an event with a date and no state. This is the only place that says what may follow.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from yimi.core import clock, declare
from yimi.core.errors import RuleBroken, invalid
from yimi.core.permissions import Permission

from .models import Station, StationPause

State = Station.State
CHAIN = (
    State.PLANNED, State.BUILDING, State.SELF_CHECKED, State.ACCEPTING, State.ACCEPTED, State.OPERATING,
)  # fmt: skip


@dataclass(frozen=True)
class Step:
    """How a state is reached: from which others, with which permission, setting which date, past which guard."""

    after: tuple[State, ...]
    permission: Permission
    sets: str = ""
    guard: str = ""


STEPS = {
    State.BUILDING: Step((State.PLANNED,), Permission.STATION_MANAGE),
    State.SELF_CHECKED: Step((State.BUILDING,), Permission.BUILDING_CHECK, "self_checked_on"),
    State.ACCEPTING: Step((State.SELF_CHECKED, State.RECTIFYING), Permission.BUILDING_ACCEPT),
    State.RECTIFYING: Step((State.ACCEPTING,), Permission.BUILDING_ACCEPT),
    State.ACCEPTED: Step((State.ACCEPTING,), Permission.BUILDING_ACCEPT, "accepted_on", "station.accept"),
    State.OPERATING: Step(
        (State.ACCEPTED, State.SUSPENDED), Permission.STATION_MANAGE, "operating_on", "station.open"
    ),
    State.SUSPENDED: Step((State.OPERATING,), Permission.STATION_MANAGE, "ceased_on", "station.suspend"),
    State.CLOSED: Step(
        (State.PLANNED, State.BUILDING, State.ACCEPTED, State.OPERATING, State.SUSPENDED),
        Permission.STATION_MANAGE, "ceased_on", "station.close",
    ),
}  # fmt: skip


def take(station: Station, to: State, on: date | None, reason: str = "") -> None:
    """Bring the station into a state, with the date of the step; raises what stands in the way."""
    _check_order(station, to)
    on = on or clock.today()
    if on > clock.today():
        raise invalid("on", _("日期不能晚于今天。"))
    _check_guard(station, to)
    if to == State.SUSPENDED:
        _pause(station, on, reason)
    if to == State.OPERATING and station.ceased_on:
        _resume(station, on)
    elif name := STEPS[to].sets:
        _check_after_pauses(station, on)
        setattr(station, name, on)
    station.state = to


def _check_order(station: Station, to: State) -> None:
    step = STEPS.get(to)
    if step is None or station.state not in step.after:
        after = "、".join(f"“{each.label}”" for each in step.after) if step else ""
        raise RuleBroken(
            _("站点现在是“%(now)s”，不能转为“%(to)s”；要先到%(after)s。")
            % {"now": station.get_state_display(), "to": to.label, "after": after},
            code="wrong_state",
        )


def _check_guard(station: Station, to: State) -> None:
    guard = STEPS[to].guard
    found = declare.obstacles(guard, station.pk) if guard else []
    if found:
        listed = "；".join(str(each.words) for each in found)
        raise RuleBroken(
            _("还不能转为“%(to)s”，请先办结：%(listed)s。") % {"to": to.label, "listed": listed},
            code="unsettled",
            obstacles=[str(each.words) for each in found],
        )


def _pause(station: Station, on: date, reason: str) -> None:
    """It stops for a while: the day is its last one on."""
    _check_after_pauses(station, on)
    StationPause.objects.create(station=station, from_on=on, reason=reason)


def _resume(station: Station, on: date) -> None:
    """Operating again: the day it began stays, and the pause is kept with its end."""
    if station.ceased_on and on <= station.ceased_on:
        after = station.ceased_on + timedelta(days=1)
        raise invalid("on", _("恢复运营最早为停止运营的次日（%(day)s）。") % {"day": after.isoformat()})
    station.pauses.filter(until_on=None).update(until_on=on)
    station.ceased_on = None
    station.operating_on = station.operating_on or on


def _check_after_pauses(station: Station, on: date) -> None:
    """Nothing happens before the day that a pause brought last."""
    last = station.pauses.order_by("-from_on").first()
    day = last and (last.until_on or last.from_on)
    if day and on < day:
        raise invalid("on", _("不能早于上一次停运的日期（%(day)s）。") % {"day": day.isoformat()})
