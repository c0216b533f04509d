"""Incidents: nothing stands before reporting, few may know, and the figure counts the day of the report."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.http import Http404

from tests.story import person as make_person
from yimi.core import clock, journal
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.ids import new_id
from yimi.figures.measure import measures
from yimi.incidents import queries
from yimi.incidents.actions import put_incident, void_incident
from yimi.incidents.fields import IncidentFields
from yimi.incidents.models import Incident

FOUND = datetime(2026, 11, 19, 15, 58, tzinfo=UTC)  # 23:58 in Hainan


@pytest.fixture(autouse=True)
def _noon(settings, monkeypatch):
    settings.YIMI_TODAY = date(2026, 11, 20)
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 20, 4, tzinfo=UTC))


@pytest.fixture
def report(world):
    def made(*, pk=None, by=None, **more):
        usual = {"station": world.here.code, "kind": "minor", "found_at": FOUND}
        return put_incident(pk or new_id(), by=by or world.worker, fields=IncidentFields(**usual | more)).incident

    return made


def test_two_things_are_enough_and_the_rest_follows_in_any_order(report):
    row = report()
    assert (row.state, row.gap) == ("found", None)

    row = report(pk=row.pk, version=1, plan="由亲属临时照护")
    assert row.state == "safety_plan"

    row = report(pk=row.pk, version=2, plan="由亲属临时照护", police_at=FOUND + timedelta(minutes=5))
    assert (row.gap, row.reported_on) == (5, date(2026, 11, 20))


def test_sending_twice_writes_once_and_a_blind_change_is_refused(report):
    pk = new_id()
    report(pk=pk)
    report(pk=pk)

    with pytest.raises(RuleBroken, match="内容不同"):
        report(pk=pk, what="另有情况")
    with pytest.raises(RuleBroken) as stale:
        report(pk=pk, what="另有情况", version=7)

    assert stale.value.code == "stale"
    assert Incident.objects.unscoped("test").count() == 1


def test_a_report_before_the_finding_or_in_the_future_is_a_slip(report):
    with pytest.raises(Invalid) as refused:
        report(police_at=FOUND - timedelta(minutes=1), civil_at=FOUND + timedelta(days=9999))

    assert set(refused.value.fields) == {"police_at", "civil_at"}


def test_only_those_named_the_head_and_the_county_know_of_it(world, report):
    seen = report()
    hidden = report(head_excluded=True)

    for user in (world.worker, world.head, world.county):
        assert queries.incidents_for(user).filter(pk=seen.pk).exists()
    for user in (world.colleague, world.township, world.province, world.neighbour, world.far_county, world.leader):
        assert not queries.incidents_for(user).exists()
    assert not queries.incidents_for(world.head).filter(pk=hidden.pk).exists()
    with pytest.raises(Http404):
        void_incident(hidden.pk, by=world.head, reason="不知情")
    with pytest.raises(RuleBroken) as taken:
        report(pk=seen.pk, by=world.colleague)
    assert taken.value.code == "id_taken"


def test_the_township_is_told_how_many_and_the_county_sees_times_without_people(world, report):
    row = report(person=make_person(world.worker, world.here, "符小某").pk, what="身上有伤")

    sheet = queries.open_incident(row.pk, by=world.county)

    assert (sheet.person, sheet.texts, sheet.may_write) == ("", {}, False)
    assert (queries.left_out(world.township), queries.left_out(world.county), queries.left_out(world.province)) == (
        1,
        0,
        0,
    )
    assert journal.entries(act="incidents.read_incident", actor_id=world.county.id).count() == 1


def test_the_figure_counts_reports_that_stand_and_its_rows_open_to_few(world, report):
    measure = measures["REPORT_MINOR_N"]
    report()
    told = report(police_at=FOUND + timedelta(minutes=5))
    gone = report(civil_at=FOUND + timedelta(minutes=9))
    void_incident(gone.pk, by=world.worker, reason="重复录入")

    assert list(measure.counted()) == [told]
    assert measure.guarded
    for user, rows in (
        (world.county, 1),
        (world.head, 1),
        (world.colleague, 0),
        (world.township, 0),
        (world.province, 0),
    ):
        assert measure.facts.visible(user, measure.counted()).count() == rows


def test_the_page_says_first_whom_to_call(world, report, sign_in):
    browser = sign_in(world.worker)
    pk = new_id()
    assert "tel:110" in browser.get("/app/incidents/new/").content.decode()

    browser.post("/app/incidents/new/", {
        "id": pk, "kind": "minor", "found_at": "2026-11-19T23:58", "station": world.here.code, "workers": ["worker"],
    })  # fmt: skip

    assert "尚未记录报告" in browser.get(f"/app/incidents/{pk}/").content.decode()
    assert browser.get("/app/incidents/").status_code == 200
    assert browser.get(f"/app/incidents/{pk}/edit/").status_code == 200
    assert browser.post(f"/app/incidents/{pk}/void/", {"reason": "误录"}).status_code == 302
