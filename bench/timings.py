"""What is timed (计时): medians of repeated runs, and ratios of pairs that alternate."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from random import Random
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from yimi.accounts.models import User
from yimi.clients.models import Person
from yimi.clients.search import find
from yimi.core import db
from yimi.core.ids import new_id
from yimi.core.periods import Month, Period
from yimi.core.permissions import Permission
from yimi.figures.leaves import compute
from yimi.figures.marks import mark
from yimi.figures.models import Mark
from yimi.network.models import Station
from yimi.services.models import Contact, ContactWorker, Participation

from . import daily, engine, plain
from .people import GIVEN, SURNAMES
from .sizes import TODAY

MONTH = "2026-10"
OVERVIEW = ("STATION_ON", "STAFF_ON", "VISIT_FILE_PT", "HOME_VISIT_HH", "FILE_NEW", "FILE_STOCK", "SERVED_N")
PAGES = {
    "overview": "/app/overview/?period=2026-11",
    "overview_by_station": "/app/overview/?period=2026-11&show=stations",
    "overview_week": "/app/overview/?period=2026-W46",
    "overview_cumulative": "/app/overview/?period=cumulative",
}
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
Results = dict[str, Any]


def of_pages() -> Results:
    """The overview through the whole stack, folded and with every leaf of this month marked."""
    browser = Client()
    browser.force_login(reader(), backend=BACKEND)
    found: Results = {}
    for name, address in PAGES.items():
        found[name] = {"folded": page(browser, address)}
        with _all_marked():
            found[name]["marked"] = page(browser, address)
    return found


def of_the_province() -> Results:
    """What the size of the ledger could slow down."""
    return _dashboard() | _leaf() | _searching() | daily.run()


def page(browser: Client, address: str) -> Results:
    """Time on the clock and of the processor, which other work on the machine does not lengthen; statements."""
    browser.get(address)
    with CaptureQueriesContext(connection) as statements:
        browser.get(address)
    count, began = len(statements), process_time()
    taken = _milliseconds(lambda: browser.get(address), times=15)
    return {"ms": taken, "cpu_ms": round((process_time() - began) * 1000 / 15, 1), "statements": count}


@contextmanager
def _all_marked() -> Iterator[None]:
    stations = Station.objects.unscoped("figures").values_list("pk", flat=True)
    Mark.objects.bulk_create(Mark(station_id=pk, month=TODAY.replace(day=1)) for pk in stations)
    try:
        yield
    finally:
        Mark.objects.all().delete()


def _dashboard() -> Results:
    """A month of every county and the province: from nodes, and by SQL on the facts, in turn."""
    span, pairs = Period.parse(MONTH), []
    for _pair in range(9):
        ours = _milliseconds(lambda: engine.numbers(OVERVIEW, span), times=5)
        theirs = _milliseconds(lambda: plain.numbers(OVERVIEW, span.first, span.last), times=1)
        pairs.append((ours, theirs))
    return {
        "dashboard_ms": median(ours for ours, _theirs in pairs),
        "dashboard_plain_sql_ms": median(theirs for _ours, theirs in pairs),
        "dashboard_times_faster": round(median(theirs / ours for ours, theirs in pairs), 1),
    }


def of_writing() -> Results:
    """Twenty visits as one act, with marks and without, in turn."""
    people = list(Person.objects.unscoped("figures").order_by("pk")[:2000])
    worker = User.objects.unscoped("figures").get(username=f"bench-{people[0].station.code}-0")
    rng, ratios = Random(3), []  # noqa: S311 (a workload, not a secret)
    for _pair in range(150):
        took = {}
        for marks in rng.sample((True, False), k=2):
            began = perf_counter()
            _write(rng.sample(people, k=20), worker, marks=marks)
            took[marks] = perf_counter() - began
        ratios.append(took[False] / took[True])
    return {"writing_with_marks_of_without": round(median(ratios), 2)}


def _write(people: list[Person], worker: User, *, marks: bool) -> None:
    with db.unit_of_work():
        for person in people:
            contact = _visit(person, worker, TODAY)
            db.put(contact)
            db.put(ContactWorker(contact=contact, worker=worker))
            db.put(Participation(contact=contact, person=person, served=True, seen=True))
            if marks:
                mark([(person.station_id, TODAY)])


def _visit(person: Person, worker: User, on: date) -> Contact:
    return Contact(
        id=new_id(), station_id=person.station_id, county_id=person.county_id, kind="home_visit", service_on=on,
        note=bytes(120), recorded_at=datetime(2026, 11, 20, 8, tzinfo=UTC), recorded_by=worker, digest="0" * 64,
    )  # fmt: skip


def _leaf() -> Results:
    """One leaf of a past month from its facts."""
    stations = list(Station.objects.unscoped("figures").order_by("pk").values_list("pk", flat=True)[:30])
    month = Month.of(Period.parse(MONTH).first)
    taken = [_milliseconds(lambda pk=pk: compute([(pk, month)]), times=1) for pk in stations]
    return {"leaf_ms": round(median(taken), 1)}


def _searching() -> Results:
    """A name of two or three characters among all people of the province, read and opened."""
    me, rng = reader(), Random(5)  # noqa: S311 (a workload, not a secret)
    taken = []
    for _nth in range(200):
        name = rng.choice(SURNAMES) + "".join(rng.choices(GIVEN, k=rng.choice((1, 2))))
        people = Person.objects.allowed(me, Permission.PERSON_VIEW)
        taken.append(_milliseconds(lambda name=name, people=people: find(me, name, people=people), times=1))
    return {"search_ms": round(median(taken), 1), "search_p95_ms": round(quantiles(taken, n=20)[-1], 1)}


def reader() -> User:
    return User.objects.unscoped("bench").get(username="bench-reader")


def _milliseconds(work: Callable[[], Any], times: int) -> float:
    taken = []
    for _nth in range(times):
        began = perf_counter()
        work()
        taken.append((perf_counter() - began) * 1000)
    return round(median(taken), 2)
