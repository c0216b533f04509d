"""The pages of an action as people use them, most of all on a phone and without scripts."""

import json
import subprocess

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from yimi.accounts import bearer
from yimi.core.errors import RuleBroken
from yimi.core.files import sheet_rows
from yimi.core.ids import new_id
from yimi.emergencies import actions, briefs, documents, intake, queries
from yimi.emergencies.models import Line, Operation, Outcome, RosterCopy, SafetyReport
from yimi.exchange.kinds import Layout, Run
from yimi.exchange.kinds import Line as Cells

from .conftest import HERE, VILLAGE, line_of


@pytest.fixture
def listed(world, opened, person):
    who = person("王桂兰", "DJLR", phone="13800000001", dwelling=("tile",))
    row = opened()
    actions.make_list(row.pk, by=world.county)
    return line_of(row, who)


def url(name, pk):
    return reverse(f"emergencies:{name}", args=[pk])


def test_a_county_opens_an_action_makes_the_list_and_advances_it(world, sign_in, person, at):
    at()
    person("王桂兰", "DJLR")
    client = sign_in(world.county)
    page = client.get(reverse("emergencies:new"))
    sent = {
        "id": str(new_id()), "kind": "typhoon", "name": "第21号台风", "level": "3", "areas": ["469030"],
        "impact_at": "2026-11-21T02:00", "indoors_at": "2026-11-20T20:00",
    }  # fmt: skip
    assert page.status_code == 200 and "琼中" in page.text

    wrong = client.post(reverse("emergencies:new"), sent | {"indoors_at": "2026-11-21T03:00"})
    client.post(reverse("emergencies:new"), sent)
    row = Operation.objects.unscoped("test").get()
    client.post(url("make", row.pk))
    client.post(url("phase", row.pk), {"phase": "move"})
    client.post(url("level", row.pk), {"level": "1"})

    assert wrong.status_code == 422 and "停止外出时间不能晚于" in wrong.text
    board = client.get(url("board", row.pk)).text
    assert all(word in board for word in ("Ⅰ级响应", "转移避险", "距停止外出还有 10 小时 0 分", "潮村村委会"))
    assert client.post(reverse("emergencies:new"), sent | {"areas": ["469028"]}).status_code == 422


def test_an_outcome_takes_two_taps_and_the_list_goes_on(world, sign_in, listed):
    client = sign_in(world.worker)
    rows = client.get(url("lines", listed.operation_id)).text
    assert url("line", listed.pk) in rows and "王桂兰" in rows and "瓦房" in rows
    line = client.get(url("line", listed.pk)).text
    assert line.count('name="what"') == 7 and "13800000001" not in line

    answer = client.post(url("outcome", listed.pk), {"id": str(new_id()), "what": "moved", "place": "镇中学"})

    assert answer.status_code == 302 and answer.url.endswith("?state=waiting")
    assert "镇中学" in client.get(url("line", listed.pk)).text
    assert client.post(url("outcome", listed.pk), {"id": str(new_id()), "what": "flown"}).status_code == 422
    assert client.post(url("outcome", listed.pk), {"id": "x", "what": "told"}).status_code == 422


def test_once_everybody_is_indoors_pages_ask_only_for_calls_and_for_safety(world, sign_in, listed, at):
    client = sign_in(world.worker)
    at(hour=19)

    line, home = client.get(url("line", listed.pk)).text, client.get(reverse("desk:home")).text
    assert 'value="met"' not in line and 'value="told"' in line and "只用电话联络" in line
    assert "报平安" in home and "第21号台风" in home
    assert "去联络" in client.get(reverse("clients:list")).text

    client.post(url("safe", listed.operation_id), {"id": str(new_id())})
    client.post(url("safe", listed.operation_id), {"id": "twice"})
    assert SafetyReport.objects.unscoped("test").count() == 1
    told = sign_in(world.county).get(url("safety", listed.operation_id)).text
    assert "还没有报平安的 2 人" in told and "worker·示例" in told


def test_a_phone_is_shown_on_asking(world, sign_in, listed):
    shown = sign_in(world.worker).post(url("phone", listed.pk))

    assert 'href="tel:13800000001"' in shown.text
    assert sign_in(world.county).post(url("phone", listed.pk)).status_code == 403


def test_offices_read_masked_names_and_no_texts(world, sign_in, listed):
    said = {"persons": "1", "responsible": "村主任甲", "way_out_place": "镇中学", "version": "1"}
    sign_in(world.worker).post(url("line_edit", listed.pk), said)

    inside = sign_in(world.worker).get(url("line", listed.pk)).text
    above = sign_in(world.county).get(url("line", listed.pk)).text

    assert "村主任甲" in inside and "王桂兰" in inside
    assert "村主任甲" not in above and "王桂兰" not in above and "镇中学" not in above
    assert sign_in(world.stranger).get(url("line", listed.pk)).status_code == 404
    assert sign_in(world.stranger).get(url("board", listed.operation_id)).status_code == 404


def test_a_stale_arrangement_is_not_overwritten(world, sign_in, listed):
    client, said = sign_in(world.worker), {"persons": "1", "responsible": "甲某", "version": "1"}
    assert client.post(url("line_edit", listed.pk), said).status_code == 302

    again = client.post(url("line_edit", listed.pk), said | {"responsible": "乙某"})

    assert again.status_code == 409 and "刚被别人改过" in again.text


@pytest.mark.both_engines
def test_the_brief_of_an_hour_is_reckoned_as_of_then(world, listed, note, at):
    row, now = listed.operation, at()
    note(listed, "told")
    at(hour=15)
    note(listed, "moved", persons=2, place="镇中学")

    hours = briefs.hours_of(row)
    first, last = (briefs.brief_of(world.county, row, number) for number in (1, len(hours)))

    assert [hour.hour for hour in hours] == [14, 15] and hours[0] > now
    assert (first.whole.reached, first.whole.moved) == (1, 0)
    assert (last.whole.moved, last.whole.moved_persons, last.houses.moved_persons) == (1, 2, 2)
    said = documents.brief_document(world.county, last)
    assert said.kind == "brief" and said.number == "第 2 期"
    assert "已转移 1 户 2 人" in said.blocks[2].runs[0].text
    assert [cell.text for cell in said.tables[0].rows[0]][:3] == ["长征镇", "1", "1"]


def test_the_brief_is_read_on_the_page_and_taken_as_files(world, sign_in, listed):
    client, pk = sign_in(world.county), listed.operation_id

    assert "应急关爱情况" in client.get(url("brief", pk)).text
    for layout, begins in (("docx", b"PK"), ("xlsx", b"PK"), ("pdf", b"%PDF")):
        assert client.get(url("brief_file", pk), {"layout": layout}).content.startswith(begins)
    assert client.get(url("brief_file", pk), {"layout": "exe"}).status_code == 404
    assert client.get(url("brief", pk), {"number": "99"}).status_code == 404


def test_rosters_are_numbered_and_taken_back(world, sign_in, listed, tmp_path):
    client, pk = sign_in(world.worker), listed.operation_id
    sent = {"id": str(new_id()), "station": HERE, "village": VILLAGE}

    first = client.post(url("print", pk), sent)
    client.post(url("print", pk), sent)
    client.post(url("print", pk), sent | {"id": str(new_id())})

    (tmp_path / "roster.pdf").write_bytes(first.content)
    told = subprocess.run(["pdftotext", "-layout", "roster.pdf", "-"], cwd=tmp_path, capture_output=True, check=True)
    assert all(word in told.stdout.decode() for word in ("王桂兰", "13800000001", "第 001 份"))
    copies = list(RosterCopy.objects.unscoped("test").order_by("number"))
    assert [copy.number for copy in copies] == [1, 2]
    actions.end_operation(pk, by=world.county)
    assert "还有 2 份纸质名册没有收回" in sign_in(world.county).get(url("board", pk)).text
    sign_in(world.head).post(url("recall", copies[0].pk))
    assert "已收回" in sign_in(world.head).get(url("rosters", pk)).text
    assert sign_in(world.stranger).post(url("recall", copies[1].pk)).status_code == 404
    with pytest.raises(RuleBroken, match="已经结束"):
        actions.print_roster(new_id(), by=world.worker, operation=pk, station=HERE, village=VILLAGE)


def test_the_table_for_the_headquarters_has_names_villages_and_numbers_only(world, sign_in, listed):
    answer = sign_in(world.head).post(url("table", listed.operation_id), {"purpose": "报三防办"})
    rows = [cells for _number, cells in sheet_rows("三防名单.xlsx", answer.content)]

    assert rows[-2] == ["序号", "姓名", "村（居）", "人数"]
    assert rows[-1] == ["1", "王桂兰", "长征镇潮村村委会", "1"]
    assert sign_in(world.county).post(url("table", listed.operation_id), {"purpose": ""}).status_code == 422


def lines_of(*rows):
    return [Cells(number, tuple(row)) for number, row in enumerate(rows, 2)]


def run_of(world, row, by=None):
    layout = Layout(1, ("姓名", "证件号码", "村（居）", "住房情况", "电话", "包户责任人"))
    return Run(new_id(), by or world.township, {"operation": str(row.pk)}, layout)


@pytest.mark.both_engines
def test_the_townships_own_list_is_matched_with_files_or_becomes_temporary(world, opened, person):
    old = person("王桂兰")
    row = opened()
    rows = lines_of(
        ("王桂兰", "", "潮村", "危房、低洼", "", "村主任"), ("外来户", "", "潮村村委会", "板房", "13800000009", "")
    )

    run = run_of(world, row)
    intake.check(run, rows)
    assert (run.counts["matched"], run.counts["temporary"], run.faults) == (1, 1, [])
    for _time in range(2):
        intake.write(run_of(world, row), rows)

    matched, temporary = line_of(row, old), Line.objects.unscoped("test").get(operation=row, person=None)
    assert matched.dwelling == ["low_lying", "unsafe"] and matched.to_move and matched.source == "table"
    cards = {card.row.pk: card for card in queries.line_cards(world.worker, [matched, temporary])}
    assert cards[matched.pk].texts["responsible"] == "村主任" and cards[temporary.pk].name == "外来户"
    assert Line.objects.unscoped("test").count() == 2


def test_what_is_wrong_in_the_townships_list_is_told_by_row(world, opened):
    row = opened()
    rows = lines_of(
        ("", "", "潮村", "", "", ""), ("甲某", "", "没有村", "", "", ""), ("乙某", "", "潮村", "楼房", "", ""),
        ("丙某", "", "潮村", "", "12", ""),
    )  # fmt: skip
    run = run_of(world, row)

    intake.check(run, rows)

    assert [(fault.row, fault.column) for fault in run.faults] == [
        (2, "姓名"), (3, "村（居）"), (4, "住房情况"), (5, "电话")
    ]  # fmt: skip


def test_a_township_sends_its_table_and_goes_on_with_the_import(world, sign_in, listed):
    sent = SimpleUploadedFile("名单.csv", "姓名,村（居）\n王桂兰,潮村\n".encode())

    answer = sign_in(world.township).post(url("send", listed.operation_id), {"file": sent})

    assert answer.status_code == 302 and "/files/imports/" in answer.url
    assert sign_in(world.worker).post(url("send", listed.operation_id), {"file": sent}).status_code == 403


def test_a_list_costs_the_same_however_long_it_is(world, sign_in, person, opened):
    row, counts = opened(), []
    client = sign_in(world.worker)
    for many in (2, 12):
        for nth in range(many):
            person(f"老人{many}{nth}", "DJLR")
        actions.make_list(row.pk, by=world.county)
        client.get(url("lines", row.pk))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(url("lines", row.pk)).status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_phones_send_outcomes_through_the_api(world, client, listed, at):
    token, pk = bearer.issue(world.worker)[0], new_id()
    where = f"/api/v1/emergencies/{listed.operation_id}/outcomes/{pk}"
    said = {"line": str(listed.pk), "what": "refused", "at": at().isoformat(), "persuaded": 2, "is_reported": True}

    def put(path, body, by=token):
        head = {"Authorization": f"Bearer {by}"}
        return client.put(path, json.dumps(body), content_type="application/json", headers=head)

    assert put(where, said).json()["outcome"] == put(where, said).json()["outcome"] == "refused"
    assert put(where, said | {"what": "told"}).json()["code"] == "differs"
    assert put(where, said | {"when": "now"}).status_code == 422
    stranger = bearer.issue(world.stranger)[0]
    assert put(where.replace(str(pk), str(new_id())), said, stranger).status_code == 404
    assert Outcome.objects.unscoped("test").count() == 1
    rows = client.get(f"/api/v1/emergencies/{listed.operation_id}/lines", headers={"Authorization": f"Bearer {token}"})
    assert rows.json()["items"][0]["outcome"] == "refused" and rows.json()["items"][0]["phone"] == "138****0001"
