"""The yearly assessment of three objects: planned and filed, provisional, open to objections, published by two."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from yimi.core.errors import Invalid, RuleBroken
from yimi.core.ids import new_id
from yimi.dispatches import actions
from yimi.dispatches.actions import PlanFields, ResultFields
from yimi.dispatches.models import Announcement
from yimi.dispatches.queries import assessments as queries

PLAN = PlanFields("2026 年度社工站考核方案", date(2026, 10, 20), "三类对象分开考核，数据由系统提供。")


def refused(act, *args, **more):
    with pytest.raises(RuleBroken) as said:
        act(*args, **more)
    return said.value.code


@pytest.fixture
def plan(world):
    return actions.put_plan(new_id(), by=world.province, year=2026, fields=PLAN)


@pytest.fixture
def enter(world, plan):
    def entered(by, kind, code, **fields):
        return actions.put_result(new_id(), by=by, year=2026, kind=kind, code=code, fields=ResultFields(**fields))

    return entered


@pytest.fixture
def proposed(world, enter):
    row = enter(world.county, "station", "469030104", grade="合格", words="服务规范。")
    actions.propose(2026, "station", by=world.province)
    return row


def test_the_province_plans_a_year_once_and_files_the_plan(world, plan):
    half = PlanFields(PLAN.title, PLAN.planned_on, PLAN.words, filing_number="备〔2026〕1 号")

    with pytest.raises(Invalid, match="备案"):
        actions.put_plan(plan.pk, by=world.province, year=2026, fields=half)
    fields = PlanFields(PLAN.title, PLAN.planned_on, PLAN.words, "备〔2026〕1 号", date(2026, 10, 20))
    assert actions.put_plan(plan.pk, by=world.province, year=2026, fields=fields, version=1).version == 2
    assert refused(actions.put_plan, new_id(), by=world.province, year=2026, fields=PLAN) == "planned_already"
    assert refused(actions.put_plan, new_id(), by=world.county, year=2026, fields=PLAN) == "not_your_turn"


def test_results_are_entered_by_who_is_over_the_place_and_nothing_of_persons(world, enter):
    enter(world.province, "county", "469030", grade="良好", score=Decimal("91.5"))
    enter(world.county, "station", "469030104", grade="合格")
    enter(world.county, "worker", "469030104", received_on=date(2026, 10, 19))

    with pytest.raises(Http404):
        enter(world.county, "county", "469030", grade="优秀")
    with pytest.raises(Http404):
        enter(world.county, "station", "469028103", grade="合格")
    with pytest.raises(Invalid, match="分值"):
        enter(world.county, "station", "469030105", grade="合格", score=Decimal(90))
    with pytest.raises(Invalid, match="只登记"):
        enter(world.county, "worker", "469030105", grade="优秀", received_on=date(2026, 10, 19))


@pytest.mark.both_engines
def test_a_station_sees_its_result_once_it_is_proposed_and_may_object_in_its_days(world, enter, at):
    row = enter(world.county, "station", "469030104", grade="合格")
    assert _seen(world.head) == {}
    assert refused(actions.publish, 2026, "station", by=world.leader) == "not_proposed"
    told = actions.propose(2026, "station", by=world.province)
    assert told.objections_until == date(2026, 10, 27)

    assert _seen(world.head) == {world.here.pk: "合格"}
    with pytest.raises(Http404):
        actions.raise_objection(new_id(), by=world.stranger, result=row.pk, reason="不是我们的站")
    asked = actions.raise_objection(new_id(), by=world.head, result=row.pk, reason="档案数有更新")
    at("2026-10-28 09:00")
    assert refused(actions.publish, 2026, "station", by=world.leader) == "objections_undecided"
    actions.decide_objection(asked.pk, by=world.province, is_upheld=True, decision="核实，予以更正。", grade="良好")
    assert _seen(world.head) == {world.here.pk: "良好"}
    assert actions.publish(2026, "station", by=world.leader).published_on == date(2026, 10, 28)


def _seen(by):
    told = queries.announcement_of(by, queries.assessment_of(by, 2026), "station")
    rows = queries.subjects(by, "station", 2026, list(queries.stations(by)), told)
    return {each.place: each.result.grade for each in rows if each.result}


@pytest.mark.both_engines
def test_results_are_published_by_another_after_the_days_of_objection(world, proposed, at):
    assert refused(actions.publish, 2026, "station", by=world.leader) == "objections_open"
    at("2026-10-28 09:00")
    assert refused(actions.publish, 2026, "station", by=world.province) == "same_person"
    assert refused(actions.raise_objection, new_id(), by=world.head, result=proposed.pk, reason="太晚了") == (
        "no_objections_now"
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Announcement.objects.unscoped("test").update(published_by=world.province, published_on=date(2026, 10, 28))
    actions.publish(2026, "station", by=world.leader)
    assert refused(
        actions.put_result, proposed.pk, by=world.county, year=2026, kind="station", code="469030104",
        fields=ResultFields(grade="优秀"), version=1,
    ) == "proposed_already"  # fmt: skip


def test_the_pages_keep_the_three_objects_apart(world, sign_in, proposed):
    province = sign_in(world.province)
    assert province.get("/app/assessment/").status_code == 302
    counties = province.get("/app/assessment/2026/").content.decode()
    assert "琼中黎族苗族自治县" in counties and ">合格<" not in counties
    stations = province.get("/app/assessment/2026/?object=station").content.decode()
    assert ">合格<" in stations and "异议期内" in stations
    assert "不录个人的分值" in province.get("/app/assessment/2026/?object=worker").content.decode()
    assert province.get("/app/assessment/2026/?object=anybody").status_code == 404
    assert province.get("/app/assessment/1999/").status_code == 404
    said = {"id": str(new_id()), "version": "", "grade": "良好", "score": "91.5", "words": ""}
    assert province.get("/app/assessment/2026/result?object=county&code=469030").status_code == 200
    assert province.post("/app/assessment/2026/result?object=county&code=469030", said).status_code == 302
    assert province.post("/app/assessment/2026/propose", {"object": "county"}).status_code == 302

    head = sign_in(world.head)
    assert "申请复核" in head.get(f"/app/assessment/results/{proposed.pk}/").content.decode()
    asked = head.post(f"/app/assessment/results/{proposed.pk}/", {"id": str(new_id()), "reason": "档案数有更新"})
    assert asked.status_code == 302
    assert head.get("/app/assessment/2026/plan").status_code in (403, 404)
    province = sign_in(world.province)
    assert "提交复核意见" in province.get(f"/app/assessment/results/{proposed.pk}/").content.decode()
    asked = proposed.objections.get()
    said = {"is_upheld": "no", "decision": "维持。", "grade": ""}
    assert province.post(f"/app/assessment/objections/{asked.pk}/decide", said).status_code == 302
    assert province.get("/app/assessment/2026/plan").status_code == 200


def test_the_list_of_stations_takes_the_same_few_statements_however_many(
    world, sign_in, plan, django_assert_max_num_queries
):
    province = sign_in(world.province)
    province.get("/app/assessment/2026/?object=station")

    with django_assert_max_num_queries(30):
        province.get("/app/assessment/2026/?object=station")
