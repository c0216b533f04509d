"""A quarter is dispatched: frozen figures, one meeting, decisions that are followed until they are settled."""

from datetime import date

import pytest
from django.http import Http404

from yimi.core.errors import Invalid, RuleBroken
from yimi.core.ids import new_id
from yimi.dispatches import actions
from yimi.dispatches.documents import minutes_document, slides, table_document
from yimi.dispatches.panels import of_report
from yimi.dispatches.queries import dispatches as queries
from yimi.reports import actions as reports
from yimi.reports.documents import document_for
from yimi.tracking import actions as tracking
from yimi.tracking.models import TrackedItem


def refused(act, *args, **more):
    with pytest.raises(RuleBroken) as said:
        act(*args, **more)
    return said.value.code


def texts(document):
    cells = [cell.text for table in document.tables for row in table.rows for cell in row]
    runs = [run.text for block in document.blocks for run in getattr(block, "runs", ())]
    return "\n".join([document.title, *runs, *cells])


def test_a_dispatch_is_begun_once_by_who_may_hold_it(world, quarter):
    pk = new_id()

    first = actions.begin(pk, by=world.province, report=quarter.province.pk)
    assert actions.begin(pk, by=world.province, report=quarter.province.pk) == first
    assert refused(actions.begin, new_id(), by=world.province, report=quarter.province.pk) == "begun_already"
    with pytest.raises(Invalid):
        actions.begin(new_id(), by=world.county, report=quarter.province.pk)
    assert actions.begin(new_id(), by=world.county, report=quarter.county.pk).county.code == "469030"


def test_the_meeting_comes_after_the_figures_are_frozen(world, quarter, begun):
    said = {"held_on": date(2026, 10, 16), "place": "会议室", "chair": "分管领导", "attendees": "各市县"}

    assert begun.stage == "preparing"
    assert refused(actions.hold, begun.pk, by=world.province, **said) == "not_frozen"
    reports.submit(quarter.province.pk, by=world.province)
    reports.lock(quarter.province.pk, by=world.province)
    row = actions.hold(begun.pk, by=world.province, **said)
    assert (row.stage, row.minutes_due_on) == ("held", date(2026, 10, 23))
    assert not row.is_overdue(date(2026, 10, 23)) and row.is_overdue(date(2026, 10, 24))


@pytest.mark.both_engines
def test_what_was_decided_is_followed_and_the_dispatch_closes_when_all_is_settled(world, held, decide):
    mine, station = decide(), decide(owner="station:469028103", title="更新服务档案", detail="十一月底前完成")
    assert refused(actions.close, held.pk, by=world.province) == "wrong_stage"

    row = actions.issue(held.pk, by=world.province, minutes="会议听取了进展情况。")
    items = {item.pk: item for item in TrackedItem.objects.unscoped("test").filter(source_kind="dispatch")}
    assert set(items) == {mine.pk, station.pk}
    assert (items[mine.pk].county.code, items[station.pk].station) == ("469030", world.elsewhere)
    assert refused(actions.close, row.pk, by=world.province) == "open_decisions"

    for pk, who in ((mine.pk, world.county), (station.pk, world.far_county)):
        if pk == mine.pk:
            tracking.submit_proof(pk, by=who, step=new_id(), words="已办好")
        else:
            tracking.submit_proof(pk, by=world.stranger, step=new_id(), words="已办好")
        tracking.recheck(pk, by=world.province, accept=True)
    assert actions.close(row.pk, by=world.province).stage == "closed"


def test_a_decision_is_written_once_and_withdrawn_only_before_it_is_issued(world, held, decide):
    pk = new_id()
    first = decide(pk=pk)

    assert decide(pk=pk) == first
    with pytest.raises(RuleBroken):
        decide(pk=pk, title="别的事项")
    with pytest.raises(Invalid, match="责任单位"):
        decide(owner="area:46")
    actions.withdraw(pk, by=world.province, reason="会后合并")
    assert refused(actions.issue, held.pk, by=world.province, minutes="纪要") == "nothing_decided"


def test_a_county_sees_the_dispatch_and_its_own_decisions_and_does_not_hold_it(world, held, decide):
    decide(), decide(owner="area:469028", title="完善应急名单")
    actions.issue(held.pk, by=world.province, minutes="会议听取了进展情况。")

    row = queries.dispatch_for(world.county, held.pk)
    assert [each.row.title for each in queries.decisions_of(world.county, row)] == ["补齐建站资料"]
    assert "完善应急名单" not in texts(minutes_document(row, world.county))
    assert "完善应急名单" in texts(minutes_document(row, world.leader))
    assert refused(actions.hold, held.pk, by=world.county, held_on=date(2026, 10, 19), place="会议室", chair="领导",
                   attendees="大家") == "not_your_turn"  # fmt: skip
    with pytest.raises(Http404):
        queries.dispatch_for(world.head, held.pk)


def test_counties_remark_by_their_own_reports(world, quarter, begun):
    reports.submit(quarter.county.pk, by=world.county)

    remarks = queries.remarks_of(begun)
    assert [(each.county.code, each.is_in) for each in remarks] == [("469028", False), ("469030", True)]


@pytest.mark.both_engines
def test_the_frozen_report_holds_the_dispatch_table_in_the_official_order(world, held):
    document = document_for(held.report, world.province)

    building = next(table for table in document.tables if table.caption == "调度表2 建站和上期督办")
    assert [row[0].text for row in building.rows] == ["陵水黎族自治县", "琼中黎族苗族自治县"]
    assert [cell.text for cell in building.rows[1][1:4]] == ["2", "2", "2"]
    assert document.frozen
    assert table_document(held, world.province).tables == document.tables
    assert all(slide.blocks for slide in slides(document))


def test_the_pages_of_a_dispatch_lead_from_the_report_to_its_end(world, sign_in, quarter, begun, decide, held):
    province = sign_in(world.province)

    assert "视频会议室" in province.get(f"/app/dispatches/{held.pk}/").content.decode()
    said = {
        "id": str(new_id()), "title": "补建档案", "owner": "area:469030", "due_on": "2026-11-20", "kind": "chased",
    }  # fmt: skip
    assert province.post(f"/app/dispatches/{held.pk}/decision", said | {"owner": ""}).status_code == 422
    assert province.post(f"/app/dispatches/{held.pk}/decision", said).status_code == 302
    issued = province.post(f"/app/dispatches/{held.pk}/issue", {"minutes": "会议听取了进展情况。", "version": ""})
    assert issued.status_code == 302
    page = province.get(f"/app/dispatches/{held.pk}/").content.decode()
    assert "补建档案" in page and "待办理" in page
    for path in ("table?layout=xlsx", "minutes?layout=docx", "show", "show?slide=3"):
        assert province.get(f"/app/dispatches/{held.pk}/{path}").status_code == 200, path
    assert province.get(f"/app/dispatches/{held.pk}/minutes.exe").status_code == 404
    assert "海南省2026年第3季度调度" in province.get("/app/dispatches/").content.decode()

    county = sign_in(world.county)
    assert county.get(f"/app/dispatches/{held.pk}/").status_code == 200
    assert county.get(f"/app/dispatches/{held.pk}/table").status_code == 404
    assert county.get(f"/app/dispatches/{held.pk}/meeting").status_code == 404


def test_the_page_of_a_report_leads_to_its_dispatch_or_begins_it(world, rf, quarter):
    def panel(who, report):
        request = rf.get("/")
        request.user = who
        return of_report(request, report)

    assert "开始季调度" in panel(world.province, quarter.province)
    assert panel(world.leader, quarter.province) == ""
    row = actions.begin(new_id(), by=world.province, report=quarter.province.pk)
    assert f"/app/dispatches/{row.pk}/" in panel(world.leader, quarter.province)
    assert panel(world.head, quarter.province) == ""


def test_a_county_holds_its_own_dispatch_and_gives_tasks_to_its_stations(world, quarter):
    reports.submit(quarter.county.pk, by=world.county)
    reports.lock(quarter.county.pk, by=world.province)
    row = actions.begin(new_id(), by=world.county, report=quarter.county.pk)
    said = {"held_on": date(2026, 10, 16), "place": "会议室", "chair": "分管领导", "attendees": "各社工站"}
    actions.hold(row.pk, by=world.county, **said)

    assert [key for key, _name in queries.owners(world.county, row)] == ["station:469030104", "station:469030105"]
    fields = actions.DecisionFields("station:469030104", "补齐记录", date(2026, 11, 20))
    decision = actions.put_decision(new_id(), by=world.county, dispatch=row.pk, fields=fields)
    actions.issue(row.pk, by=world.county, minutes="会议听取了进展情况。")
    assert TrackedItem.objects.unscoped("test").get(pk=decision.pk).station == world.here
    with pytest.raises(Http404):
        queries.dispatch_for(world.far_county, row.pk)
