"""What people see of reports and do with them in a browser, and what programs are told."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document as read_docx
from openpyxl import load_workbook

from yimi.core.actors import SYSTEM
from yimi.core.ids import new_id
from yimi.reports import actions

OCTOBER = date(2026, 10, 20)


@pytest.fixture(autouse=True)
def _today(settings):
    settings.YIMI_TODAY = date(2026, 11, 20)


def listed(**asked):
    return f"{reverse('reports:list')}?cadence=monthly&period=2026-10" + "".join(f"&{k}={v}" for k, v in asked.items())


def to(name, report, *more):
    return reverse(f"reports:{name}", args=[report.pk, *more])


@pytest.mark.both_engines
def test_each_sees_the_reports_of_her_own_place_and_what_is_overdue_is_said_first(world, october, sign_in):
    page = sign_in(world.province).get(listed())
    assert "3 个社工站没有按时提交2026年10月月报告，其中陵水黎 1 个、琼中黎 2 个" in page.content.decode()
    assert {line["owner"] for line in page.context["rows"]} == {
        "海南省",
        "陵水黎",
        "琼中黎",
        "长征镇",
        "红毛镇",
        "英州镇",
    }

    county = sign_in(world.county).get(listed(level="station"))
    assert {line["owner"] for line in county.context["rows"]} == {"长征镇", "红毛镇"}
    assert sign_in(world.worker).get(to("report", october.near)).status_code == 404
    assert sign_in(world.county).get(to("report", october.province)).status_code == 404


def test_a_head_writes_and_submits_and_the_township_confirms(world, october, sign_in, visit):
    visit(OCTOBER)
    head = sign_in(world.head)

    said = {"words_next": "重阳节慰问", "words_problems": "", "words_help": "", "version": 1, "typed_code": ""}
    assert head.post(to("fill", october.here), said).status_code == 302
    assert head.post(to("submit", october.here)).status_code == 302
    page = head.get(to("report", october.here)).content.decode()
    assert "重阳节慰问" in page and "待乡镇（街道）确认" in page

    township = sign_in(world.township)
    waiting = township.get(listed(whose="mine"))
    assert [line["owner"] for line in waiting.context["rows"]] == [
        "长征镇"
    ] and "确认勾选的报告" in waiting.content.decode()
    done = township.post(reverse("reports:confirm_many"), {"report": str(october.here.pk)}, follow=True)
    assert "已确认 1 份" in done.content.decode()
    october.here.refresh_from_db()
    assert october.here.rung == 1


def test_what_is_typed_wrongly_is_said_at_its_field_and_nothing_is_lost(world, october, sign_in):
    said = {
        "words_next": "写了半天的话",
        "version": 1,
        "typed_code": "HOME_VISIT_PT",
        "typed_value": "",
        "typed_reason": "x",
    }

    page = sign_in(world.head).post(to("fill", october.here), said)

    assert page.status_code == 422 and "写了半天的话" in page.content.decode()
    stale = sign_in(world.head).post(to("fill", october.here), said | {"version": 7, "typed_code": ""})
    assert stale.status_code == 409


def test_the_files_say_the_same_as_the_page(world, october, sign_in, visit):
    visit(OCTOBER)
    client = sign_in(world.head)

    word = read_docx(BytesIO(client.get(to("download", october.here) + "?layout=docx").content))
    assert any("长征镇社工站2026年10月月报告" in each.text for each in word.paragraphs)
    cells = [[cell.text for cell in row.cells] for table in word.tables for row in table.rows]
    assert ["入户走访", "人次", "1", "0", "1"] in cells
    book = load_workbook(BytesIO(client.get(to("download", october.here) + "?layout=xlsx").content))
    assert any(row[:3] == ("入户走访", "人次", 1) for sheet in book for row in sheet.iter_rows(values_only=True))
    assert client.get(to("download", october.here) + "?layout=pdf").content.startswith(b"%PDF")
    assert client.get(to("download", october.here) + "?layout=odt").status_code == 404


def test_the_list_is_taken_away_with_who_has_it(world, october, sign_in):
    content = sign_in(world.county).get(reverse("reports:table") + "?cadence=monthly&period=2026-10").content

    rows = list(load_workbook(BytesIO(content)).active.iter_rows(values_only=True))
    assert any("待社工站提交" in row for row in rows)


def test_a_list_costs_the_same_however_many_reports_there_are(world, october, sign_in, django_assert_max_num_queries):
    client = sign_in(world.province)
    client.get(listed())

    with django_assert_max_num_queries(30):
        client.get(listed())


def test_programs_read_reports_and_move_them_in_turn(world, october, api, visit):
    visit(OCTOBER)
    head, county = api(world.head), api(world.county)
    path = f"/api/v1/reports/{october.here.pk}"

    found = head.get("/api/v1/reports?kind=monthly&period=2026-10&station=469030104").json()["items"]
    assert [(each["state"], each["hash"], each["is_overdue"]) for each in found] == [("draft", None, True)]
    assert head.put(path, {"words": {"next": "下月安排"}}).json()["words"] == {"next": "下月安排"}
    assert head.get(path).json()["figures"]["HOME_VISIT_PT"] == 1
    assert head.post(f"{path}/submit", {}).json()["state"] == "submitted"
    early = county.post(f"{path}/confirm", {})
    assert (early.status_code, early.json()["code"]) == (409, "not_your_turn")
    for who in (world.township, world.county, world.province):
        last = api(who).post(f"{path}/confirm", {})
    assert last.json()["state"] == "accepted"
    locked = api(world.province).post(f"{path}/lock", {}).json()
    assert locked["state"] == "locked" and len(locked["hash"]) == 64 and locked["position"]
    assert api(world.province).post(f"{path}/lock", {}).json()["code"] == "locked"
    assert head.get(f"{path}.docx").content[:2] == b"PK" and head.get(f"{path}.pdf").content[:4] == b"%PDF"
    amended = head.post(f"{path}/amend", {"id": str(new_id()), "reason": "补录"})
    assert amended.json()["number"] == 2


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("?kind=fortnightly", 422), ("", 422), ("?kind=monthly&period=2026-13", 422), ("?kind=monthly&place=46", 422),
        ("?kind=monthly&period=2026-10-01..2026-10-31", 422), ("/00000000-0000-7000-8000-000000000000", 404),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_in_words(world, api, path, status):
    assert api(world.head).get(f"/api/v1/reports{path}").status_code == status


@pytest.mark.both_engines
def test_weekly_summaries_confirm_themselves_on_monday_at_noon_unless_touched(world, at):
    from yimi.reports.models import Report
    from yimi.reports.opening import open_period

    at("2026-11-16 00:10")
    rows = {row.place: row for row in open_period("weekly", "station", "2026-W46")}
    actions.fill(rows[world.near.pk].pk, by=_head_of(world.near), words={"problems": "等水退了再去"})
    at("2026-11-16 11:59")
    assert actions.confirm_untouched(by=SYSTEM) == 0
    at("2026-11-16 12:00")
    assert actions.confirm_untouched(by=SYSTEM) == 2 and actions.confirm_untouched(by=SYSTEM) == 0

    states = dict(Report.objects.unscoped("t").filter(cadence="weekly").values_list("place", "state"))
    assert states[world.here.pk] == "locked" and states[world.near.pk] == "draft"


def _head_of(station):
    from conftest import _user
    from yimi.core.permissions import Role

    return _user("another_head", Role.STATION_HEAD, station)
