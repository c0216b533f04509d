"""Daily monitoring in the story (演示的日监测): findings at example stations alone; one explained, one taken higher."""

from datetime import date, datetime, time, timedelta

from yimi.accounts.models import User
from yimi.alerts import actions
from yimi.alerts.models import Alert
from yimi.alerts.terms import ready_at
from yimi.clients.models import Person
from yimi.core import clock
from yimi.core.actors import SYSTEM
from yimi.core.ids import name_id
from yimi.incidents.actions import put_incident
from yimi.incidents.fields import IncidentFields
from yimi.services.actions import put_contact
from yimi.services.fields import ContactFields, PartFields
from yimi.services.models import Participation

from .calendar import on_day
from .place import EXAMPLE, Seat, seats
from .terminal import say

Users = dict[str, User]
DAYS = 7  # that are monitored
CRISES = (4, 3)  # how many days ago there was a crisis, at the first example stations
FOUND, TOLD = 4, timedelta(hours=30)


def tell(today: date, users: Users) -> None:
    """The last week, each day made on the morning after it."""
    say("演示数据：日监测")
    examples = [seat for seat in seats() if EXAMPLE in seat.station.name]
    for seat, ago in zip(examples, CRISES, strict=False):
        _crisis(seat, today - timedelta(days=ago), users[f"worker-{seat.code}-2"])
    for seat in examples[-1:]:
        _report_late(seat, today, users[f"worker-{seat.code}-1"])
    for back in range(DAYS, 0, -1):
        day = today - timedelta(days=back)
        with on_day(day + timedelta(days=1)):
            actions.compute_day(day, by=SYSTEM, at=ready_at(day))
    _answer(users)


def _crisis(seat: Seat, on: date, worker: User) -> None:
    """Somebody was in a crisis, and nobody has met her since."""
    met = Participation.objects.unscoped("演示").filter(contact__service_on__gte=on)
    people = Person.objects.unscoped("演示").filter(station=seat.station, state=Person.State.ACTIVE)
    person = people.exclude(pk__in=met.values("person")).order_by("file_number").first()
    if person is None:
        return
    fields = ContactFields(
        station=seat.code, kind="crisis", service_on=on, minutes=60, workers=(worker.username,),
        participants=(PartFields(person.pk),), note="家中突发变故，情绪低落，已陪伴并联系亲属。",
    )  # fmt: skip
    with on_day(on):
        put_contact(name_id("contact", "crisis", seat.code), by=worker, fields=fields)


def _report_late(seat: Seat, today: date, worker: User) -> None:
    """The police were told more than a day after it was found."""
    found = datetime.combine(today - timedelta(days=FOUND), time(9, 20), tzinfo=clock.CIVIL)
    fields = IncidentFields(
        station=seat.code, kind="elder_neglect", found_at=found, police_at=found + TOLD,
        what="（示例）探访时发现老人无人照料。", safety="已联系村委会送餐。",
    )  # fmt: skip
    with on_day(today - timedelta(days=FOUND - 2)):
        put_incident(name_id("incident", "late", seat.code), by=worker, fields=fields)


def _answer(users: Users) -> None:
    """The first crisis is explained by the head; what was reported too late the county takes to the province."""
    rows = Alert.objects.unscoped("演示").filter(closed_on=None).select_related("station", "county")
    rows = rows.order_by("found_on", "station__code")
    if crisis := rows.filter(source="crisis").first():
        words = "已联系家属和村委会，两名社工今天上门。"
        head = users[f"head-{crisis.station.code}"]
        actions.explain_alert(crisis.pk, by=head, step=name_id("explained", crisis.station.code), words=words)
    if late := rows.filter(source="incident").first():
        words = "报告晚于规定时间，请省级指导各站熟悉报告流程。"
        county = users[f"county-{late.county.code}"]
        actions.escalate_alert(late.pk, by=county, step=name_id("escalated", late.station.code), words=words)
