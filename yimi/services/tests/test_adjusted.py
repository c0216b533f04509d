"""What a locked month gained or lost opens the records that it came by."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.story import contact, person, visit, void_contact
from yimi.accounts.bearer import issue
from yimi.clients.actions import merge_people
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.tests.guard import emptied_journal
from yimi.figures import fold, locking, queries
from yimi.services.actions import put_contact
from yimi.services.adjusted import changes
from yimi.services.fields import ContactFields, PartFields
from yimi.services.models import Restated

__all__ = ["emptied_journal"]

SEPTEMBER, OCTOBER = date(2026, 9, 10), date(2026, 10, 7)
PAGE, API = "/app/records/adjusted/", "/api/v1/contacts/adjusted"
pytestmark = pytest.mark.both_engines


@pytest.fixture
def people(world):
    return [person(world.worker, world.here, name) for name in ("王桂兰", "陈志明", "林亚梅")]


@pytest.fixture
def locked(world, people):
    """Two visits in September, which is locked with them."""
    made = [visit(world.worker, world.here, SEPTEMBER, [one]) for one in people[:2]]
    fold.fold()
    locking.lock_months()
    return made


def behind(world, measure="HOME_VISIT_PT", actor=None, **place):
    found = changes(actor or world.worker, measure, queries.place_named(**(place or {"area": "469030"})), "2026-09")
    return sorted((row.change, row.was, row.now) for row in found.rows), found


def moved(made, world, on, **more):
    """The same record on another day."""
    made.refresh_from_db()
    parts = tuple(PartFields(client=part.person_id) for part in made.participations.all())
    fields = ContactFields(
        station=made.station.code, kind=made.kind, service_on=on, participants=parts, version=made.version, **more
    )
    put_contact(made.pk, by=world.worker, fields=fields)


def test_what_was_entered_voided_or_moved_away_since_makes_up_the_difference(world, people, locked):
    void_contact(locked[0].pk, by=world.worker, reason="记错了人")
    moved(locked[1], world, OCTOBER)
    visit(world.worker, world.here, date(2026, 9, 11), [people[2], people[1]])

    rows, found = behind(world)

    assert rows == [("corrected", 1, 0), ("entered", 0, 2), ("voided", 1, 0)]
    assert (found.line.frozen, found.line.now, found.line.difference) == (2, 2, 0)
    assert (found.other, found.hidden, found.next) == (0, 0, None)


def test_it_is_told_of_the_first_change_and_what_changed_nothing_in_it_is_left_out(world, locked):
    moved(locked[0], world, SEPTEMBER, note="补写经过")
    assert behind(world)[0] == []

    moved(locked[0], world, SEPTEMBER, outcome="not_home")
    void_contact(locked[0].pk, by=world.worker, reason="记错了人")

    assert behind(world)[0] == [("voided", 1, 0)]
    assert behind(world, "VISIT_TRY")[0] == [], "it was no attempt when the month was locked, and is none now"
    assert Restated.objects.unscoped("test").get().was["HOME_VISIT_PT"] == 1


def test_what_comes_of_anything_but_records_is_told_as_a_number(world, people, locked):
    visit(world.worker, world.here, SEPTEMBER, [people[2]])
    merge_people(by=world.county, keep=people[0].pk, drop=people[1].pk, reason="同一人")

    rows, found = behind(world, "SERVED_N")
    assert rows == [("entered", 0, 1)] and found.line.difference == 0
    assert found.other is None, "persons are not added up"


def test_two_files_of_one_visit_that_become_one_take_from_it_without_a_record(world, people):
    visit(world.worker, world.here, SEPTEMBER, people[:2])
    fold.fold()
    locking.lock_months()
    visit(world.worker, world.here, SEPTEMBER, [people[2]])
    merge_people(by=world.county, keep=people[0].pk, drop=people[1].pk, reason="同一人")

    rows, found = behind(world)

    assert rows == [("entered", 0, 1)]
    assert (found.line.frozen, found.line.now, found.other) == (2, 2, -1)


def test_who_may_not_see_the_records_sees_how_many_there_are(world, people, locked):
    visit(world.worker, world.here, SEPTEMBER, [people[2]])

    rows, found = behind(world, actor=world.stranger)
    assert rows == [] and (found.hidden, found.hidden_difference) == (1, 1)
    rows, found = behind(world, actor=world.leader)
    assert rows == [] and "只看数字" in found.reason
    assert behind(world, actor=world.county)[1].rows[0].sheet.people == "林**"


def test_what_is_too_small_to_be_told_opens_nothing_and_what_is_no_record_has_no_list(world, people, locked):
    contact(world.worker, world.here, "crisis", SEPTEMBER, [people[0]])

    assert behind(world, "CRISIS_N", actor=world.county)[1].line.difference == 1
    with pytest.raises(RuleBroken, match="小于 5"):
        behind(world, "CRISIS_N", actor=world.province)
    for code in ("FILE_STOCK", "DUE_RATE", "NOTHING"):
        with pytest.raises(Invalid, match="不能按服务记录列出"):
            behind(world, code)


def test_the_pages_and_the_api_lead_to_it_and_the_record_says_which_month_it_adjusts(world, people, locked, sign_in):
    late = visit(world.worker, world.here, SEPTEMBER, [people[2]])
    today = visit(world.worker, world.here, world.today, [people[2]])
    browser, asked = sign_in(world.worker), {"measure": "HOME_VISIT_PT", "area": "469030", "month": "2026-09"}

    adjustments = browser.get("/app/figures/adjustments/?area=469030&month=2026-09").content.decode()
    listed = browser.get(PAGE, asked).content.decode()
    record = browser.get(f"/app/records/{late.pk}/").content.decode()

    assert PAGE in adjustments and f"/app/records/{late.pk}/" in listed and "补录" in listed and "林亚梅" in listed
    assert "计入上期调整" in record and "2026年9月已于" in record and "入户走访" in record
    assert "计入上期调整" not in browser.get(f"/app/records/{today.pk}/").content.decode()
    bearer = {"Authorization": f"Bearer {issue(world.worker)[0]}"}
    told = browser.get(API, asked, headers=bearer).json()
    assert (told["difference"], told["other"], told["items"][0]["change"]) == (1, 0, "entered")
    adjusts = browser.get(f"/api/v1/contacts/{late.pk}", headers=bearer).json()["adjusts"]
    assert adjusts[0]["month"] == "2026-09" and adjusts[0]["differences"]["HOME_VISIT_PT"] == 1
    assert browser.get(PAGE, asked | {"month": "2026-11"}).status_code == 404
    assert browser.get(PAGE, asked | {"month": "九月"}).status_code == 422


def test_the_list_costs_the_same_however_long_it_is(world, people, locked, sign_in):
    browser, asked = sign_in(world.worker), {"measure": "HOME_VISIT_PT", "area": "469030", "month": "2026-09"}

    def cost():
        with CaptureQueriesContext(connection) as statements:
            assert browser.get(PAGE, asked).status_code == 200
        return len(statements)

    visit(world.worker, world.here, SEPTEMBER, [people[0]])
    cost()
    few = cost()
    for nth in range(12):
        visit(world.worker, world.here, date(2026, 9, 12 + nth), people)

    assert cost() <= few
