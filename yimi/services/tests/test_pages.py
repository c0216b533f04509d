"""The pages and the API of contacts, as each role meets them."""

import json
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from yimi.accounts.bearer import issue
from yimi.core.ids import new_id
from yimi.services.models import Contact

from .conftest import SENSITIVE
from .test_imports import MESSY, row, workbook


@pytest.fixture
def call(client):
    """Call the API with a bearer token."""

    def called(user, method, path, body=None):
        headers = {"Authorization": f"Bearer {issue(user)[0]}"}
        sent = json.dumps(body) if body is not None else None
        return client.generic(method, f"/api/v1{path}", sent or "", content_type="application/json", headers=headers)

    return called


def visit(person, **more):
    usual = {"id": str(uuid4()), "person": str(person.pk), "outcome": "seen", "service_on": "2026-11-20"}
    return usual | {"workers": ["worker"], "note": "家里都好", "services": ["EC01"]} | more


def test_a_visit_is_recorded_in_one_page_and_taken_back_from_the_toast(world, person, sign_in):
    browser = sign_in(world.worker)
    assert "王桂兰" in browser.get(reverse("services:visit_new"), {"person": person.pk}).content.decode()
    sent = visit(person)

    saved = browser.post(reverse("services:visit_new"), sent)
    twice = browser.post(reverse("services:visit_new"), sent)
    undo = reverse("services:undo", args=[sent["id"]])

    assert saved.status_code == twice.status_code == 302
    assert Contact.objects.unscoped("test").count() == 1
    assert undo in browser.get(saved.url).content.decode()
    assert browser.post(undo).status_code == 302
    assert Contact.objects.unscoped("test").get().is_void


def test_a_second_visit_on_the_day_is_asked_about_and_then_saved(world, person, sign_in):
    browser = sign_in(world.worker)
    browser.post(reverse("services:visit_new"), visit(person))

    asked = browser.post(reverse("services:visit_new"), visit(person))
    meant = browser.post(reverse("services:visit_new"), visit(person, again="on"))

    assert (asked.status_code, meant.status_code) == (422, 302)
    assert "仍要保存" in asked.content.decode()


def test_a_person_to_visit_is_found_by_initials(world, person, sign_in):
    found = sign_in(world.worker).get(reverse("services:visit_new"), {"q": "wgl"}, headers={"HX-Target": "found"})

    assert "王桂兰" in found.content.decode()
    assert "<html" not in found.content.decode()


def test_a_wrong_visit_is_shown_with_its_faults(world, person, sign_in):
    answer = sign_in(world.worker).post(
        reverse("services:visit_new"), visit(person, service_on="2026-11-21", minutes="0")
    )

    assert answer.status_code == 422
    assert "服务日期不能晚于今天" in answer.content.decode() or "1" in answer.content.decode()


def test_the_list_and_a_record_show_each_role_her_part(world, person, record, sign_in):
    contact = record(person, note="家里都好")
    sensitive = record(person, services=(SENSITIVE,), note="只有参与的人看")

    mine = sign_in(world.worker).get(reverse("services:list")).content.decode()
    county = sign_in(world.county).get(reverse("services:list")).content.decode()
    masked = sign_in(world.county).get(reverse("services:record", args=[contact.pk])).content.decode()
    stub = sign_in(world.colleague).get(reverse("services:record", args=[sensitive.pk])).content.decode()

    assert "王桂兰" in mine
    assert "王**" in county and "王桂兰" not in county and "敏感记录" in county
    assert "王**" in masked and "家里都好" not in masked
    assert "只有参与的人看" not in stub and "王桂兰" not in stub
    assert sign_in(world.stranger).get(reverse("services:record", args=[contact.pk])).status_code == 404


def test_a_record_is_corrected_and_voided_from_its_page(world, person, record, sign_in):
    contact, browser = record(person, note="甲", minutes=30), sign_in(world.worker)
    page = browser.get(reverse("services:edit", args=[contact.pk])).content.decode()
    assert "甲" in page
    sent = {"outcome": "not_home", "service_on": "2026-11-18", "note": "乙", "version": "1"}

    assert browser.post(reverse("services:edit", args=[contact.pk]), sent).status_code == 302
    late = browser.post(reverse("services:edit", args=[contact.pk]), sent | {"note": "丙"})
    assert late.status_code == 409 and "乙" in late.content.decode() and "丙" in late.content.decode()
    assert browser.post(reverse("services:void", args=[contact.pk]), {"reason": "记错人"}).status_code == 302

    contact.refresh_from_db()
    assert (contact.outcome, contact.is_void) == ("not_home", True)
    assert contact.participations.get().served is False


def test_a_table_is_checked_then_confirmed(world, person, sign_in, settings):
    browser = sign_in(world.worker)
    bad = browser.post(reverse("services:import"), {"file": SimpleUploadedFile("a.xlsx", workbook(row(name="")))})
    assert bad.status_code == 422
    assert "请填写姓名" in bad.content.decode()
    assert browser.post(reverse("services:import_confirm")).status_code == 409

    good = browser.post(reverse("services:import"), {"file": SimpleUploadedFile("a.xlsx", workbook(*MESSY))})
    kept = Path(settings.YIMI_DATA) / "uploads" / f"{browser.session['contacts_upload']['place']}.sealed"
    assert not kept.read_bytes().startswith(b"PK")
    assert "新增 5 条" in good.content.decode()
    assert browser.post(reverse("services:import_confirm")).status_code == 302

    assert Contact.objects.unscoped("test").count() == 5
    assert not kept.exists()


def test_broken_uploads_are_refused_in_words(world, sign_in):
    browser = sign_in(world.worker)

    for content in (b"\xff\xfe\x00", b"PK\x03\x04broken", b"a,b\n1,2"):
        answer = browser.post(reverse("services:import"), {"file": SimpleUploadedFile("a.xlsx", content)})
        assert answer.status_code == 422
    assert browser.get(reverse("services:import_template")).content.startswith(b"PK")


def test_the_list_is_taken_away_with_a_purpose(world, person, record, sign_in):
    record(person)
    browser = sign_in(world.head)

    assert browser.post(reverse("services:export"), {"purpose": ""}).status_code == 422
    assert browser.post(reverse("services:export"), {"purpose": "站务会"}).content.startswith(b"PK")


def test_put_by_the_api_answers_as_promised(world, person, call):
    path = f"/contacts/{new_id()}"
    body = {
        "station": "469030104", "kind": "home_visit", "service_on": "2026-11-18", "workers": ["worker"],
        "participants": [{"client": str(person.pk)}], "services": ["EC01"], "note": "家里都好",
    }  # fmt: skip

    created, same = call(world.worker, "PUT", path, body), call(world.worker, "PUT", path, body)
    differs = call(world.worker, "PUT", path, body | {"minutes": 30})
    stale = call(world.worker, "PUT", path, body | {"minutes": 30, "version": 9})
    changed = call(world.worker, "PUT", path, body | {"minutes": 30, "version": 1})
    unknown = call(world.worker, "PUT", f"/contacts/{new_id()}", body | {"group": str(new_id())})
    faulty = call(world.worker, "PUT", f"/contacts/{new_id()}", body | {"service_on": "2027-01-01", "services": ["X"]})

    assert (created.status_code, same.status_code, created.json()) == (201, 200, same.json())
    assert (differs.status_code, differs.json()["code"]) == (409, "differs")
    assert differs.json()["current"]["version"] == 1
    assert (stale.status_code, stale.json()["code"]) == (409, "stale")
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    assert (unknown.status_code, list(unknown.json()["fields"])) == (422, ["group"])
    assert set(faulty.json()["fields"]) == {"service_on", "services.0"}


def test_the_api_reads_within_reach_and_says_what_a_contact_counts_in(world, person, record, call):
    contact = record(person, note="家里都好")

    mine = call(world.worker, "GET", f"/contacts/{contact.pk}").json()
    county = call(world.county, "GET", f"/contacts/{contact.pk}").json()
    listed = call(
        world.worker, "GET", f"/contacts?station=469030104&client={person.pk}&service_on_from=2026-11-01"
    ).json()

    assert {"measure": "VISIT_FILE_PT", "value": 1} in mine["counted"]
    assert (county["view"], county["note"], county["participants"][0]["name"]) == ("masked", None, "王**")
    assert [item["id"] for item in listed["items"]] == [str(contact.pk)]
    assert call(world.stranger, "GET", f"/contacts/{contact.pk}").status_code == 404
    assert call(world.stranger, "POST", f"/contacts/{contact.pk}/void", {"reason": "试试看"}).status_code == 404
    assert call(world.worker, "GET", "/contacts?colour=red").status_code == 422
    voided = call(world.worker, "POST", f"/contacts/{contact.pk}/void", {"reason": "记错人"})
    assert (voided.status_code, voided.json()["voided"]) == (200, True)


def test_at_a_station_colleagues_are_picked_by_name_and_above_it_accounts_are_typed(world, person, record, sign_in):
    record(person)
    at_station = sign_in(world.worker).get(reverse("services:list"), {"worker": world.worker.username})
    above = sign_in(world.county).get(reverse("services:list"))

    here = at_station.content.decode()
    assert f'<option value="{world.worker.username}" selected>{world.worker.name}</option>' in here
    assert "全部社工" in here and "全部社工站" not in here and "王桂兰" in here
    assert "社工账号" in above.content.decode() and "全部社工站" in above.content.decode()
