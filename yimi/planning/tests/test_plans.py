"""A station plans its year; town and county sign; what is done stands beside it."""

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from yimi.core.actors import SYSTEM
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.ids import new_id
from yimi.core.permissions import Role
from yimi.network.actions import put_station
from yimi.network.models import Area
from yimi.planning import actions
from yimi.planning.fields import Extra, Line, Project
from yimi.planning.models import AnnualPlan
from yimi.planning.places import spot_named
from yimi.planning.queries import plans as queries

pytestmark = pytest.mark.django_db


def submitted(world, drafted):
    return actions.submit_plan(drafted().pk, by=world.head)


def approved(world, drafted):
    plan = submitted(world, drafted)
    actions.sign_plan(plan.pk, by=world.township)
    return actions.sign_plan(plan.pk, by=world.county)


def test_the_template_of_the_mode_is_a_plan_that_can_be_submitted(world, drafted):
    plan = submitted(world, drafted)

    assert plan.state == "submitted" and plan.ladder == ["township", "county"]
    assert {line.domain for line in plan.lines.all()} == {"SA", "EC", "CC", "CD", "SF"}


def test_the_township_agrees_then_the_county_approves(world, drafted):
    plan = submitted(world, drafted)
    with pytest.raises(RuleBroken, match="等长征镇审核"):
        actions.sign_plan(plan.pk, by=world.county)

    assert actions.sign_plan(plan.pk, by=world.township).state == "township_agreed"
    assert actions.sign_plan(plan.pk, by=world.county).state == "approved"


def test_where_the_town_has_nobody_the_county_approves_alone(world, plan_of):
    from conftest import _user

    head = _user("head.far", Role.STATION_HEAD, world.elsewhere)
    plan = actions.put_plan(new_id(), by=head, fields=plan_of(world.elsewhere)).row

    actions.submit_plan(plan.pk, by=head)

    assert actions.sign_plan(plan.pk, by=world.far_county).state == "approved"


def test_it_is_returned_with_a_reason_from_any_step_and_comes_again(world, drafted):
    plan = submitted(world, drafted)
    with pytest.raises(Invalid, match="原因"):
        actions.return_plan(plan.pk, by=world.township, reason="")
    actions.return_plan(plan.pk, by=world.township, reason="走访数偏低")
    actions.submit_plan(plan.pk, by=world.head)
    actions.sign_plan(plan.pk, by=world.township)

    row = actions.return_plan(plan.pk, by=world.county, reason="重点项目不明确")

    assert row.state == "returned"
    assert queries.plan_for(world.head, plan.pk).opened["why_returned"] == "重点项目不明确"


def test_an_amendment_is_numbered_signed_anew_and_the_plan_stays_in_force_meanwhile(world, drafted):
    plan = approved(world, drafted)

    next_one = actions.amend_plan(plan.pk, by=world.head, reason="新增台风慰问")

    assert next_one.number == 2 and next_one.state == "draft"
    assert queries.board_at(world.head, spot_named(station="469030104"), 2026).plans == 1
    assert next_one.lines.count() == plan.lines.count()
    with pytest.raises(RuleBroken, match="最新一版"):
        actions.amend_plan(plan.pk, by=world.head, reason="再来一次")


def test_what_only_some_stations_planned_has_no_rate_against_what_all_have_done(world, drafted):
    approved(world, drafted)

    own = queries.board_at(world.head, spot_named(station="469030104"), 2026)
    county = queries.board_at(world.county, spot_named(area="469030"), 2026)

    assert {line.planned_by for part in own.parts for line in part.lines} == {None}
    lines = [line for part in county.parts for line in part.lines]
    assert {line.planned_by for line in lines} == {1}  # the neighbour has no plan
    assert {(line.pace.ratio, line.pace.status, line.pace.forecast) for line in lines} == {(None, None, None)}


def test_two_key_projects_are_refused_and_none_cannot_be_submitted(world, plan_of, drafted):
    with pytest.raises(Invalid, match="只有一个重点项目，现在写了 2 个"):
        actions.put_plan(new_id(), by=world.head, fields=plan_of(projects=(Project("甲项目"), Project("乙项目"))))
    bare = drafted(projects=(), lines=(Line("SA", "SESSION", 5),))

    with pytest.raises(Invalid, match="重点项目") as refused:
        actions.submit_plan(bare.pk, by=world.head)

    assert "养老服务" in str(refused.value) and "社会救助" not in str(refused.value)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (Line("ZZ", "SESSION", 5), "没有这个领域"),
        (Line("SA", "FILE_STOCK", 5), "不能按领域计划"),
        (Line("SA", "NO_SUCH", 5), "不能按领域计划"),
        (Line("SA", "SESSION", 0), "计划数应为"),
    ],
)
def test_a_quantity_that_cannot_be_is_named_at_its_row(world, plan_of, line, says):
    with pytest.raises(Invalid, match=says) as refused:
        actions.put_plan(new_id(), by=world.head, fields=plan_of(lines=(line,)))

    assert all(path.startswith("lines.0.") for path in refused.value.fields)


def test_sending_twice_creates_once_and_other_content_takes_the_version(world, plan_of):
    pk = new_id()
    first = actions.put_plan(pk, by=world.head, fields=plan_of())
    again = actions.put_plan(pk, by=world.head, fields=plan_of())
    assert first.created and not again.created and AnnualPlan.objects.unscoped("test").count() == 1

    with pytest.raises(RuleBroken, match="内容不同"):
        actions.put_plan(pk, by=world.head, fields=plan_of(partners="县志愿服务联合会"))
    with pytest.raises(RuleBroken, match="刚被别人改过"):
        actions.put_plan(pk, by=world.head, fields=plan_of(partners="县志愿服务联合会", version=7))
    with pytest.raises(RuleBroken, match="已经编了"):
        actions.put_plan(new_id(), by=world.head, fields=plan_of())

    assert actions.put_plan(pk, by=world.head, fields=plan_of(partners="县志愿服务联合会", version=1)).row.version == 2


def test_who_wrote_it_does_not_sign_it_and_others_do_not_know_it(world, drafted):
    plan = submitted(world, drafted)
    with pytest.raises(Http404):
        actions.sign_plan(plan.pk, by=world.far_county)
    with pytest.raises(Http404):
        queries.plan_for(world.stranger, plan.pk)


@pytest.mark.both_engines
def test_there_is_one_open_plan_for_a_year(world, drafted):
    from django.db import IntegrityError, transaction

    plan = drafted()
    with pytest.raises(IntegrityError), transaction.atomic():
        AnnualPlan(station=plan.station, year=2026, number=2, made_by=world.head, made_at=plan.made_at).save()


def test_the_board_shows_the_figures_and_each_opens_its_rows(world, drafted, served, sign_in):
    plan = drafted(lines=(Line("SA", "PUBLICITY_N", 8), Line("EC", "PUBLICITY_N", 4)))
    served(6)

    board = queries.board_of(world.head, queries.plan_for(world.head, plan.pk))

    line = next(part for part in board.parts if part.code == "SA").lines[0]
    assert (line.pace.done, line.quantity) == (6, 8)
    assert next(part for part in board.parts if part.code == "EC").lines[0].pace.done == 0
    assert sign_in(world.head).get(line.url).status_code == 200


def test_a_special_service_with_a_quantity_stands_on_the_board_and_opens_its_rows(world, drafted, sign_in):
    plan = drafted(specials=(Extra("X01", "心理健康", "SESSION", 5), Extra("X02", "候鸟服务")))

    board = queries.board_of(world.head, queries.plan_for(world.head, plan.pk))

    part = board.parts[-1]
    assert (part.lines[0].quantity, part.lines[0].pace.done, part.notes) == (5, 0, ["X02 候鸟服务"])
    assert sign_in(world.head).get(part.lines[0].url).status_code == 200
    assert "年度服务计划" in sign_in(world.head).get(reverse("network:station", args=["469030104"])).content.decode()


def test_the_head_writes_submits_and_town_and_county_sign_on_their_pages(world, sign_in):
    page = sign_in(world.head).get(reverse("planning:plan_new"))
    assert "乡镇综合服务场所" in page.content.decode()
    pk = new_id()
    form = {
        "id": str(pk), "station": "469030104", "year": "2026", "platform": "镇资源平台", "project": "老有所伴",
        "project_level": "county", "line_domain": ["SA", "EC", "CC", "CD", "SF"], "line_measure": ["SESSION"] * 5,
        "line_quantity": ["12"] * 4 + ["十二"], "special_code": ["X01"], "special_name": ["乡村振兴"],
        "special_measure": [""], "special_quantity": [""], "submit": "1",
    }  # fmt: skip
    client = sign_in(world.head)
    wrong = client.post(reverse("planning:plan_new"), form)
    assert wrong.status_code == 422 and "计划数应为" in wrong.content.decode() and "十二" in wrong.content.decode()

    client.post(reverse("planning:plan_new"), form | {"line_quantity": ["12"] * 5})
    assert "老有所伴" in client.get(reverse("planning:list")).content.decode()
    client = sign_in(world.township)
    assert "等您审核" in client.get(reverse("planning:list")).content.decode()
    client.post(reverse("planning:plan_sign", args=[pk]))
    client = sign_in(world.county)
    client.post(reverse("planning:plan_sign", args=[pk]))

    page = client.get(reverse("planning:plan", args=[pk])).content.decode()
    assert "已审定" in page and "县级" in page
    assert "1 份已审定的计划合计" in client.get(reverse("planning:board")).content.decode()


def test_what_is_saved_before_a_refused_submission_is_not_lost(world, sign_in):
    form = {
        "id": str(new_id()), "station": "469030104", "year": "2026", "platform": "镇资源平台", "project": "",
        "project_level": "station", "submit": "1",
    }  # fmt: skip
    client = sign_in(world.head)

    page = client.post(reverse("planning:plan_new"), form).content.decode()
    assert "请写明一个重点项目" in page and 'name="version" value="1"' in page

    again = client.post(reverse("planning:plan_new"), form | {"version": "1", "project": "老有所伴"})
    assert "五大领域都要有计划数" in again.content.decode()


def test_programs_put_plans_and_read_them(world, api):
    head = api(world.head)
    body = {
        "station": "469030104", "year": 2026, "platform": "镇资源平台", "key_projects": [{"title": "老有所伴"}],
        "lines": [{"domain": "SA", "measure": "SESSION", "quantity": 12}],
    }  # fmt: skip
    pk = new_id()

    assert head.put(f"/api/v1/plans/{pk}", body).status_code == 201
    assert head.put(f"/api/v1/plans/{pk}", body).status_code == 200
    two = body | {"key_projects": [{"title": "甲项目"}, {"title": "乙项目"}]}
    refused = head.put(f"/api/v1/plans/{new_id()}", two)
    assert refused.status_code == 422 and "只有一个重点项目" in refused.json()["fields"]["key_projects"][0]
    assert head.get(f"/api/v1/plans/{pk}").json()["key_projects"][0]["title"] == "老有所伴"


def test_a_special_service_has_its_code_once(world, plan_of):
    twice = (Extra("x01", "心理健康"), Extra("X01", "候鸟服务"))
    with pytest.raises(Invalid, match="写了两次"):
        actions.put_plan(new_id(), by=world.head, fields=plan_of(specials=twice))


def test_the_list_of_plans_costs_the_same_however_many_stations_there_are(world, plan_of, sign_in):
    """And so do the list for programs and the board of the county."""
    from conftest import _user

    def more(count):
        for nth in range(count):
            code = f"469030{200 + Area.objects.count()}"
            county = world.areas["469030"]
            area = Area.objects.create(
                code=code, name=f"第{nth}镇", short_name=f"第{nth}镇", parent=county, path=f"{county.path}{code}/",
                level="township", kind="administrative", order=nth, county=county,
            )  # fmt: skip
            prefix = "QZ" + "".join(chr(65 + int(digit)) for digit in f"{Area.objects.count():03d}")
            station = put_station(
                new_id(), by=SYSTEM, code=code, name=area.name, short_name=area.name, level="station",
                mode="township", prefix=prefix, state="operating", operating_on=world.opened,
            )  # fmt: skip
            head = _user(f"head.{code}", Role.STATION_HEAD, station)
            plan = actions.put_plan(new_id(), by=head, fields=plan_of(station)).row
            actions.submit_plan(plan.pk, by=head)

    def counted():
        client, found = sign_in(world.county), []
        for url in (reverse("planning:list"), f"{reverse('planning:board')}?area=469030"):
            client.get(url)
            with CaptureQueriesContext(connection) as run:
                assert client.get(url).status_code == 200
            found.append(len(run))
        return found

    more(2)
    few = counted()
    more(6)

    assert counted() == few
