"""A station is built, checked, accepted by others, rectified and opened; never with a mandatory item open."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.urls import reverse

from conftest import _user
from tests.story import person
from tests.sweep.bodies import photo
from yimi.accounts.actions import grant
from yimi.accounts.places import of_area
from yimi.assignments.actions import AssignmentFields, note_assignment
from yimi.construction import actions, events, queries
from yimi.construction.actions import Mark, UnveilingFields
from yimi.core.actors import SYSTEM
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.ids import new_id
from yimi.core.permissions import Role
from yimi.figures import queries as figures
from yimi.network.actions import move_station, put_station
from yimi.network.models import Station
from yimi.tracking import actions as tracking
from yimi.tracking.queries import open_of_station
from yimi.workforce.actions import post_worker

TODAY = date(2026, 11, 20)
CODE = "469030104201"
PASS, FAIL = Mark("pass"), Mark("fail", "门口没有牌子")


@pytest.fixture(autouse=True)
def _today(settings):
    settings.YIMI_TODAY = TODAY


@pytest.fixture
def room(world):
    """A village room that is planned; the township's officer checks it herself."""
    return put_station(
        new_id(), by=world.county, code=CODE, name="潮村社工室", short_name="潮村社工室", level="village_room",
        prefix="QZCZCC", state="planned",
    )  # fmt: skip


def marks_of(world, station, result=PASS, **changed):
    """The result for every item of the station, but for those named (SIGN_01=…)."""
    codes = [line.item.code for line in queries.sheet_for(world.county, station.code).lines]
    return dict.fromkeys(codes, result) | {name.replace("_", "-"): mark for name, mark in changed.items()}


@pytest.fixture
def checked(world, room):
    actions.begin_building(room.pk, by=world.county, premises="reused")
    actions.finish_self_check(room.pk, by=world.township, marks=marks_of(world, room))
    return Station.objects.unscoped("test").get(pk=room.pk)


def accepting(world, station):
    actions.begin_acceptance(new_id(), by=world.county, station=station.pk, attendees="长征镇人民政府")


def state(station):
    return Station.objects.unscoped("test").get(pk=station.pk).state


def test_a_room_is_built_checked_accepted_and_opened_and_each_step_has_its_day(world, checked):
    accepting(world, checked)
    actions.conclude(checked.pk, by=world.county, marks=marks_of(world, checked))
    actions.open_station(checked.pk, by=world.county, on=TODAY)

    opened = Station.objects.unscoped("test").get(pk=checked.pk)
    assert opened.state == "operating" and opened.premises_source == "reused"
    assert {opened.self_checked_on, opened.accepted_on, opened.operating_on} == {TODAY}


def test_the_checklist_is_that_of_its_level_and_mode(world, room):
    rooms = {line.item.code for line in queries.sheet_for(world.county, room.code).lines}
    town = {line.item.code for line in queries.sheet_for(world.county, world.here.code).lines}
    assert "ROOM-05" in rooms and "ROOM-05" not in town
    assert "MODE-01" in town and not {"MODE-02", "MODE-03"} & town
    assert (len(rooms), len(town)) == (17, 52)


def test_steps_in_the_wrong_order_are_refused_with_the_reason(world, room):
    with pytest.raises(RuleBroken, match=r"规划选址.*不能转为.*运营"):
        move_station(room.pk, by=world.county, to="operating")
    with pytest.raises(RuleBroken, match="只有建设中的站点可以自查"):
        actions.save_self_check(room.pk, by=world.township, marks={})
    with pytest.raises(RuleBroken, match="不能直接改"):
        put_station(room.pk, by=world.county, state="operating", operating_on=TODAY)


def test_a_self_check_is_saved_in_parts_and_handed_in_whole(world, room):
    actions.begin_building(room.pk, by=world.county, premises="shared")
    actions.save_self_check(room.pk, by=world.township, marks={"ROOM-05": PASS})
    with pytest.raises(RuleBroken, match="16 项没有自查"):
        actions.finish_self_check(room.pk, by=world.township, marks={})
    with pytest.raises(RuleBroken, match="必备项不符合"):
        actions.finish_self_check(room.pk, by=world.township, marks=marks_of(world, room, SIGN_01=FAIL))
    with pytest.raises(Invalid) as refused:
        actions.save_self_check(
            room.pk, by=world.township, marks={"ROOM-06": Mark("pass_shared"), "EQ-04": Mark("fail")}
        )
    assert set(refused.value.fields) == {"ROOM-06", "EQ-04"}


def test_what_fails_is_rectified_rechecked_by_others_and_accepted_then(world, checked):
    accepting(world, checked)
    round_ = actions.conclude(
        checked.pk, by=world.county, marks=marks_of(world, checked, SIGN_01=FAIL), opinion="补挂站牌"
    )
    assert round_.outcome == "rectify" and state(checked) == "rectifying"
    item = open_of_station(checked.pk).get()
    assert item.title == "整改：门牌（站点名称牌）" and item.kind == "urged"

    with pytest.raises(RuleBroken, match="没有复查通过"):
        actions.resume_acceptance(new_id(), by=world.county, station=checked.pk)
    keeper = _keeper(world, checked)
    tracking.submit_proof(item.pk, by=keeper, step=new_id(), words="已挂牌", files=[("牌.png", photo())])
    tracking.recheck(item.pk, by=world.county, accept=True)
    actions.resume_acceptance(new_id(), by=world.county, station=checked.pk)

    assert actions.conclude(checked.pk, by=world.county, marks={}).outcome == "passed"
    assert state(checked) == "accepted"


def _keeper(world, station):
    """Somebody who answers for the room."""
    return _user("keeper", Role.STATION_HEAD, station)


def test_a_mandatory_item_that_is_open_keeps_a_station_from_opening(world, checked):
    accepting(world, checked)
    actions.conclude(checked.pk, by=world.county, marks=marks_of(world, checked))
    actions.spot_check(checked.pk, by=world.province, code="SIGN-01", is_met=False, note="牌子掉了")

    with pytest.raises(RuleBroken, match="门牌（站点名称牌）”没有通过") as refused:
        actions.open_station(checked.pk, by=world.county)
    assert refused.value.code == "unsettled" and state(checked) == "accepted"


def test_nobody_accepts_what_she_checked_herself(world, checked):
    grant(world.township, Role.COUNTY_OFFICER, of_area(world.areas["469030"]), by=SYSTEM, from_on=TODAY, because="示例")
    world.township.forget_grants()
    with pytest.raises(RuleBroken, match="自查的人不能验收"):
        actions.begin_acceptance(new_id(), by=world.township, station=checked.pk)


def test_two_who_accept_at_once_do_not_overwrite_each_other(world, checked):
    accepting(world, checked)
    version = queries.sheet_for(world.county, checked.code).checklist.version
    actions.judge(checked.pk, by=world.county, marks={"ROOM-05": PASS}, version=version)

    with pytest.raises(RuleBroken) as refused:
        actions.conclude(checked.pk, by=world.county, marks=marks_of(world, checked), version=version)
    assert refused.value.code == "stale"


def test_a_plaque_unveiled_before_acceptance_asks_for_a_reason(world, checked):
    fields = {"title": "集中揭牌", "on": TODAY, "stations": (world.here.code, checked.code), "leaders": "县民政局局长"}
    with pytest.raises(Invalid, match="潮村社工室在揭牌当日还没有验收合格"):
        actions.put_unveiling(new_id(), by=world.county, fields=UnveilingFields(**fields))
    with pytest.raises(Invalid, match="请选择揭牌的站点"):
        actions.put_unveiling(new_id(), by=world.far_county, fields=UnveilingFields(**fields))

    event = actions.put_unveiling(
        new_id(), by=world.county, fields=UnveilingFields(**fields, early_reason="与全县启动仪式同日举行")
    )
    assert state(checked) == "self_checked"
    assert events.unveiling_for(world.head, event.pk).unveiled.count() == 2
    assert Station.objects.unscoped("test").get(pk=checked.pk).unveiled_on == TODAY
    actions.void_unveiling(event.pk, by=world.county, reason="日期登错")
    assert Station.objects.unscoped("test").get(pk=checked.pk).unveiled_on is None


def test_a_station_with_work_under_way_is_not_closed_and_is_told_all_of_it(world):
    person(world.worker, world.here, "符青", opened_on=TODAY)
    note_assignment(new_id(), by=world.worker, fields=AssignmentFields(world.here.code, "unrelated", "协助搬迁"))
    post_worker(
        new_id(), by=world.county, user=world.stranger, station=world.here.pk, post="social_worker", full_time=True,
        from_on=TODAY,
    )  # fmt: skip
    tracking.raise_item(
        new_id(), by=world.county, fields=tracking.ItemFields(title="补挂标牌", station=world.here.code)
    )
    with pytest.raises(RuleBroken) as refused:
        actions.close_station(world.here.pk, by=world.county, reason="并入邻站")
    assert refused.value.extra["obstacles"] == [
        "未办结的督办事项 1 件", "在岗人员 1 人", "在册服务对象档案 1 份", "没有办结的镇街交办事项 1 件",
    ]  # fmt: skip
    assert actions.close_station(world.near.pk, by=world.county, reason="并入邻站").state == "closed"


def test_a_pause_stops_the_count_and_is_taken_back(world, settings):
    place = figures.place_named(area="469030")

    def operating():
        return figures.figure(world.county, "STATION_ON", place, "2026-11").value

    actions.suspend_station(world.near.pk, by=world.county, reason="台风后修缮", on=date(2026, 11, 18))
    assert operating() == 1
    with pytest.raises(Invalid, match="次日"):
        actions.open_station(world.near.pk, by=world.county, on=date(2026, 11, 18))
    actions.open_station(world.near.pk, by=world.county, on=TODAY)
    assert operating() == 2 and figures.figure(world.county, "STATION_BUILT", place, "2026-11").value == 2


def test_stations_accepted_before_are_written_up_at_once(world):
    assert actions.record_accepted([world.here.pk, world.near.pk, world.elsewhere.pk], by=world.county) == 2
    sheet = queries.sheet_for(world.head, world.here.code)
    assert sheet.checklist.is_from_before and sheet.reckoning.is_met


def test_photos_are_made_anew_and_seen_within_reach(world, sign_in):
    actions.record_accepted([world.here.pk], by=world.county)
    made = actions.add_photo(
        new_id(), by=world.head, station=world.here.pk, name="门牌.png", content=photo(), item="SIGN-01"
    )
    url = reverse("construction:photo", args=[made.pk])
    assert sign_in(world.county).get(url)["Content-Type"] == "image/jpeg"
    assert sign_in(world.stranger).get(url).status_code == 404
    with pytest.raises(Http404):
        actions.add_photo(new_id(), by=world.worker, station=world.here.pk, name="x", content=photo(), item="SIGN-01")


def test_the_form_of_a_self_check_comes_back_filled_in(world, room, sign_in):
    actions.begin_building(room.pk, by=world.county, premises="rented")
    browser, url = sign_in(world.township), reverse("construction:check", args=[room.code])
    sent = {"result-ROOM-05": "pass", "result-EQ-04": "fail", "note-EQ-04": "", "do": "save"}

    answer = browser.post(url, sent)
    assert answer.status_code == 422
    told = answer.content.decode()
    assert "不符合、不适用的要写明情况" in told and 'name="result-ROOM-05" value="pass" checked' in told

    sent |= {"note-EQ-04": "柜子没有锁", "photo-EQ-04": _upload()}
    assert browser.post(url, sent).status_code == 302
    shown = browser.get(reverse("construction:station", args=[room.code])).content.decode()
    assert "柜子没有锁" in shown and "柜.jpg" in shown


def _upload():
    return SimpleUploadedFile("柜.png", photo(), "image/png")


def test_the_board_counts_what_she_reaches_and_ranks_nobody(world, checked, sign_in):
    told = sign_in(world.province).get(reverse("construction:list")).content.decode()
    assert "首批 · 社工站" in told and told.index("陵水") < told.index("琼中")
    near = sign_in(world.county).get(reverse("construction:list")).content.decode()
    assert "英州镇" not in near and "潮村社工室" in near
    assert sign_in(world.county).get(reverse("construction:table")).status_code == 200
