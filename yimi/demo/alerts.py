"""Daily monitoring in the story (演示的日监测): findings at example stations alone; one goes to the province."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from uuid import UUID

from yimi.accounts.models import User
from yimi.alerts import actions
from yimi.alerts.models import Alert
from yimi.alerts.terms import ready_at
from yimi.core import clock
from yimi.core.actors import SYSTEM
from yimi.core.ids import name_id
from yimi.incidents.actions import put_incident
from yimi.incidents.fields import IncidentFields
from yimi.services.actions import put_contact
from yimi.services.fields import ContactFields, PartFields
from yimi.services.models import Participation
from yimi.tracking.safety import Look, safety_checks
from yimi.visiting.models import Listed
from yimi.visiting.standing import on_list

from .calendar import on_day
from .place import EXAMPLE, Seat, seats
from .terminal import say

Users = dict[str, User]
DAYS, TRIES = 7, (8, 5, 2)  # days that are monitored; how many days ago nobody opened the door
FOUND, TOLD = 4, timedelta(hours=30)


def tell(today: date, users: Users) -> None:
    """The last week, each day made on the morning after it."""
    say("演示数据：日监测")
    places = seats()
    examples = [seat for seat in places if EXAMPLE in seat.station.name]
    for seat in examples[:2]:
        _in_vain(seat, today, users[f"worker-{seat.code}-2"])
    for seat in examples[-1:]:
        _report_late(seat, today, users[f"worker-{seat.code}-1"])
    _meet_elsewhere([seat for seat in places if seat not in examples], today, users)
    for back in range(DAYS, 0, -1):
        day = today - timedelta(days=back)
        with on_day(day + timedelta(days=1)):
            actions.compute_day(day, by=SYSTEM, at=ready_at(day))
    _answer(users)


def _in_vain(seat: Seat, today: date, worker: User) -> None:
    """Nobody opens the door three times, where somebody on the list has not been met since."""
    rule = safety_checks["lost"].rule
    listed = Listed.objects.unscoped("演示").filter(on_list(today), list__station=seat.station, tier__in=rule["tiers"])
    first = today - timedelta(days=max(TRIES))
    met = Participation.objects.unscoped("演示").filter(seen=True, contact__service_on__gte=first)
    person = listed.exclude(person__in=met.values("person")).order_by("person__file_number").first()
    for ago in TRIES if person else ():
        on = today - timedelta(days=ago)
        _put(seat, worker, person.person_id, on, "home_visit", "not_home")


def _report_late(seat: Seat, today: date, worker: User) -> None:
    """The police were told a day too late."""
    found = datetime.combine(today - timedelta(days=FOUND), time(9, 20), tzinfo=clock.CIVIL)
    fields = IncidentFields(
        station=seat.code, kind="elder_neglect", found_at=found, police_at=found + TOLD,
        what="（示例）探访时发现老人无人照料。", safety="已联系村委会送餐。",
    )  # fmt: skip
    with on_day(today - timedelta(days=FOUND - 2)):
        put_incident(name_id("incident", "late", seat.code), by=worker, fields=fields)


def _meet_elsewhere(others: list[Seat], today: date, users: Users) -> None:
    """No other station has a finding: whom the story left unmet was called yesterday."""
    yesterday, by_station = today - timedelta(days=1), {seat.station.pk: seat for seat in others}
    for station, person in _unmet(yesterday):
        if seat := by_station.get(station):
            _put(seat, users[f"worker-{seat.code}-1"], person, yesterday, "remote_visit", "seen")


def _unmet(day: date) -> Iterator[tuple[UUID, UUID]]:
    check = safety_checks["lost"]
    for each in check.found(Look(day, check.rule)):
        yield each.station, each.subject


def _put(seat: Seat, worker: User, person: UUID, on: date, kind: str, outcome: str) -> None:
    pk = name_id("contact", "monitored", seat.code, person, on)
    fields = ContactFields(
        station=seat.code, kind=kind, service_on=on, outcome=outcome, workers=(worker.username,),
        participants=(PartFields(person),),
    )  # fmt: skip
    with on_day(on):
        put_contact(pk, by=worker, fields=fields)


def _answer(users: Users) -> None:
    """The first of those lost is explained by the head; what was reported too late the county takes to the province."""
    rows = Alert.objects.unscoped("演示").filter(closed_on=None).select_related("station", "county").order_by("pk")
    if lost := rows.filter(source="lost").first():
        words = "已联系家属和村委会，本周内由两名社工再次上门。"
        head = users[f"head-{lost.station.code}"]
        actions.explain_alert(lost.pk, by=head, step=name_id("explained", lost.station.code), words=words)
    if late := rows.filter(source="incident").first():
        words = "报告晚于规定时间，请省级指导各站熟悉报告流程。"
        county = users[f"county-{late.county.code}"]
        actions.escalate_alert(late.pk, by=county, step=name_id("escalated", late.station.code), words=words)
