"""Pages, letter and API of referrals."""

import json
import subprocess
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.means import soffice
from yimi.accounts.bearer import issue
from yimi.clients.todos import todos_of
from yimi.core.ids import new_id
from yimi.referrals.models import Referral

from .conftest import TODAY


def test_a_worker_sends_a_person_on_from_her_page(world, person, sign_in):
    browser, pk = sign_in(world.worker), new_id()
    assert quote(str(person.pk)) in browser.get(f"/app/people/{person.pk}/").content.decode()
    form = {
        "id": pk, "person": person.pk, "receiver": "station", "to_station": "469030105", "need": "已搬到红毛镇居住",
        "items": ["name", "need"],
    }  # fmt: skip

    browser.post(f"/app/referrals/new/?person={person.pk}", form)
    shown = browser.get(f"/app/referrals/{pk}/").content.decode()
    browser.post(f"/app/referrals/{pk}/consent/", {"speaker": "self", "how": "oral", "on": TODAY})
    browser.post(f"/app/referrals/{pk}/send/")

    assert "转介函预览" in shown and "13907550001" not in shown
    assert Referral.objects.unscoped("test").get(pk=pk).state == "sent"
    assert any("跟进答复" in str(todo.text) for todo in todos_of(world.worker, person))
    assert "待答复" in browser.get("/app/referrals/").content.decode()
    assert "待答复" in browser.get(f"/app/people/{person.pk}/").content.decode()


def test_the_receiver_finds_it_among_what_came_in_and_says_why_not(world, sent, sign_in):
    referral = sent()
    browser = sign_in(world.neighbour)

    listed = browser.get("/app/referrals/?side=in").content.decode()
    empty = browser.post(f"/app/referrals/{referral.pk}/decline/", {"text": ""})
    browser.post(f"/app/referrals/{referral.pk}/decline/", {"text": "本站暂无该项服务"})

    assert "王桂兰" in listed
    assert empty.status_code == 422 and "请写明" in empty.content.decode()
    assert "未接收" in browser.get(f"/app/referrals/{referral.pk}/").content.decode()


def test_a_form_without_a_need_is_shown_again_with_what_is_missing(world, person, sign_in):
    answer = sign_in(world.worker).post(
        "/app/referrals/new/", {"id": new_id(), "person": person.pk, "receiver": "hospital", "items": ["name"]}
    )

    assert answer.status_code == 422
    assert "请填写接收单位" in answer.content.decode() or "转介事由" in answer.content.decode()


def test_the_list_asks_the_same_however_long_it_is(world, sent, sign_in):
    browser = sign_in(world.worker)
    sent()
    browser.get("/app/referrals/")
    with CaptureQueriesContext(
        connection,
    ) as one:
        browser.get("/app/referrals/")
    for _n in range(4):
        sent()
    with CaptureQueriesContext(connection) as five:
        browser.get("/app/referrals/")

    assert len(five) == len(one)


@pytest.mark.needs("soffice")
def test_two_who_write_one_referral_lose_nothing(world, refer, sign_in):
    referral = refer()
    edit, browser = reverse("referrals:edit", args=[referral.pk]), sign_in(world.worker)
    sent = {
        "id": referral.pk, "person": referral.person_id, "receiver": "station", "to_station": "469030105",
        "items": ["name"], "version": "1",
    }  # fmt: skip
    assert browser.post(edit, sent | {"need": "已搬到红毛镇"}).status_code == 302

    late = browser.post(edit, sent | {"need": "需要心理疏导"})

    page = late.content.decode()
    assert late.status_code == 409 and "已搬到红毛镇" in page and "需要心理疏导" in page
    assert browser.post(edit, sent | {"need": "需要心理疏导", "version": "2"}).status_code == 302


def test_the_letter_opens_in_an_office_program_and_says_only_what_was_ticked(world, sent, sign_in, tmp_path, settings):
    settings.YIMI_PROFILE = "demo"
    referral = sent(items=("name", "need"))

    answer = sign_in(world.worker).get(reverse("referrals:letter", args=[referral.pk]))
    (tmp_path / "letter.docx").write_bytes(answer.content)
    subprocess.run(
        [soffice(), "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "txt:Text",
         "--outdir", str(tmp_path), str(tmp_path / "letter.docx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    text = (tmp_path / "letter.txt").read_text(encoding="utf-8-sig")

    for words in (
        "转介函",
        "样稿 · 演示数据",
        "红毛镇社工站",
        "王桂兰",
        "请于 2026年11月27日 前答复",
        "已搬到红毛镇居住",
        "经办社工：worker·示例",
    ):
        assert words in text
    assert "13907550001" not in text


def test_a_program_takes_a_referral_all_the_way(world, person, client):
    pk, headers = new_id(), {"Authorization": f"Bearer {issue(world.worker)[0]}"}
    where = f"/api/v1/referrals/{pk}"

    def send(path, body=None, method="post"):
        sent = json.dumps(body or {})
        return getattr(client, method)(where + path, sent, content_type="application/json", headers=headers)

    body = {"client": str(person.pk), "receiver": "hospital", "to_name": "县人民医院", "need": "需要住院检查"}
    put = send("", body, "put")
    assert (put.status_code, send("", body, "put").status_code) == (201, 200)
    assert send("/send").status_code == 409
    assert send("/consent", {"speaker": "self", "how": "oral", "on": "2026-11-20"}).status_code == 200
    for step, more in (
        ("send", {}), ("accept", {}), ("begin", {}), ("result", {"result": "已住院"}), ("close", {"note": ""})
    ):  # fmt: skip
        answer = send(f"/{step}", more)
        assert answer.status_code == 200, answer.content

    assert answer.json()["state"] == "closed"
    assert client.get("/api/v1/referrals", headers=headers).json()["items"][0]["id"] == str(pk)
    assert client.get(where, headers=headers).json()["result"] == "已住院"
