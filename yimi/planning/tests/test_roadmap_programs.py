"""Programs keep steps and duties by the rules of the pages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.sweep.bodies import photo
from yimi.core.ids import new_id

pytestmark = pytest.mark.django_db
API = "/api/v1"
STEP = {"area": "46", "title": "印发建站指引", "office": "省民政厅", "begins_on": "2026-03-01", "due_on": "2026-04-30"}
DUTY = {
    "county": "469030", "year": 2026, "title": "落实站点场地", "basis": "省政府重点目标任务", "office": "基层治理科",
    "leader": "符某（示例）", "due_on": "2026-12-10",
}  # fmt: skip


def sheet():
    return SimpleUploadedFile("纪要.jpg", photo(), "image/jpeg")


def test_a_step_is_put_changed_and_done_with_its_proof(world, api):
    mine, pk = api(world.province), new_id()
    url = f"{API}/milestones/{pk}"
    assert mine.put(url, STEP).status_code == 201 and mine.put(url, STEP).status_code == 200
    assert mine.put(url, STEP | {"office": "省厅"}).json()["code"] == "differs"
    later = new_id()
    assert mine.put(f"{API}/milestones/{later}", STEP | {"title": "全面建站", "needs": [str(pk)]}).status_code == 201
    assert (
        "why_early"
        in mine.post(f"{API}/milestones/{later}/done", {"on": "2026-04-20", "proof": "公示"}).json()["fields"]
    )

    done = mine.post(f"{url}/done", {"on": "2026-04-20", "proof": "琼民函〔2026〕1号（示例）", "version": 1}).json()
    sent = mine.send(f"{url}/files", {"file": [sheet()]}).json()

    assert (done["done_on"], sent["proof"]) == ("2026-04-20", "琼民函〔2026〕1号（示例）")
    assert mine.get(f"{API}/milestones/files/{sent['files'][0]['id']}").headers["Content-Type"] == "image/jpeg"
    assert mine.post(f"{url}/reopen", {"version": 1}).json()["code"] == "stale"
    assert mine.post(f"{API}/milestones/files/{sent['files'][0]['id']}/remove", {}).json()["files"] == []


def test_steps_are_listed_by_place_and_within_reach(world, api):
    own = {"area": "", "station": world.here.code, "title": "镇站协调会"}
    assert api(world.head).put(f"{API}/milestones/{new_id()}", STEP | own).status_code == 201
    assert api(world.head).put(f"{API}/milestones/{new_id()}", STEP).status_code == 404
    assert api(world.province).put(f"{API}/milestones/{new_id()}", STEP).status_code == 201

    def titles(user, query):
        return [each["title"] for each in api(user).get(f"{API}/milestones?{query}").json()["items"]]

    assert titles(world.province, "year=2026&county=46") == ["印发建站指引"]
    assert titles(world.county, f"station={world.here.code}") == ["镇站协调会"]
    assert titles(world.head, "state=late") == ["镇站协调会"]
    assert titles(world.stranger, "") == []
    assert api(world.stranger).get(f"{API}/milestones?station={world.here.code}").status_code == 404


def test_a_duty_is_put_told_of_and_done(world, api):
    mine, pk = api(world.county), new_id()
    url = f"{API}/duties/{pk}"
    assert mine.put(url, DUTY).status_code == 201
    assert api(world.head).put(f"{API}/duties/{new_id()}", DUTY).status_code == 404
    assert api(world.far_county).put(url, DUTY).json()["code"] == "id_taken"

    told = mine.post(f"{url}/progress", {"progress": "场地已选定", "version": 1}).json()
    sent = mine.send(f"{url}/files", {"file": [sheet()]}).json()
    done = mine.post(f"{url}/done", {"progress": "已交付使用", "on": "2026-11-18", "version": told["version"]}).json()

    assert (told["state"], told["leader"], done["state"]) == ("under_way", "符某（示例）", "done")
    assert [file["name"] for file in sent["files"]] == ["纪要.jpg"]
    assert mine.get(f"{API}/duties/files/{sent['files'][0]['id']}").status_code == 200
    assert mine.post(f"{url}/progress", {"progress": "再报"}).json()["code"] == "done"
    listed = api(world.province).get(f"{API}/duties?year=2026&county=469030&state=done").json()["items"]
    assert [each["id"] for each in listed] == [str(pk)] and listed[0]["files"]
    assert api(world.far_county).get(f"{API}/duties").json()["items"] == []
    assert mine.post(f"{url}/void", {"reason": "重复列入"}).json()["is_void"]
