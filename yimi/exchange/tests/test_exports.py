"""A table goes out: with its purpose, masked, made in the background, gone after a day; in full only when allowed."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from python_calamine import CalamineWorkbook

from tests import story
from yimi.core.errors import Invalid, RuleBroken
from yimi.exchange import actions, working
from yimi.exchange.models import Export

from .tables import workbook

pytestmark = pytest.mark.django_db
PURPOSE = "月度核对名单"
ID = "469999195001011527"


@pytest.fixture
def people(world):
    held = {"opened_on": world.opened, "area": "469030104201"}
    story.person(world.worker, world.here, "王桂兰", id_number=ID, phone="13800005610", address="四组", **held)
    story.person(world.worker, world.here, "=1+1", categories=["DB"], **held)
    story.person(world.worker, world.here, "符某", categories=["JTBL"], **held)
    story.person(world.stranger, world.elsewhere, "远方人", opened_on=world.opened)


def ask(world, by=None, **more):
    return actions.ask_export("people", by=by or world.head, **{"filters": {}, "purpose": PURPOSE} | more)


def made(task):
    working.work()
    task.refresh_from_db()
    return task


def one_table(world):
    """A table that is sent, checked and taken back."""
    task = actions.receive_table("people", by=world.head, name="名单.xlsx", content=workbook(["姓名"], ["王桂兰"]))
    made(task)
    actions.cancel_import(task.pk, by=world.head)


def cells(content):
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    return [str(cell) for row in rows for cell in row if cell != ""]


def taken(world, task, by=None):
    name, content = actions.take_export(made(task).pk, by=by or world.head)
    return name, cells(content)


@pytest.mark.both_engines
def test_the_station_takes_its_roster_with_names_and_masked_numbers(world, people):
    name, found = taken(world, ask(world))
    text = "\n".join(found)

    assert name.startswith("服务对象花名册") and "填报单位：长征镇社工站" in found
    assert {"王桂兰", "'=1+1", "4699**********1527", "138****5610", "填表人：", "审核人："} <= set(found)
    assert ID not in text and "13800005610" not in text and "四组" not in text and "远方人" not in text
    assert PURPOSE in text and "head·示例（head）" in text and ask(world).copy[:1] == "E"


def test_above_the_station_names_are_masked_and_close_kept_categories_are_not_there(world, people):
    _name, found = taken(world, ask(world, by=world.county), by=world.county)
    text = "\n".join(found)

    assert "王**" in found and "王桂兰" not in text and "1950" not in text and "家庭暴力" not in text


def test_a_category_that_the_reader_may_not_know_of_finds_nobody(world, people, sign_in):
    assert made(ask(world, by=world.county, filters={"category": "JTBL"})).done == 0
    assert made(ask(world, filters={"category": "JTBL"})).done == 1
    page = sign_in(world.county).get("/app/files/exports/new/people/").content.decode()
    assert "最低生活保障对象" in page and "家庭暴力受害人" not in page


def test_numbers_in_full_are_allowed_by_somebody_else(world, people):
    task = ask(world, is_full=True)
    assert made(task).state == "asked"
    with pytest.raises(Http404):
        actions.answer_export(task.pk, by=world.far_county, accept=True)
    actions.answer_export(task.pk, by=world.county, accept=True)

    _name, found = taken(world, task)
    assert {ID, "13800005610", "四组"} <= set(found)


def test_nobody_allows_her_own(world, people):
    task = ask(world, by=world.county, is_full=True)

    with pytest.raises(RuleBroken, match="不能审批自己"):
        actions.answer_export(task.pk, by=world.county, accept=True)
    assert actions.answer_export(task.pk, by=world.province, accept=True).state == "waiting"


def test_a_refusal_says_why(world, people):
    task = ask(world, is_full=True)

    with pytest.raises(Invalid, match="不同意的原因"):
        actions.answer_export(task.pk, by=world.county, accept=False)
    assert actions.answer_export(task.pk, by=world.county, accept=False, reason="请用隐去号码的表").state == "declined"
    with pytest.raises(RuleBroken):
        actions.take_export(made(task).pk, by=world.head)


@pytest.mark.parametrize("purpose", ["", "看看", "x" * 101])
def test_a_purpose_is_said(world, people, purpose):
    with pytest.raises(Invalid, match="导出用途"):
        ask(world, purpose=purpose)


def test_who_may_not_export_cannot_ask_or_take(world, people):
    with pytest.raises(PermissionDenied):
        ask(world, by=world.worker)
    task = made(ask(world))
    with pytest.raises(Http404):
        actions.take_export(task.pk, by=world.county)


def test_a_table_is_gone_after_a_day(world, people, data_folder):
    task = made(ask(world))
    Export.objects.unscoped("test").update(expires_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(RuleBroken, match="已过期"):
        actions.take_export(task.pk, by=world.head)
    working.expire()

    assert not list(data_folder.rglob("*.sealed"))


def test_too_many_in_full_are_refused(world, people, monkeypatch):
    monkeypatch.setattr("yimi.exchange.actions.exports.MOST_IN_FULL", 2)

    with pytest.raises(RuleBroken, match="上限 2 行"):
        ask(world, is_full=True)


def test_a_head_takes_the_roster_in_the_browser_and_a_blank_one_to_write_on(world, people, sign_in):
    browser = sign_in(world.head)
    wrong = browser.post("/app/files/exports/new/people/", {"purpose": "x"})
    assert wrong.status_code == 422 and "请写明导出用途" in wrong.content.decode()
    answer = browser.post("/app/files/exports/new/people/", {"purpose": PURPOSE, "state": "active"}, follow=True)
    task = Export.objects.unscoped("test").get()
    made(task)

    assert "等待生成" in answer.content.decode()
    assert "下载表格" in browser.get(f"/app/files/exports/{task.pk}/").content.decode()
    assert "王桂兰" in cells(browser.post(f"/app/files/exports/{task.pk}/file/").content)
    blank = cells(browser.post("/app/files/exports/blank/people/", {"category": "DB"}).content)
    assert "服务对象花名册（最低生活保障对象（低保对象））" in blank and "王桂兰" not in blank


def test_the_county_finds_what_waits_for_its_answer(world, people, sign_in):
    task = ask(world, is_full=True)
    browser = sign_in(world.county)
    assert PURPOSE in browser.get("/app/files/").content.decode()
    browser.post(f"/app/files/exports/{task.pk}/answer/", {"accept": "yes"})

    assert PURPOSE not in browser.get("/app/files/").content.decode() and made(task).state == "ready"


def test_the_page_of_tasks_costs_the_same_however_many(world, people):
    head, county = (_statements(user) for user in (world.head, world.county))
    ask(world)
    one_table(world)
    few = head(), county()
    for nth in range(4):
        one_table(world)
        ask(world, is_full=True, purpose=f"{PURPOSE}{nth}")
        made(ask(world))

    assert head() <= few[0] and county() <= few[1] + 1


def _statements(user):
    browser = Client()
    browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")

    def asked():
        with CaptureQueriesContext(connection) as run:
            assert browser.get("/app/files/").status_code == 200
        return len(run)

    asked()
    return asked
