"""Whatever is recorded, corrected, voided and changed, in whatever order it is folded, figures equal the facts."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.story import contact, person, void_contact
from yimi.clients.actions import put_person
from yimi.clients.fields import CategoryFields, PersonFields
from yimi.core import seal
from yimi.core.periods import Period
from yimi.figures import fold, queries
from yimi.network.models import Station
from yimi.services.actions import put_contact
from yimi.services.fields import ContactFields, PartFields

from . import brute

MEASURES = ("VISIT_FILE_PT", "HOME_VISIT_PT", "HOME_VISIT_HH", "SERVED_N", "FILE_NEW", "FILE_STOCK", "STATION_ON")
SPANS = (
    "2026-09",
    "2026-10",
    "2026-W40",
    "2026-Q3",
    "2026",
    "2026-08-20..2026-10-10",
    "2026-09-30",
    "2026-10-05..2026-11-20",
)
PLACES = {"46": ("here", "near", "elsewhere"), "469030": ("here", "near"), "469030104": ("here",)}
DAYS = st.integers(0, 106).map(lambda n: date(2026, 8, 6) + timedelta(days=n))
WHERE = st.sampled_from([("here", "worker"), ("near", "neighbour"), ("elsewhere", "stranger")])
KINDS = st.sampled_from(["home_visit", "home_visit", "home_visit", "remote_visit", "activity", "counselling"])
OUTCOMES = st.sampled_from(["seen", "seen", "seen", "not_home"])
SERVICES = st.lists(st.sampled_from(["SA01", "EC01", "CC01"]), max_size=2, unique=True)

record = st.tuples(
    st.just("record"),
    WHERE,
    KINDS,
    DAYS,
    st.lists(st.integers(0, 2), min_size=1, max_size=3, unique=True),
    OUTCOMES,
    SERVICES,
)
move = st.tuples(st.just("move"), st.integers(0, 9), DAYS)
void = st.tuples(st.just("void"), st.integers(0, 9))
change = st.tuples(st.just("change"), WHERE, st.integers(0, 2), st.sampled_from(["DB", "LSET", "CJR_YZ"]), DAYS)
folding = st.tuples(st.just("fold"), st.sampled_from([fold.fold, fold.fold_leaves, fold.fold_nodes]))
histories = st.lists(st.one_of(record, record, record, move, void, change, folding), min_size=3, max_size=14)


@pytest.mark.both_engines
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories)
def test_figures_equal_the_facts_after_any_history(world, history):
    with transaction.atomic():
        _live(world, history)
        _compare(world)
        fold.fold()
        _compare(world)
        transaction.set_rollback(True)


def _live(world, history):
    people = {
        name: [person(getattr(world, user), getattr(world, name), f"居民{n}", area=area) for n in range(3)]
        for name, user, area in (
            ("here", "worker", "469030104"), ("near", "neighbour", "469030105"), ("elsewhere", "stranger", "469028103")
        )
    }  # fmt: skip
    recorded = []
    for what, *rest in history:
        if what == "record":
            (place, user), kind, on, who, outcome, services = rest
            parts = [(people[place][n], "new" if n == 0 and outcome == "seen" else "none") for n in who]
            by = getattr(world, user)
            recorded.append(
                (contact(by, getattr(world, place), kind, on, parts, outcome=outcome, services=tuple(services)), by)
            )
        elif what == "fold":
            rest[0]()
        elif what == "change":
            _change(world, people, *rest)
        elif recorded:
            made, by = recorded[rest[0] % len(recorded)]
            made.refresh_from_db()
            if not made.is_void:
                void_contact(made.pk, by=by, reason="示例作废") if what == "void" else _move(made, by, rest[1])


def _move(made, by, on):
    """Correct the day of a record."""
    parts = tuple(
        PartFields(client=p.person_id, served=p.served, seen=p.seen, file_action=p.file_action)
        for p in made.participations.all()
    )
    services = tuple(made.services.values_list("code", flat=True))
    fields = ContactFields(
        station=made.station.code, kind=made.kind, service_on=on, outcome=made.outcome, participants=parts,
        services=services, version=made.version,
    )  # fmt: skip
    put_contact(made.pk, by=by, fields=fields)


def _change(world, people, where, nth, code, since):
    """Give a person a category, a sex and a birth date."""
    place, user = where
    row = people[place][nth]
    row.refresh_from_db()
    seal.read(row, "name")
    fields = PersonFields(
        name=row.opened["name"], station=getattr(world, place).code, area=row.area.code, sex="F",
        birth_on=date(1950, since.month, since.day if since.day < 29 else 28),
        opened_on=row.opened_on, categories=(CategoryFields(code=code, since_on=since),), version=row.version,
    )  # fmt: skip
    put_person(row.pk, by=getattr(world, user), fields=fields)


def _compare(world):
    ids = {s.code: s.pk for s in Station.objects.unscoped("brute force")}
    for area, names in PLACES.items():
        stations = {ids[getattr(world, name).code] for name in names}
        place = queries.place_named(area=area)
        for code in SPANS:
            span = Period.parse(code)
            for measure in MEASURES:
                expected = brute.number(measure, stations, span.first, span.last, world.today)
                found = queries.figure(world.province, measure, place, code).value
                assert found == expected, (measure, area, code)
        for measure, breakdown in (
            ("VISIT_FILE_PT", "category"),
            ("SERVED_N", "age_band"),
            ("HOME_VISIT_PT", "domain"),
        ):
            span = Period.parse("2026-08-20..2026-10-10")
            expected = brute.by(measure, breakdown, stations, span.first, span.last, world.today)
            parts = queries.figure(world.county, measure, place, span.code, (breakdown,)).by
            assert {part.key: part.value for part in parts if part.value} == expected, (measure, breakdown, area)
