"""The lists in the story (演示的名单): every station has one, signed twice; at one of them a second round waits."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q

from yimi.accounts.models import User
from yimi.clients.models import Person
from yimi.core import clock
from yimi.visiting import actions
from yimi.visiting.models import Round
from yimi.visiting.signing import Step, next_step, with_township

from .calendar import on_day
from .data import demo
from .place import Seat, seats
from .scales import Scale
from .terminal import say

Users = dict[str, User]
FIRST = 3  # among them the person of the manual


def tell(scale: Scale, today: date, users: Users) -> None:
    """Two months ago each head listed whom her workers have visited most since."""
    plan = demo("offices")["lists"]
    start = max(today - timedelta(days=min(plan["days"], scale.days // 2)), today.replace(month=1, day=1))
    say("演示数据：核定服务名单")
    for seat in seats():
        people = _people(seat, start, plan["members"] + plan["proposed"])
        if not people:
            continue
        with on_day(start):
            _settle(_submitted(seat, people[: plan["members"]], users), seat, users)
        if seat.code == plan["shown"]:
            _later(seat, people, plan, today, users)


def _people(seat: Seat, start: date, most: int) -> list[Person]:
    """Those of the station with a file and a category by then: the first files, then who was visited most."""
    rows = Person.objects.unscoped("演示").filter(station=seat.station, state=Person.State.ACTIVE, opened_on__lt=start)
    rows = rows.filter(categories__isnull=False).distinct()
    met = Q(participations__served=True, participations__contact__kind="home_visit")
    met &= Q(participations__contact__service_on__gte=start)
    people = list(rows.annotate(n=Count("participations", filter=met, distinct=True)).order_by("file_number"))
    return [*people[:FIRST], *sorted(people[FIRST:], key=lambda person: -person.n)][:most]


def _submitted(seat: Seat, people: list[Person], users: Users) -> Round:
    head = users[f"head-{seat.code}"]
    made = actions.open_round(seat.station.pk, by=head, year=clock.today().year)
    actions.add_people(made.pk, by=head, people=[person.pk for person in people])
    return actions.submit_round(made.pk, by=head)


def _settle(made: Round, seat: Seat, users: Users) -> None:
    if next_step(made, with_township([seat.station])) == Step.TOWNSHIP:
        actions.sign_round(made.pk, by=users[f"township-{seat.station.area.code}"], opinion="同意")
    first = clock.today().replace(day=1)
    actions.approve_round(made.pk, by=users[f"county-{seat.county.code}"], opinion="同意", from_on=first)


def _later(seat: Seat, people: list[Person], plan: dict[str, Any], today: date, users: Users) -> None:
    """More people are proposed, and one of those on the list is away."""
    head = users[f"head-{seat.code}"]
    with on_day(today - timedelta(days=1)):
        if more := people[plan["members"] :]:
            _submitted(seat, more, users)
        first, last = today - timedelta(days=1), today + timedelta(days=plan["away"])
        one = people[-1 - len(more)]
        actions.pause_visits(one.pk, by=head, reason="institution", from_on=first, until_on=last)
