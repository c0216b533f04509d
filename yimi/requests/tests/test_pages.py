"""The register as people of the small world open it, and as programs do."""

from datetime import date

import pytest
from django.urls import reverse

from yimi.accounts.bearer import issue as token_of
from yimi.core.ids import new_id
from yimi.core.models import Entry
from yimi.requests import actions
from yimi.requests.fields import FeedbackFields
from yimi.requests.models import Demand, Feedback, Refusal
from yimi.requests.standing import Standing, standing


def said(**more):
    return {
        "id": str(new_id()), "area": "469030", "office": "县民政局（示例）", "title": "社工站工作亮点征集",
        "basis": "琼民〔示例〕3号", "frequency": "monthly", "minutes": "30",
        "lines": "站点工作亮点\n需要协调解决的问题", "target": "469030", "to_level": "station",
        "valid_from": "2026-09-01",
    } | more  # fmt: skip


def text(answer):
    return answer.content.decode()


def test_the_county_registers_publishes_and_the_station_answers(world, sign_in):
    browser = sign_in(world.county)
    sent = said()
    shown = browser.post(reverse("requests:new"), sent, follow=True)
    assert "待公布" in text(shown) and "站点看不到" in text(shown)
    browser.post(reverse("requests:publish", args=[sent["id"]]), {"version": "1"})
    fill = reverse("requests:fill", args=[sent["id"]])

    station = sign_in(world.worker)
    asked = text(station.get(reverse("requests:station")))
    assert "社工站工作亮点征集" in asked and "平均每月 30 分钟" in asked and fill in asked
    given = {"id": str(new_id()), "text_0": "开展助浴", "text_1": ""}
    refused = station.post(fill, given)
    assert refused.status_code == 422 and "开展助浴" in text(refused) and "没有的写“无”" in text(refused)
    assert station.post(fill, given | {"text_1": "无"}).status_code == 302

    page = text(sign_in(world.county).get(reverse("requests:demand", args=[sent["id"]])))
    assert "已报 1/2" in page and "未报" in page and "不排名" in page


def test_a_number_of_the_ledger_is_refused_beside_its_line_with_the_way_to_it(world, sign_in):
    page = sign_in(world.county).post(reverse("requests:new"), said(lines="走访人次\n工作亮点"))

    assert page.status_code == 409 and "台账已有这些数" in text(page) and "社工站工作亮点征集" in text(page)
    assert f"{reverse('monitoring:ask')}?measures=HOME_VISIT_PT" in text(page) and "measure=HOME_VISIT_PT" in text(page)
    year = text(sign_in(world.county).get(reverse("requests:year")))
    assert "走访人次" in year and "入户走访" in year and Refusal.objects.unscoped("test").count() == 1


def test_the_list_says_what_nobody_needs_to_fill_in(world, sign_in, register, monkeypatch):
    monkeypatch.setattr(standing, "_items", {})
    standing.add(Standing("monthly", "月报告", "每月"))
    register.publish()

    page = text(sign_in(world.worker).get(reverse("requests:list")))

    assert "系统自动生成，站点不填" in page and "月报告" in page and "社工站工作亮点征集" in page
    assert "月报告" not in text(sign_in(world.worker).get(reverse("requests:list"), {"level": "county"}))


def test_the_register_is_taken_away_as_a_table(world, sign_in, register):
    register.publish()

    answer = sign_in(world.county).get(reverse("requests:table"), {"state": "in_force"})

    assert answer.status_code == 200 and answer["Content-Type"].endswith("sheet")


def test_a_request_is_returned_revised_and_ended_on_its_pages(world, sign_in, register):
    row = register.propose(by=world.township, area="469030104")
    county = sign_in(world.county)
    back = county.post(reverse("requests:return", args=[row.pk]), {"back-reason": "", "back-version": "1"})
    assert back.status_code == 422
    county.post(reverse("requests:return", args=[row.pk]), {"back-reason": "依据不全", "back-version": "1"})

    town = sign_in(world.township)
    assert "已退回：依据不全" in text(town.get(reverse("requests:demand", args=[row.pk])))
    edit = reverse("requests:edit", args=[row.pk])
    assert "站点工作亮点" in text(town.get(edit))
    more = {"id": str(row.pk), "area": "469030104", "target": "469030104"}
    assert town.post(edit, said(**more, version="1")).status_code == 409
    assert town.post(edit, said(**more, version="2")).status_code == 302
    town.post(reverse("requests:end", args=[row.pk]), {"reason": "不再需要", "version": "3"})

    assert Demand.objects.unscoped("test").get().state == "ended"
    assert sign_in(world.county).get(edit).status_code == 302


def test_an_office_looks_at_what_one_of_its_stations_is_asked(world, sign_in, register):
    register.publish(target="469030105")

    browser = sign_in(world.county)

    assert "没有要报的事项" in text(browser.get(reverse("requests:station"), {"station": "469030104"}))
    assert "社工站工作亮点征集" in text(browser.get(reverse("requests:station"), {"station": "469030105"}))
    assert browser.get(reverse("requests:station"), {"station": "469028103"}).status_code == 404


def test_a_complaint_stands_in_the_foot_is_answered_and_its_sender_reads_that(world, sign_in, register, settings):
    settings.YIMI_FILING_NUMBER = "示例备〔2026〕1号"
    row, pk = register.publish(), new_id()
    worker = sign_in(world.worker)
    foot = text(worker.get(reverse("requests:list")))
    assert reverse("requests:feedback_new") in foot and "备案编号：示例备〔2026〕1号" in foot
    assert row.title in text(worker.get(reverse("requests:feedback_new"), {"about": row.pk}))
    sent = {"id": str(pk), "kind": "complaint", "text": "每月都要，用处不大", "to": "county", "demand": str(row.pk)}
    assert "还没有答复" in text(worker.post(reverse("requests:feedback_new"), sent, follow=True))

    county = sign_in(world.county)
    assert "每月都要" in text(county.get(reverse("requests:feedback_list"), {"state": "open"}))
    county.post(reverse("requests:feedback_answer", args=[pk]), {"answer": "改为每季一次", "version": "1"})

    assert "改为每季一次" in text(sign_in(world.worker).get(reverse("requests:feedback", args=[pk])))
    for stranger in (world.colleague, world.far_county, world.township):
        assert sign_in(stranger).get(reverse("requests:feedback", args=[pk])).status_code == 404


def test_what_goes_to_the_province_alone_the_county_does_not_read(world, sign_in):
    fields = FeedbackFields("suggestion", "province", "少发几个表")
    row = actions.send_feedback(new_id(), by=world.worker, fields=fields)

    assert sign_in(world.county).get(reverse("requests:feedback", args=[row.pk])).status_code == 404
    assert sign_in(world.province).get(reverse("requests:feedback", args=[row.pk])).status_code == 200


def test_without_a_name_nothing_says_who_sent_it(world, sign_in):
    pk, fields = new_id(), FeedbackFields("complaint", "county", "重复要表", anonymous=True)
    for _again in range(2):
        actions.send_feedback(pk, by=world.worker, fields=fields)

    row = Feedback.objects.unscoped("test").get()
    assert row.sender is None
    assert not Entry.objects.filter(object_id=str(pk), actor_id=world.worker.pk).exists()
    assert Entry.objects.filter(object_id=str(pk)).count() == 1
    page = text(sign_in(world.worker).get(reverse("requests:feedback", args=[pk])))
    assert "系统没有保存提出人" in page and world.worker.name not in page.partition("<main")[2].partition("</main")[0]


def test_somebody_without_any_other_right_may_complain(world, sign_in):
    page = sign_in(world.sysadmin).get(reverse("requests:feedback_new"))

    assert page.status_code == 200 and "匿名提出" in text(page)
    assert sign_in(world.sysadmin).get(reverse("requests:list")).status_code == 403


@pytest.fixture
def ask(client):
    def asked(method, path, user, body=None):
        headers = {"Authorization": f"Bearer {token_of(user)[0]}"}
        kind = {"content_type": "application/json", "data": body} if body is not None else {}
        return getattr(client, method)(f"/api/v1/requests{path}", headers=headers, **kind)

    return asked


def test_a_program_registers_publishes_and_ends(world, ask):
    pk, body = new_id(), said(minutes=30, lines=[{"text": "站点工作亮点"}])
    del body["id"]
    assert ask("put", f"/{pk}", world.county, body).status_code == 201
    assert ask("put", f"/{pk}", world.county, body).status_code == 200
    assert ask("put", f"/{pk}", world.county, body | {"title": "别的"}).json()["code"] == "differs"
    assert ask("put", f"/{pk}", world.county, body | {"title": "别的", "version": 9}).json()["code"] == "stale"
    assert ask("put", f"/{new_id()}", world.county, body | {"minutes": 0}).status_code == 422
    assert ask("put", f"/{new_id()}", world.worker, body).status_code == 403
    held = ask("put", f"/{new_id()}", world.county, body | {"lines": [{"text": "亮点", "measure": "SESSION"}]})
    assert (held.status_code, held.json()["code"]) == (409, "ledger_has_it")
    assert held.json()["current"]["held"][0]["measure"] == "SESSION"
    assert ask("get", f"/{pk}", world.worker).status_code == 404
    assert ask("post", f"/{pk}/publish", world.county, {"version": 1}).json()["status"] == "in_force"
    assert ask("get", f"/{pk}", world.worker).json()["lines"] == ["站点工作亮点"]
    assert [each["id"] for each in ask("get", "?status=in_force", world.worker).json()["items"]] == [str(pk)]
    assert ask("post", f"/{pk}/return", world.county, {"reason": "晚了"}).json()["code"] == "wrong_state"
    assert ask("post", f"/{pk}/end", world.far_county, {"reason": "不要了"}).status_code == 404
    ended = ask("post", f"/{pk}/end", world.county, {"reason": "与系统重复"}).json()
    assert (ended["status"], ended["ended_on"]) == ("ended", "2026-11-20")


def test_the_page_of_a_station_costs_the_same_however_much_it_is_asked(world, sign_in, register):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost():
        browser = sign_in(world.worker)
        browser.get(reverse("requests:station"))
        with CaptureQueriesContext(connection) as run:
            browser.get(reverse("requests:station"))
        return len(run)

    register.publish()
    few = cost()
    for nth in range(5):
        register.publish(title=f"第 {nth} 件", frequency="once", valid_until=date(2026, 12, 1 + nth))

    assert cost() <= few
