"""The resource /clients as programs use it."""

import json
from datetime import timedelta

import pytest

from yimi.accounts.bearer import issue
from yimi.clients.models import Person
from yimi.core import clock
from yimi.core.ids import new_id
from yimi.core.models import Entry

from .people import NUMBER, person

BODY = {"name": "王桂兰", "sex": "F", "area": "469030104201", "station": "469030104", "categories": []}


@pytest.fixture
def call(client, world):
    """Call the API as somebody: `call(user, "PUT", path, body)` gives status and answer."""

    def called(user, method, path, body=None):
        token, _until = issue(user)
        answer = client.generic(
            method,
            f"/api/v1{path}",
            json.dumps(body) if body is not None else "",
            content_type="application/json",
            headers={"Authorization": f"Bearer {token}"},
        )
        return answer.status_code, answer.json()

    return called


def test_put_answers_as_promised(call, world):
    path = f"/clients/{new_id()}"

    created = call(world.worker, "PUT", path, BODY | {"id_number": NUMBER, "phone": "13800005610", "address": "四组"})
    again = call(world.worker, "PUT", path, BODY | {"id_number": NUMBER, "phone": "13800005610", "address": "四组"})
    differs = call(world.worker, "PUT", path, BODY | {"name": "王桂英"})
    stale = call(world.worker, "PUT", path, BODY | {"name": "王桂英", "version": 9})
    taken = call(world.stranger, "PUT", path, BODY | {"station": "469028103"})
    twice = call(world.stranger, "PUT", f"/clients/{new_id()}", BODY | {"station": "469028103", "id_number": NUMBER})
    moved = call(world.worker, "PUT", path, BODY | {"station": "469030105"})

    assert created[0] == 201
    assert again == (200, created[1])
    assert (created[1]["file_number"], created[1]["version"]) == ("QZCZ-000001", 1)
    assert (created[1]["id_number"], created[1]["phone"]) == ("4699**********0014", "138****5610")
    assert "四组" not in created[1]["address"]
    assert [(status, answer["code"]) for status, answer in (differs, stale, taken, twice, moved)] == [
        (409, "differs"), (409, "stale"), (409, "id_taken"), (409, "duplicate_person"), (409, "use_transfer"),
    ]  # fmt: skip
    assert differs[1]["current"]["name"] == stale[1]["current"]["name"] == "王桂兰"
    assert not taken[1].get("current")
    assert not twice[1].get("current")


def test_a_person_may_be_known_before_she_has_a_file(call, world):
    status, answer = call(world.worker, "PUT", f"/clients/{new_id()}", BODY | {"opened_on": None})

    assert status == 201
    assert (answer["state"], answer["file_number"], answer["opened_on"]) == ("known", None, None)


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"nickname": "阿兰"}, "nickname"),
        ({"id_number": "469999195001010015", "id_type": "resident_id"}, "id_number"),
        ({"sex": "女"}, "sex"),
        ({"area": "000000"}, "area"),
        ({"opened_on": "2999-01-01"}, "opened_on"),
        ({"opened_on": "昨天"}, "opened_on"),
        ({"categories": [{"code": "NOPE", "since_on": "2026-01-01"}]}, "categories.0.code"),
        ({"phone": "1"}, "phone"),
    ],
)
def test_bad_input_is_422_and_names_the_field(call, world, body, path):
    status, answer = call(world.worker, "PUT", f"/clients/{new_id()}", BODY | body)

    assert status == 422
    assert any(path in named for named in answer["fields"]), answer
    assert not Person.objects.exists()


def test_who_is_out_of_reach_is_not_there(call, world):
    pk = person(world.worker).pk

    for method, path, body in (
        ("GET", f"/clients/{pk}", None),
        ("POST", f"/clients/{pk}/reveal", {"field": "phone", "reason": "核实联系方式"}),
        ("POST", f"/clients/{pk}/void", {"reason": "建重了"}),
    ):
        absent = call(world.stranger, method, path.replace(str(pk), str(new_id())), body)
        answer = call(world.stranger, method, path, body)
        assert answer[0] == absent[0] == 404
        assert answer[1]["detail"] == absent[1]["detail"]
    assert call(world.stranger, "GET", "/clients?q=wgl")[1] == {"items": [], "next": None}


def test_above_the_station_people_are_masked(call, world):
    row = person(world.worker, id_number=NUMBER, phone="13800005610")

    for officer in (world.township, world.county, world.province):
        status, answer = call(officer, "GET", f"/clients/{row.pk}")
        assert status == 200
        assert (answer["name"], answer["birth_on"], answer["age_band"]) == ("王**", None, "70-79")
        assert "桂兰" not in json.dumps(call(officer, "GET", "/clients?q=王桂兰"), ensure_ascii=False)
    assert call(world.colleague, "GET", f"/clients/{row.pk}")[1]["name"] == "王桂兰"


def test_a_value_is_revealed_with_a_reason_and_an_entry(call, world):
    path = f"/clients/{person(world.worker, phone='13800005610').pk}/reveal"

    own = call(world.worker, "POST", path, {"field": "phone"})
    silent = call(world.colleague, "POST", path, {"field": "phone"})
    said = call(world.county, "POST", path, {"field": "phone", "reason": "核实临时救助联系方式"})
    refused = call(world.province, "POST", path, {"field": "phone", "reason": "核实临时救助联系方式"})

    assert own == (200, {"field": "phone", "value": "13800005610", "seconds": 30})
    assert silent[0] == 422
    assert said[1]["value"] == "13800005610"
    assert refused[0] == 403
    assert Entry.objects.filter(act="clients.reveal").count() == 2


def test_reveals_outside_the_own_caseload_are_budgeted(world, call, monkeypatch):
    monkeypatch.setattr("yimi.clients.actions.reveals.A_DAY", 1)
    path = f"/clients/{person(world.worker, phone='13800005610').pk}/reveal"
    body = {"field": "phone", "reason": "核实临时救助联系方式"}

    first, second = (call(world.colleague, "POST", path, body) for _ in range(2))

    assert first[0] == 200
    assert (second[0], second[1]["code"]) == (429, "reveal_budget")
    assert call(world.worker, "POST", path, {"field": "phone"})[0] == 200


def test_lists_are_filtered_and_go_on_by_cursor(call, world):
    today = clock.today()
    for nth in range(5):
        person(world.worker, name=f"王示例{nth}", sex="F", birth_on=today - timedelta(days=365 * 20 * (nth + 1)))
    person(world.worker, name="陈示例", opened_on=None)

    first = call(world.worker, "GET", "/clients?limit=3&state=active")[1]
    rest = call(world.worker, "GET", f"/clients?limit=3&state=active&cursor={first['next']}")[1]
    known = call(world.worker, "GET", "/clients?state=known")[1]["items"]
    elders = call(world.worker, "GET", "/clients?age_band=80%2B")[1]["items"]

    assert len({item["id"] for item in first["items"] + rest["items"]}) == 5
    assert rest["next"] is None
    assert [item["name"] for item in known] == ["陈示例"]
    assert {item["age_band"] for item in elders} <= {"80+"}
    assert call(world.worker, "GET", "/clients?colour=red")[0] == 422
    assert call(world.worker, "GET", "/clients?cursor=zzz")[0] == 422
    assert call(world.worker, "GET", "/clients?q=w")[0] == 422


def test_reading_is_written_down(call, world):
    row = person(world.worker)
    call(world.county, "GET", f"/clients/{row.pk}")
    call(world.county, "GET", "/clients")

    acts = list(Entry.objects.filter(actor_id=world.county.id).order_by("id").values_list("act", flat=True))
    assert acts == ["clients.read_person", "clients.list_people"]


def test_a_voided_person_stays_with_her_number(call, world):
    row = person(world.worker)

    status, answer = call(world.worker, "POST", f"/clients/{row.pk}/void", {"reason": "建重了"})

    assert (status, answer["state"], answer["file_number"]) == (200, "voided", "QZCZ-000001")
