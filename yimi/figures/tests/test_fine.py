"""What is too fine to be kept is counted from the facts: by worker, by village, by sex within age bands."""

from datetime import date

import pytest
from django.db import transaction
from hypothesis import given

from tests.proof import tried
from tests.story import contact, person, visit
from yimi.accounts.bearer import issue
from yimi.clients.identity import age_band
from yimi.core.errors import Invalid
from yimi.figures import fold, opening, queries
from yimi.figures.measure import DISTINCT, measures
from yimi.network.models import Area, Station
from yimi.services.facts import PARTICIPATIONS
from yimi.services.models import Contact, ContactWorker

from . import brute
from .histories import histories, live

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
FINE = (("worker",), ("joint",), ("village",), ("sex", "age_band"), ("worker", "joint"))
SPANS = ("2026-09", "2026-W40", "2026-08-20..2026-10-10", "2026")


def told(reader, measure, period, by, place):
    return {part.key: part.value for part in queries.figure(reader, measure, place, period, by).by if part.value}


@pytest.fixture
def station(world):
    return queries.place_named(station=world.here.code)


@pytest.fixture
def visited(world):
    """Two workers together at a household of two; one of them alone in a village and on the telephone."""
    one, two = person(world.worker, world.here, "示例一"), person(world.worker, world.here, "示例二", sex="F")
    visit(world.worker, world.here, date(2026, 9, 30), [(one, "new"), two], workers=("worker", "colleague"))
    visit(world.worker, world.here, date(2026, 9, 29), [one], place="469030104201")
    contact(world.worker, world.here, "remote_visit", date(2026, 10, 1), [one])
    return world


def test_each_of_two_workers_has_done_the_visit_and_the_station_counts_it_once(visited, station):
    together = told(visited.head, "HOME_VISIT_PT", "2026-09", ("worker", "joint"), station)
    by_worker = told(visited.worker, "HOME_VISIT_PT", "2026-09", ("worker",), station)

    assert together == {"worker,joint": 2, "worker,alone": 1, "colleague,joint": 2}
    assert by_worker == {"worker": 3, "colleague": 2}
    assert sum(by_worker.values()) == 5  # the wrong way: the workers' numbers do not add up to the station's
    assert queries.figure(visited.head, "HOME_VISIT_PT", station, "2026-09").value == 3


def test_who_did_how_much_is_told_at_the_station_and_nowhere_above(visited, station):
    county = queries.place_named(area="469030")
    for reader, place in ((visited.county, station), (visited.province, station), (visited.head, county)):
        with pytest.raises(Invalid, match="按社工分列只给本站的人看"):
            queries.figure(reader, "HOME_VISIT_PT", place, "2026-09", ("worker",))
    with pytest.raises(Invalid, match="按社工分列只给本站的人看"):
        opening.open_rows(visited.county, "HOME_VISIT_PT", station, "2026-09", breakdown=("worker", "worker"))


def test_a_village_is_asked_for_within_a_county_and_at_most_a_year(visited, station):
    county, province = (queries.place_named(area=code) for code in ("469030", "46"))

    assert told(visited.county, "HOME_VISIT_PT", "2026-09", ("village",), county) == {"469030104201": 1, "none": 2}
    with pytest.raises(Invalid, match="请先选一个市县或社工站"):
        queries.figure(visited.province, "HOME_VISIT_PT", province, "2026-09", ("village",))
    with pytest.raises(Invalid, match="最长一年"):
        queries.figure(visited.head, "HOME_VISIT_PT", station, "2024-01-01..2026-11-20", ("village",))


def test_files_are_taken_apart_by_village_and_by_sex_within_age_bands(visited, station):
    born = {"opened_on": date(2026, 9, 2), "birth_on": date(1950, 5, 1)}
    person(visited.worker, visited.here, "示例三", sex="F", area="469030104201", **born)

    assert told(visited.head, "FILE_STOCK", "2026-09", ("village",), station) == {"469030104": 1, "469030104201": 1}
    assert told(visited.head, "FILE_NEW", "2026-09", ("sex", "age_band"), station) == {
        "unknown,unknown": 1,
        "F,70-79": 1,
    }
    assert told(visited.head, "FILE_STOCK", "2026-09", ("sex", "age_band"), station) == {
        "unknown,unknown": 1,
        "F,70-79": 1,
    }


def test_a_fine_number_opens_its_rows(visited, station):
    keys = {("worker", "colleague"): 2, ("worker,joint", "worker,alone"): 1, ("village", "469030104201"): 1}
    for breakdown, number in keys.items():
        opened = opening.open_rows(visited.head, "HOME_VISIT_PT", station, "2026-09", breakdown=breakdown)
        assert (opened.total, len(opened.rows)) == (number, number), breakdown


def test_the_page_and_the_api_tell_it(visited, client):
    client.force_login(visited.head, backend=BACKEND)
    page = client.get("/app/analysis/?station=469030104&measure=HOME_VISIT_PT&period=2026-09&by=worker,joint")
    assert "社工 × 单独或协同" in page.content.decode() and "colleague·示例 × 协同" in page.content.decode()
    answer = client.get(
        "/api/v1/figures?measure=HOME_VISIT_PT&station=469030104&period=2026-09&by=worker",
        headers={"Authorization": f"Bearer {issue(visited.worker)[0]}"},
    )
    assert {part["key"]: part["value"] for part in answer.json()["by"]} == {"worker": 3, "colleague": 2}
    client.force_login(visited.county, backend=BACKEND)
    page = client.get("/app/analysis/?station=469030104&measure=HOME_VISIT_PT&period=2026-09&by=worker")
    assert "按社工分列只给本站的人看" in page.content.decode() and "colleague" not in page.content.decode()


@pytest.mark.both_engines
@tried(3)
@given(history=histories)
def test_fine_breakdowns_equal_the_facts_after_any_history(world, history):
    with transaction.atomic():
        live(world, history)
        _share_out(world)
        fold.fold()
        ledger, at_station = brute.Ledger(world.today), queries.place_named(station=world.here.code)
        stations = {Station.objects.unscoped("brute force").get(code=world.here.code).pk}
        for measure in [each for each in measures if each.facts is PARTICIPATIONS]:
            for by in [each for each in FINE if {"sex", "age_band"}.isdisjoint(each) or "sex" in measure.breakdowns]:
                for found in queries.figures(world.head, measure.code, at_station, SPANS, by):
                    expected = _counted(ledger, measure, by, stations, found.first, found.last)
                    assert {p.key: p.value for p in found.by if p.value} == expected, (measure.code, by, found.period)
        transaction.set_rollback(True)


def _share_out(world):
    """Every second contact was done by two, every third in a village."""
    village = Area.objects.get(code="469030104201")
    for nth, each in enumerate(Contact.objects.unscoped("brute force").filter(station=world.here).order_by("pk")):
        if nth % 2:
            ContactWorker.objects.get_or_create(contact=each, worker=world.colleague)
        if nth % 3 == 0:
            Contact.objects.unscoped("brute force").filter(pk=each.pk).update(place=village)


def _counted(ledger, measure, by, stations, first, last):
    found = {}
    for row in ledger.counted(measure.code, stations, first, min(last, ledger.today)):
        unit = row.person_id if measure.kind == DISTINCT else row.pk
        for key in _keys(row, by):
            found.setdefault(key, set()).add(unit)
    return {key: len(units) for key, units in found.items()}


def _keys(row, by):
    contact = Contact.objects.unscoped("brute force").select_related("place").get(pk=row.contact_id)
    doing = [part.worker.username for part in contact.parts.select_related("worker")]
    joint = "joint" if len(doing) > 1 else "alone"
    return {
        ("worker",): doing,
        ("joint",): [joint],
        ("worker", "joint"): [f"{name},{joint}" for name in doing],
        ("village",): [contact.place.code if contact.place else "none"],
        ("sex", "age_band"): [f"{row.person.sex},{age_band(row.person.birth_on, contact.service_on)}"],
    }[by]
