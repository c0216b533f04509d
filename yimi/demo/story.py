"""The story (演示故事): week by week each station's staff open files and record what they did."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from yimi.accounts.models import User
from yimi.catalogue.queries import remembered
from yimi.clients.actions import put_people
from yimi.core.db import unit_of_work
from yimi.services.actions import put_contacts

from .calendar import business, days_of, on_day
from .cast import Cast
from .contacts import Week, contacts_of
from .data import demo
from .memory import collect
from .names import Numbers
from .place import Seat, seats
from .plan import Event, plan, quotas
from .scales import Scale
from .team import WORKERS
from .terminal import say


class Troupe:
    """One station in the story: its staff, its people, and what is still to come."""

    def __init__(self, seat: Seat, events: list[Event], users: dict[str, User], numbers: Numbers):
        self.seat = seat
        self.events = events
        self.workers = [users[f"worker-{seat.code}-{nth}"] for nth in range(1, WORKERS + 1)]
        self.cast = Cast(seat, numbers)
        self.rng = Random(f"story {seat.code}")  # noqa: S311 (a story, not a secret)
        self.told = 0

    def week(self, last: date) -> Week:
        """What happened up to this day and was not told before."""
        first = self.told
        while self.told < len(self.events) and self.events[self.told].on <= last:
            self.told += 1
        staff = [each.username for each in self.workers]
        return contacts_of(self.events[first : self.told], self.cast, staff, self.rng, first)


def tell(scale: Scale, today: date, users: dict[str, User]) -> None:
    """Everything up to yesterday, in the order of time; each week is one unit of work."""
    first, last = today - timedelta(days=scale.days), today - timedelta(days=1)
    troupes = _troupes(scale, first, last, users)
    for nth, end in enumerate(_ends(first, last, scale.step)):
        say(f"演示数据：写到 {end}")
        with on_day(end), remembered(), unit_of_work():
            for troupe in troupes:
                # One of the three writes the week up; who served is named in each record.
                _write(troupe.week(end), by=troupe.workers[nth % len(troupe.workers)])
        collect()


def _write(week: Week, *, by: User) -> None:
    if week.people:
        put_people(week.people, by=by)
    if week.contacts:
        put_contacts(week.contacts, by=by)


def _troupes(scale: Scale, first: date, last: date, users: dict[str, User]) -> list[Troupe]:
    numbers, days, places = Numbers(), days_of(first, last), seats()
    weekdays = demo("weights")["weekdays"]
    busy = {seat.county.path: business(first, last, seat.county.path, weekdays) for seat in places}
    found = []
    for seat, quota in zip(places, quotas(scale, places), strict=True):
        rng = Random(f"plan {seat.code}")  # noqa: S311 (a story, not a secret)
        found.append(Troupe(seat, plan(quota, days, busy[seat.county.path], rng), users, numbers))
    return found


def _ends(first: date, last: date, step: int) -> Iterator[date]:
    end = first
    while end < last:
        end = min(end + timedelta(days=step - 1), last)
        yield end
        end += timedelta(days=1)
