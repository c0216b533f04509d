"""The demo province, loaded small: through the actions, once, the same every time, and fair to every county."""

from collections import defaultdict
from datetime import UTC, datetime, time

import pytest
from django.db import transaction
from django.db.models import Q

from yimi import demo
from yimi.accounts.models import Grant, User
from yimi.clients.identity import read_resident
from yimi.clients.models import Person
from yimi.clients.search import find
from yimi.core import clock, seal
from yimi.core.models import Entry
from yimi.core.permissions import ADMINISTRATORS, Permission
from yimi.demo.scales import TINY
from yimi.figures import fold, queries
from yimi.network.models import Station
from yimi.registers.queries import stands
from yimi.services.models import Contact, Participation
from yimi.visiting.models import Pause, Round, VisitSlot
from yimi.workforce.models import Posting

PASSWORD = "a-long-demo-password"


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def province(django_db_setup, django_db_blocker):
    """Loaded once, just after midnight, when nothing of the day has happened yet; each test undoes what it does."""
    midnight = time(0, 1, tzinfo=clock.CIVIL)
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patched, transaction.atomic():
        patched.setattr(clock, "now", lambda: datetime.combine(clock.today(), midnight).astimezone(UTC))
        demo.load(password=PASSWORD, scale="tiny")
        yield
        transaction.set_rollback(True)


def test_loading_adds_up_to_the_totals_of_its_scale_and_a_second_time_changes_nothing(province):
    counted = Participation.objects.filter(Q(contact__kind="home_visit", served=True) | Q(file_action="new"))
    files = Person.objects.exclude(state="known")
    before = (counted.count(), files.count(), Entry.objects.count())

    assert demo.load(password="another-password", scale="tiny") is False

    assert before == (TINY.visits, TINY.files, Entry.objects.count())
    sessions = Contact.objects.filter(kind__in=["group_session", "activity", "publicity"])
    assert sessions.count() == TINY.sessions
    assert User.objects.get(username="province").check_password(PASSWORD)


def test_everything_was_recorded_in_its_own_week_by_the_stations_own_staff(province):
    contacts = Contact.objects.select_related("station", "recorded_by").prefetch_related("workers")

    assert not any(each.late for each in contacts)
    for each in contacts:
        names = {each.recorded_by.username, *(worker.username for worker in each.workers.all())}
        assert all(name.startswith(f"worker-{each.station.code}-") for name in names)
    assert max(each.service_on for each in contacts) < clock.today()
    written = (
        Entry.objects.filter(act__in=["clients.put_person", "services.put_contact"]).values("object_id").distinct()
    )
    assert written.count() == Contact.objects.count() + Person.objects.count()


def test_offices_brought_their_registers_twice_and_something_changed_between(province):
    county = User.objects.get(username="county-469030")
    registers = {stand.register.source: stand for stand in stands(county)}

    assert set(registers) == {"DB", "TK"}
    assert all(stand.none and stand.open_differences for stand in registers.values()) and registers["DB"].matched


def test_every_station_has_a_list_signed_by_others_and_one_has_a_round_that_waits(province):
    rounds = Round.objects.select_related("list__station", "made_by", "county_by")
    settled = rounds.filter(state="approved")

    assert {made.list.station.code for made in settled} == set(TINY.stations)
    assert all(made.county_by.username.startswith("county-") and made.county_by != made.made_by for made in settled)
    assert [made.list.station.code for made in rounds.exclude(state="approved")] in ([], ["469030104"])
    assert VisitSlot.objects.exists() and Pause.objects.count() == 1


def test_the_figures_made_by_the_load_equal_the_records(province):
    leader, everywhere = User.objects.get(username="province"), queries.place_named(area="46")

    def value(measure):
        return queries.figure(leader, measure, everywhere, "cumulative").value

    assert list(fold.verify()) == []
    served = Participation.objects.filter(served=True).values("person").distinct()
    expected = {"VISIT_FILE_PT": TINY.visits, "FILE_NEW": TINY.files, "SERVED_N": served.count()}
    assert {measure: value(measure) for measure in expected} == expected
    assert value("STATION_ON") == len(TINY.stations)


def test_the_accounts_are_those_of_the_surface_with_one_password_between_them(province):
    names = set(User.objects.values_list("username", flat=True))

    assert {"province", "leader", "auditor", "sysadmin", "secadmin", "auditadmin"} <= names
    assert {"supervisor-1", "evaluator-1", "agency-1", "organiser-1", "volunteer-1", "partner-1"} <= names
    assert {"head-469030104", *(f"worker-469030104-{n}" for n in (1, 2, 3)), "township-469030104"} <= names
    assert sum(name.startswith("county-") for name in names) == 19 + 8
    assert User.objects.values("password").distinct().count() == 1
    assert Posting.objects.filter(full_time=True).count() == len(TINY.stations) * 3
    held = defaultdict(set)
    for user, role in Grant.objects.values_list("user_id", "role"):
        held[user].add(role)
    assert all(len(roles) == 1 for roles in held.values() if roles & ADMINISTRATORS)


def test_the_person_of_the_manual_is_found_by_her_initials_and_nobody_bears_a_real_number(province):
    worker = User.objects.get(username="worker-469030104-1")
    people = Person.objects.allowed(worker, Permission.PERSON_VIEW)

    found = find(worker, "wgl", people=people).people

    assert "王桂兰" in [person.opened["name"] for person in found]
    everybody = list(Person.objects.all())
    seal.read(everybody, "id_number")
    numbers = [person.opened["id_number"] for person in everybody if person.opened["id_number"]]
    assert numbers
    assert all(number.startswith("469999") and read_resident(number) for number in numbers)


def test_stations_of_the_first_batch_are_run_by_made_up_agencies(province):
    stations = Station.objects.unscoped("演示").filter(batch="首批").select_related("operator")

    assert {one.operator.name for one in stations} == {"示例社会工作服务中心（二）", "示例社会工作服务中心（六）"}
    assert all(one.operator.uscc[2:8] == "469900" for one in stations)
