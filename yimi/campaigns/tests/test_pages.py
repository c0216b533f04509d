"""The pages and the API of campaigns, as each role meets them."""

import json
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook
from PIL import Image

from conftest import _user
from yimi.accounts.bearer import issue
from yimi.campaigns import actions, queries
from yimi.campaigns.models import Campaign, CampaignFile
from yimi.clients.actions import answer_transfer, ask_transfer
from yimi.clients.actions.moving import Answer
from yimi.core.ids import new_id
from yimi.core.permissions import Role


def plan_form(pk, **more):
    goods = {
        "goods-TOTAL_FORMS": "3", "goods-INITIAL_FORMS": "0", "goods-0-name": "大米", "goods-0-unit": "袋",
        "goods-0-each": "1", "goods-0-prepared": "10",
    }  # fmt: skip
    return goods | {
        "id": str(pk), "kind": "mid_autumn", "name": "中秋慰问", "first_on": "2026-11-16", "last_on": "2026-11-22",
        "purpose": "送月饼", "station": "469030104", "service": "",
    } | more  # fmt: skip


def deliver_form(**more):
    return {"batch": str(new_id()), "on": "2026-11-20", "outcome": "seen", "workers": "worker"} | more


def page(client, name, *args):
    answer = client.get(reverse(f"campaigns:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_worker_plans_lists_starts_delivers_and_sums_up(world, person, sign_in):
    who, pk = person("王桂兰", "DJLR"), new_id()
    client = sign_in(world.worker)
    assert client.post(reverse("campaigns:new"), plan_form(pk)).status_code == 302
    found = client.get(reverse("campaigns:choose", args=[pk]), {"categories": "DJLR"}).content.decode()
    assert "有 1 人" in found and "家庭暴力" not in found
    assert client.post(reverse("campaigns:choose", args=[pk]), {"categories": "DJLR"}).status_code == 302
    assert "王桂兰" in page(client, "people", pk)
    assert client.post(reverse("campaigns:step", args=[pk]), {"step": "start"}).status_code == 302

    ticked = client.get(reverse("campaigns:deliver", args=[pk]), {"pick": "all"}).content.decode()
    assert f'value="{who.pk}" checked' in ticked
    good = queries.goods_of(Campaign.objects.unscoped("test").get(pk=pk))[0].good
    sent = deliver_form(pick=str(who.pk)) | {f"n_{who.pk}_{good.pk}": "2"}
    answer = client.post(reverse("campaigns:deliver", args=[pk]), sent, follow=True)

    assert "已登记 1 人" in answer.content.decode()
    assert "大米 2 袋" in page(client, "deliveries", pk)
    step = {"step": "sum_up", "on": "2026-11-20", "text": "老人很高兴"}
    assert client.post(reverse("campaigns:step", args=[pk]), step).status_code == 302
    summary = page(client, "summary", pk)
    assert "已发放 1 人次" in summary and "老人很高兴" in summary and "名单上的人都已领到" in summary
    letter = Document(BytesIO(client.get(reverse("campaigns:letter", args=[pk])).content))
    assert "老人很高兴" in "\n".join(paragraph.text for paragraph in letter.paragraphs)
    assert "大米" in client.get(reverse("clients:person", args=[who.pk])).content.decode()


def test_a_form_comes_back_filled_in_with_its_faults(world, running, person, sign_in):
    who, pk = person("王桂兰"), new_id()
    client = sign_in(world.worker)
    answer = client.post(
        reverse("campaigns:new"), plan_form(pk, last_on="2026-11-01", **{"goods-1-name": "大米", "goods-1-unit": "箱"})
    )
    assert answer.status_code == 422 and "请填写数量" in answer.content.decode()
    answer = client.post(reverse("campaigns:new"), plan_form(pk, last_on="2026-11-01"))
    assert answer.status_code == 422 and "不能早于开始日期" in answer.content.decode()
    assert 'value="大米"' in answer.content.decode()

    row = running(who)
    goods = {stock.good.name: stock.good for stock in queries.goods_of(row)}
    sent = deliver_form(pick=str(who.pk)) | {f"n_{who.pk}_{goods['大米'].pk}": "一袋"}
    answer = client.post(reverse("campaigns:deliver", args=[row.pk]), sent)
    assert answer.status_code == 422
    assert "数量填 0 到 9999 的整数" in answer.content.decode() and 'value="一袋"' in answer.content.decode()
    none = client.post(reverse("campaigns:deliver", args=[row.pk]), deliver_form())
    assert none.status_code == 422 and "一次登记 1 至 200 人" in none.content.decode()


def test_offices_see_the_campaigns_of_their_area_with_masked_people_and_no_texts(
    world, running, deliver, person, sign_in
):
    who = person("王桂兰")
    row = running(who)
    deliver(row, who)
    far = running(name="别处看不到", station="469030104")

    for office in (world.township, world.county, world.province):
        client = sign_in(office)
        assert "重阳慰问" in page(client, "list")
        shown = page(client, "people", row.pk) + page(client, "campaign", row.pk) + page(client, "deliveries", row.pk)
        assert "王**" in shown and "王桂兰" not in shown and "给独居老人送米油" not in shown
        assert "已发放 1 人次" in page(client, "summary", row.pk)
        assert client.post(reverse("campaigns:receipts", args=[row.pk])).status_code == 404
        assert client.get(reverse("campaigns:edit", args=[row.pk])).status_code == 403
    for stranger in (world.stranger, world.far_county):
        client = sign_in(stranger)
        assert client.get(reverse("campaigns:campaign", args=[far.pk])).status_code == 404
        assert "重阳慰问" not in page(client, "list")


def test_the_sheet_to_sign_is_filled_with_the_list_or_blank(world, running, person, sign_in):
    row = running(person("王桂兰"), person("李阿公", area="469030104201"))
    client, url = sign_in(world.worker), reverse("campaigns:receipts", args=[row.pk])

    filled = load_workbook(BytesIO(client.post(url, {"layout": "xlsx"}).content)).active
    village = load_workbook(BytesIO(client.post(url, {"layout": "xlsx", "village": "469030104201"}).content)).active
    blank = load_workbook(BytesIO(client.post(url, {"layout": "xlsx", "blank": "yes"}).content)).active

    told = [
        "\n".join(str(cell) for line in sheet.values for cell in line if cell) for sheet in (filled, village, blank)
    ]
    assert "王桂兰" in told[0] and "大米 1 袋、食用油 2 桶" in told[0] and "签名／按印" in told[0]
    assert "李阿公" in told[1] and "王桂兰" not in told[1]
    assert "王桂兰" not in told[2] and "每人：大米 1 袋、食用油 2 桶" in told[2]
    assert client.post(url, {"layout": "pdf"}).content.startswith(b"%PDF")


def test_photos_and_the_signed_sheet_are_kept_sealed_and_shown_at_the_station(
    world, running, sign_in, settings, tmp_path
):
    settings.YIMI_DATA = tmp_path
    row, photo = running(), BytesIO()
    Image.new("RGB", (8, 8), "teal").save(photo, "JPEG")
    photo.name, client = "签收表.jpg", sign_in(world.worker)
    photo.seek(0)

    sent = {"file": photo, "sort": "receipts"}
    assert client.post(reverse("campaigns:file_add", args=[row.pk]), sent).status_code == 302

    file = CampaignFile.objects.unscoped("test").get()
    assert "签收表.jpg" in page(client, "campaign", row.pk)
    assert client.get(reverse("campaigns:file", args=[file.pk])).content.startswith(b"\xff\xd8")
    assert sign_in(world.county).get(reverse("campaigns:file", args=[file.pk])).status_code == 404
    assert sign_in(world.worker).post(reverse("campaigns:file_remove", args=[file.pk])).status_code == 302
    assert sign_in(world.worker).get(reverse("campaigns:file", args=[file.pk])).status_code == 404


def test_who_was_transferred_stays_on_the_list_masked_and_gets_nothing_here(world, running, deliver, person, sign_in):
    gone, here = person("王桂兰"), person("李阿公")
    row = running(gone, here)
    asked = ask_transfer(gone.pk, by=world.head, to="469030105", reason="搬到红毛镇")
    near_head = _user("near.head", Role.STATION_HEAD, world.near)
    answer_transfer(asked.pk, by=near_head, answer=Answer(accept=True))

    shown = page(sign_in(world.worker), "deliver", row.pk)

    assert "王**" in shown and "已不在本站" in shown and "王桂兰" not in shown
    refused = sign_in(world.worker).post(reverse("campaigns:deliver", args=[row.pk]), deliver_form(pick=str(gone.pk)))
    assert refused.status_code == 422 and "已转到别的站" in refused.content.decode()
    actions.remove_people(row.pk, by=world.head, people=[gone.pk])
    assert queries.sheet_for(world.head, row.pk).tally.listed == 1


def test_the_list_is_exported_by_who_may_export(world, running, sign_in):
    running()
    assert sign_in(world.worker).post(reverse("campaigns:export"), {"purpose": "月报"}).status_code == 403
    client = sign_in(world.head)
    assert client.post(reverse("campaigns:export"), {"purpose": ""}).status_code == 422

    table = load_workbook(BytesIO(client.post(reverse("campaigns:export"), {"purpose": "月报"}).content)).active

    assert any("重阳慰问" in line for line in table.values)


def test_a_list_costs_the_same_however_many_are_on_it(world, running, deliver, person, sign_in):
    people = [person(f"王{nth}兰") for nth in "一二三四五六七八九十"]
    few, many = running(*people[:2]), running(*people)
    deliver(few, *people[:2]), deliver(many, *people)
    client = sign_in(world.worker)

    for name in ("people", "deliveries", "campaign", "summary"):
        page(client, name, few.pk)
        with CaptureQueriesContext(
            connection,
        ) as first:
            page(client, name, few.pk)
        with CaptureQueriesContext(connection) as second:
            page(client, name, many.pk)
        assert len(second) <= len(first), name


@pytest.fixture
def call(client):
    def called(user, method, path, body=None):
        headers = {"Authorization": f"Bearer {issue(user)[0]}"}
        sent = json.dumps(body) if body is not None else ""
        return client.generic(method, f"/api/v1{path}", sent, content_type="application/json", headers=headers)

    return called


def test_a_program_puts_a_campaign_and_its_deliveries(world, person, call):
    who, pk = person("王桂兰", "DB"), new_id()
    body = {
        "station": "469030104", "kind": "typhoon", "name": "防台风物资", "first_on": "2026-11-16",
        "last_on": "2026-11-22", "goods": [{"name": "手电筒", "unit": "个", "each": 1, "prepared": 5}],
    }  # fmt: skip
    assert call(world.worker, "PUT", f"/campaigns/{pk}", body).status_code == 201
    assert call(world.worker, "PUT", f"/campaigns/{pk}", body).status_code == 200
    assert call(world.worker, "PUT", f"/campaigns/{pk}", body | {"name": "另一个"}).json()["code"] == "differs"
    assert call(world.worker, "PUT", f"/campaigns/{pk}", body | {"price": 5}).status_code == 422
    listed = call(world.worker, "POST", f"/campaigns/{pk}/recipients", {"add": [str(who.pk)]})
    assert listed.json()["listed"] == 1
    sent = {"batch": str(new_id()), "on": "2026-11-19", "people": [{"client": str(who.pk)}]}
    assert call(world.worker, "PUT", f"/campaigns/{pk}/deliveries", sent).json()["code"] == "wrong_state"
    assert call(world.worker, "POST", f"/campaigns/{pk}/steps", {"step": "start"}).json()["state"] == "running"

    first = call(world.worker, "PUT", f"/campaigns/{pk}/deliveries", sent).json()
    again = call(world.worker, "PUT", f"/campaigns/{pk}/deliveries", sent).json()

    assert first == again and first["campaign"]["goods"][0]["left"] == 4 and len(first["deliveries"]) == 1
    seen = call(world.county, "GET", f"/campaigns/{pk}/recipients").json()["items"]
    assert [(each["name"], each["stand"], each["given"]) for each in seen] == [("王**", "reached", "手电筒 1 个")]
    assert call(world.stranger, "GET", f"/campaigns/{pk}").status_code == 404
    wrong = sent | {"batch": str(new_id()), "people": [{"client": str(new_id())}]}
    assert "people.0" in call(world.worker, "PUT", f"/campaigns/{pk}/deliveries", wrong).json()["fields"]
