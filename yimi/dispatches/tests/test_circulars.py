"""A half-year circular: signed by a second person, issued with a number, signed for and answered by every 市县."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from yimi.core.errors import RuleBroken
from yimi.dispatches import actions
from yimi.dispatches.documents import circular_document
from yimi.dispatches.models import Circular
from yimi.dispatches.queries import circulars as queries
from yimi.reports import actions as reports

NUMBER = "社工通报〔2027〕1 号"
DAYS = {"receive_by": date(2027, 1, 19), "reply_by": date(2027, 2, 2)}


def refused(act, *args, **more):
    with pytest.raises(RuleBroken) as said:
        act(*args, **more)
    return said.value.code


@pytest.fixture
def issued(world, circular):
    actions.send(circular.pk, by=world.province)
    actions.sign(circular.pk, by=world.leader)
    return actions.issue_circular(circular.pk, by=world.province, number=NUMBER, **DAYS)


@pytest.mark.both_engines
def test_a_circular_is_signed_by_another_and_issued_under_its_number(world, circular):
    actions.send(circular.pk, by=world.province)
    assert refused(actions.sign, circular.pk, by=world.province) == "same_person"
    assert refused(actions.issue_circular, circular.pk, by=world.province, number=NUMBER, **DAYS) == "wrong_state"
    actions.sign(circular.pk, by=world.leader)

    row = actions.issue_circular(circular.pk, by=world.province, number=NUMBER, **DAYS)
    assert (row.state, row.report.pk) == ("issued", circular.report_id)
    document = circular_document(queries.circular_for(world.province, row.pk), world.province)
    assert (document.kind, document.number) == ("circular", NUMBER) and document.frozen
    headings = [block.text for block in document.blocks if hasattr(block, "level")]
    assert headings[:3] == ["一、主要做法和成效", "二、存在的不足", "三、下一步要求"]
    assert not any("社工站情况" in table.caption for table in document.tables)


@pytest.mark.both_engines
def test_the_database_knows_that_nobody_signs_her_own_draft(world, circular):
    changed = {"state": "signed", "signed_by": world.province, "signed_at": circular.report.opened_at}

    with pytest.raises(IntegrityError), transaction.atomic():
        Circular.objects.unscoped("test").filter(pk=circular.pk).update(**changed)


@pytest.mark.parametrize("named", ["长征镇社工站进展较慢", "红毛镇档案不全", "worker·示例履职不够"])
def test_what_falls_short_names_no_station_and_no_person(world, circular, named):
    reports.fill(circular.report_id, by=world.province, words={"short": named})

    with pytest.raises(RuleBroken, match="只讲共性问题"):
        actions.send(circular.pk, by=world.province)


def test_a_county_that_is_named_is_only_hinted_at(world, circular):
    reports.fill(circular.report_id, by=world.province, words={"short": "琼中黎等地档案更新不及时。"})

    row = actions.send(circular.pk, by=world.province)
    assert queries.counties_named(queries.circular_for(world.province, row.pk).report) == ["琼中黎"]


def test_words_that_changed_after_they_were_signed_are_signed_again(world, circular):
    actions.send(circular.pk, by=world.province)
    actions.sign(circular.pk, by=world.leader)
    reports.fill(circular.report_id, by=world.province, words={"next": "另有要求。"})

    assert refused(actions.issue_circular, circular.pk, by=world.province, number=NUMBER, **DAYS) == (
        "changed_since_signed"
    )
    back = actions.send_back(circular.pk, by=world.leader, reason="文字已改，请重新送核")
    assert (back.state, back.signed_by) == ("drafting", None)


@pytest.mark.both_engines
def test_a_county_signs_for_what_is_issued_and_answers_and_sees_no_draft(world, circular):
    with pytest.raises(Http404):
        queries.circular_for(world.county, circular.pk)
    actions.send(circular.pk, by=world.province)
    actions.sign(circular.pk, by=world.leader)
    actions.issue_circular(circular.pk, by=world.province, number=NUMBER, **DAYS)

    actions.receive(circular.pk, by=world.county)
    first = actions.receive(circular.pk, by=world.county).received_at
    actions.reply(circular.pk, by=world.county, text="已传达，二月底前整改。")
    row = queries.circular_for(world.county, circular.pk)
    assert [(each.received_at, each.opened["reply"]) for each in queries.receipts_of(world.county, row)] == [
        (first, "已传达，二月底前整改。")
    ]
    seen = queries.receipts_of(world.province, row)
    assert [(each.county.code, each.received_at is not None) for each in seen] == [("469028", False), ("469030", True)]
    assert refused(actions.receive, circular.pk, by=world.leader) == "not_your_turn"
    assert refused(actions.archive, circular.pk, by=world.province) == "not_all_answered"
    actions.reply(circular.pk, by=world.far_county, text="已传达。")
    assert actions.archive(circular.pk, by=world.province).state == "archived"


def test_the_year_counts_its_circulars(world, issued):
    assert queries.quota() == (1, 2)
    assert queries.next_number() == "社工通报〔2027〕2 号"


def test_the_pages_of_a_circular(world, sign_in, circular):
    province = sign_in(world.province)
    assert "共性" not in province.get(f"/app/circulars/{circular.pk}/").content.decode()
    assert province.post(f"/app/circulars/{circular.pk}/send", {"version": "1"}).status_code == 302
    leader = sign_in(world.leader)
    assert "签发通报" in leader.get(f"/app/circulars/{circular.pk}/").content.decode()
    assert leader.post(f"/app/circulars/{circular.pk}/sign", {"version": "2"}).status_code == 302
    province = sign_in(world.province)
    said = {"version": "3", "number": NUMBER, "receive_by": "2027-01-19", "reply_by": ""}
    assert province.post(f"/app/circulars/{circular.pk}/issue", said | {"number": "一"}).status_code == 422
    assert province.post(f"/app/circulars/{circular.pk}/issue", said).status_code == 302
    assert province.get(f"/app/circulars/{circular.pk}/file").status_code == 200
    county = sign_in(world.county)
    assert "签收通报" in county.get(f"/app/circulars/{circular.pk}/").content.decode()
    assert county.post(f"/app/circulars/{circular.pk}/receive").status_code == 302
    assert county.post(f"/app/circulars/{circular.pk}/reply", {"text": "收到，照办。"}).status_code == 409
    assert NUMBER in county.get("/app/circulars/").content.decode()
