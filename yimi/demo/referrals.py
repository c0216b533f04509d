"""Referrals and a mandatory report of the demo (演示转介和强制报告): at some stations, none of them concluded."""

from datetime import date, datetime, time, timedelta
from itertools import islice

from yimi.accounts.models import User
from yimi.clients.models import Person
from yimi.core import clock
from yimi.core.ids import name_id
from yimi.incidents.actions import put_incident
from yimi.incidents.fields import IncidentFields
from yimi.referrals.actions import consent, put_referral, send
from yimi.referrals.fields import Consent, ReferralFields

from .calendar import on_day
from .place import EXAMPLE, Seat, seats
from .terminal import say

EVERY = 5
HOSPITAL, NEED = "县人民医院", "请协助预约康复评估，本人行动不便，需家人陪同。"


def tell(today: date, users: dict[str, User]) -> None:
    """Every fifth station has sent somebody to a hospital, asks the next station for help, and writes one more."""
    say("演示数据：转介")
    places = seats()
    with on_day(today - timedelta(days=1)):
        for nth, seat in enumerate(places[::EVERY]):
            _referrals(seat, places[(nth * EVERY + 1) % len(places)], users[f"worker-{seat.code}-1"])
        for seat in islice((seat for seat in places if EXAMPLE in seat.station.name), 2):
            _report(seat, users[f"worker-{seat.code}-1"])


def _referrals(seat: Seat, near: Seat, worker: User) -> None:
    people = (
        Person.objects.unscoped("演示").filter(station=seat.station, state=Person.State.ACTIVE).order_by("file_number")
    )
    first, second, third = people[:3]
    said = [
        ReferralFields(person=first.pk, receiver="hospital", to_name=HOSPITAL, need=NEED),
        ReferralFields(person=second.pk, receiver="station", to_station=near.code, need="暂住贵站辖区，请帮助探访。"),
        ReferralFields(person=third.pk, receiver="legal_aid", to_name="县法律援助中心", need="咨询抚养费问题。"),
    ]
    for nth, fields in enumerate(said):
        pk = name_id("referral", seat.code, nth)
        put_referral(pk, by=worker, fields=fields)
        consent(pk, by=worker, given=Consent("self", "oral", clock.today()))
        if nth < 2:
            send(pk, by=worker)


def _report(seat: Seat, worker: User) -> None:
    """A child was in danger the day before; the police were told within the hour."""
    found = datetime.combine(clock.today() - timedelta(days=1), time(9, 20), tzinfo=clock.CIVIL)
    fields = IncidentFields(
        station=seat.code, kind="minor", found_at=found, police_at=found + timedelta(minutes=20),
        civil_at=found + timedelta(minutes=35), what="（示例）入户时发现儿童独自在家并有伤情。",
        safety="已由亲属接到身边。",
    )  # fmt: skip
    put_incident(name_id("incident", seat.code), by=worker, fields=fields)
