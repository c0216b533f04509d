"""Incidents for programs: the same few may know, sending twice writes once, and a slip is told at its field."""

import json
from datetime import date

import pytest
from django.urls import reverse

from tests.story import contact
from tests.story import person as make_person
from yimi.accounts.bearer import issue
from yimi.core.ids import new_id
from yimi.incidents.models import Incident

BODY = {"station": "469030104", "kind": "minor", "found_at": "2026-11-19T23:58:00+08:00"}
FORM = {"kind": "minor", "found_at": "2026-11-19T23:58", "station": "469030104", "workers": ["worker"]}


@pytest.fixture(autouse=True)
def _today(settings):
    settings.YIMI_TODAY = date(2026, 11, 20)


@pytest.fixture
def call(client):
    def called(user, method, path, body=None):
        headers = {"Authorization": f"Bearer {issue(user)[0]}"}
        sent = json.dumps(body) if body is not None else ""
        return client.generic(method, f"/api/v1{path}", sent, content_type="application/json", headers=headers)

    return called


def test_a_program_writes_an_incident_down_once_and_adds_to_it_with_its_version(world, call):
    pk = new_id()
    assert call(world.worker, "PUT", f"/incidents/{pk}", BODY).status_code == 201
    assert call(world.worker, "PUT", f"/incidents/{pk}", BODY).status_code == 200

    more = BODY | {"police_at": "2026-11-20T00:03:00+08:00", "what": "身上有伤"}
    assert call(world.worker, "PUT", f"/incidents/{pk}", more).json()["code"] == "differs"
    stale = call(world.worker, "PUT", f"/incidents/{pk}", more | {"version": 7}).json()
    assert (stale["code"], stale["current"]["version"]) == ("stale", 1)

    told = call(world.worker, "PUT", f"/incidents/{pk}", more | {"version": 1}).json()
    assert (told["state"], told["gap_minutes"], told["reported_on"]) == ("reported", 5, "2026-11-20")


def test_who_may_not_know_gets_nothing_and_the_county_gets_times_without_people(world, call):
    pk, person = new_id(), make_person(world.worker, world.here, "符小某")
    call(world.worker, "PUT", f"/incidents/{pk}", BODY | {"client": str(person.pk), "what": "身上有伤"})

    seen = call(world.county, "GET", f"/incidents/{pk}").json()
    assert seen["gap_minutes"] is None
    assert (seen.get("client"), seen.get("name"), seen.get("what"), seen["workers"]) == (None, None, None, [])
    assert call(world.head, "GET", f"/incidents/{pk}").json()["name"] == "符小某"
    for user, left_out in ((world.colleague, 0), (world.township, 1), (world.province, 0)):
        assert call(user, "GET", f"/incidents/{pk}").status_code == 404
        listed = call(user, "GET", "/incidents").json()
        assert (listed["items"], listed["left_out"]) == ([], left_out)
    assert call(world.colleague, "PUT", f"/incidents/{pk}", BODY).json()["code"] == "id_taken"
    assert call(world.colleague, "POST", f"/incidents/{pk}/void", {"reason": "不知情"}).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"found_at": "2026-11-19T09:00:00"}, "found_at"),
        ({"found_at": "0001-01-01T00:00:00+14:00"}, "found_at"),
        ({"found_at": "2026-12-19T09:00:00+08:00"}, "found_at"),
        ({"police_at": "2026-11-19T00:00:00+08:00"}, "police_at"),
        ({"station": "469005101"}, "station"),
        ({"workers": ["nobody"]}, "workers"),
        ({"amount": 1}, "amount"),
    ],
    ids=["no zone", "long ago", "in the future", "told before it was found", "elsewhere", "a stranger", "unknown"],
)
def test_a_slip_is_told_at_its_field(world, call, wrong, field):
    answer = call(world.worker, "PUT", f"/incidents/{new_id()}", BODY | wrong)

    assert (answer.status_code, list(answer.json()["fields"])) == (422, [field])
    assert not Incident.objects.unscoped("test").exists()


def test_who_writes_it_down_knows_of_it_and_voiding_takes_it_away(world, call):
    pk = new_id()

    assert call(world.worker, "PUT", f"/incidents/{pk}", BODY | {"workers": ["colleague"]}).status_code == 201
    assert call(world.worker, "GET", f"/incidents/{pk}").json()["workers"] == ["colleague", "worker"]
    assert call(world.worker, "POST", f"/incidents/{pk}/void", {"reason": "误录"}).status_code == 200
    assert call(world.worker, "GET", f"/incidents/{pk}").status_code == 404


def test_two_who_add_at_once_lose_nothing(world, sign_in):
    first, second, pk = sign_in(world.worker), sign_in(world.head), new_id()
    first.post(reverse("incidents:new"), FORM | {"id": pk})
    edit = reverse("incidents:edit", args=[pk])
    second.post(edit, FORM | {"id": pk, "version": "1", "receipt": "回执7号"})

    answer = first.post(edit, FORM | {"id": pk, "version": "1", "plan": "由姑姑临时照护"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "刚被别人改过" not in page and "现在的内容" in page and "回执7号" in page and "由姑姑临时照护" in page

    both = FORM | {"id": pk, "version": "2", "plan": "由姑姑临时照护", "receipt": "回执7号"}
    assert 'name="version" value="2"' in page and first.post(edit, both).status_code == 302


def test_the_report_begins_on_the_page_of_a_person_and_of_a_contact(world, sign_in):
    person = make_person(world.worker, world.here, "符小某")
    met = contact(world.worker, world.here, "home_visit", date(2026, 11, 18), [person])
    begin = f"{reverse('incidents:new')}?person={person.pk}"

    for url in (reverse("clients:person", args=[person.pk]), reverse("services:record", args=[met.pk])):
        assert begin in sign_in(world.worker).get(url).content.decode()
        assert begin not in sign_in(world.county).get(url).content.decode()
    form = sign_in(world.worker).get(begin).content.decode()
    assert "符小某" in form and "tel:110" in form
    assert "符小某" not in sign_in(world.stranger).get(begin).content.decode()
