"""Groups (小组): planned, reviewed, held, ended, evaluated; their sessions count once each."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.story import void_contact
from yimi.clients.actions import merge_people, put_person, undo_merge
from yimi.clients.fields import CategoryFields, PersonFields
from yimi.core import seal
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.ids import new_id
from yimi.figures import queries as figures
from yimi.figures.fold import fold
from yimi.programmes.actions import add_member, put_group, remove_member, score_members, take_step
from yimi.programmes.fields import GroupFields
from yimi.programmes.models import Group, GroupMember
from yimi.programmes.queries import members_now

from .conftest import PLANNED

pytestmark = pytest.mark.django_db
FIRST = date(2026, 9, 8)


def figure(world, measure, period="2026", **place):
    return figures.figure(world.province, measure, figures.place_named(**(place or {"area": "46"})), period).value


def step(world, group, key, *, by=None, **more):
    return take_step(Group, group.pk, by=by or world.worker, step=key, **more)


def weekly(group, hold, members, times=4):
    return [hold(group, FIRST + timedelta(weeks=n), members[: n + 1]) for n in range(times)]


def test_a_group_goes_from_its_plan_to_the_archive(world, plan, hold, members):
    group = plan()
    step(world, group, "approve", by=world.head, text="同意")
    step(world, group, "start", on=FIRST)
    weekly(group, hold, members)
    step(world, group, "phase", phase="maturity")
    step(world, group, "end", on=date(2026, 10, 10))
    step(world, group, "evaluate", text="四名老人都结识了新朋友。")
    step(world, group, "archive")

    group.refresh_from_db()
    assert (group.state, group.approved_by, group.phase) == ("archived", world.head, "maturity")
    assert figure(world, "GROUP_DONE", "2026-10") == 1
    assert figure(world, "GROUP_SESSION") == 4
    assert figure(world, "GROUP_PT") == 1 + 2 + 3 + 4


@pytest.mark.both_engines
def test_a_group_of_three_sessions_is_not_done_and_one_voided_session_undoes_it(world, plan, hold, members):
    group = plan()
    step(world, group, "approve", by=world.head)
    step(world, group, "start")
    held = weekly(group, hold, members)
    step(world, group, "end", on=date(2026, 11, 1))
    fold()
    assert figure(world, "GROUP_DONE", "2026-11") == 1

    void_contact(held[0].pk, by=world.worker, reason="记错了")
    fold()
    assert figure(world, "GROUP_DONE", "2026-11") == 0
    step(world, group, "resume")
    assert figure(world, "GROUP_SESSION") == 3


def test_only_sessions_of_a_support_group_are_assistance_and_a_changed_type_counts_anew(world, plan, hold, members):
    for each in members[:2]:
        _verified(world, each)
    group = plan()
    hold(group, FIRST, members)
    fold()
    assert figure(world, "ASSIST_PT") == 2

    plan(group.pk, group_type="interest", version=group.version)
    assert figure(world, "ASSIST_PT") == 0


def _verified(world, row):
    row.refresh_from_db()
    seal.read(row, "name")
    held = (CategoryFields(code="DB", since_on=date(2026, 1, 1), state="verified"),)
    fields = PersonFields(
        name=row.opened["name"], station="469030104", area=row.area.code, opened_on=row.opened_on, version=row.version,
        categories=held,
    )  # fmt: skip
    put_person(row.pk, by=world.head, fields=fields)


@pytest.mark.parametrize(
    ("what", "field"),
    [
        ({"service_on": PLANNED - timedelta(days=1)}, "service_on"),
        ({"kind": "activity"}, "group"),
        ({"group": new_id()}, "group"),
    ],
    ids=["before its plan", "of another kind", "of no group"],
)
def test_a_session_that_does_not_fit_its_group_is_refused(world, plan, what, field):
    from yimi.services.actions import put_contact
    from yimi.services.fields import ContactFields

    group = plan()
    usual = {"station": world.here.code, "kind": "group_session", "service_on": FIRST, "group": group.pk}
    with pytest.raises(Invalid) as refused:
        put_contact(new_id(), by=world.worker, fields=ContactFields(**(usual | {"headcount": 5} | what)))
    assert field in refused.value.fields


def test_a_step_out_of_turn_or_without_its_right_is_refused(world, plan, client):
    from django.http import Http404

    group = plan()
    with pytest.raises(RuleBroken, match="筹备期"):
        step(world, group, "end")
    with pytest.raises(Http404):
        step(world, group, "approve")
    with pytest.raises(Http404):
        step(world, group, "cancel", by=world.neighbour, text="不办了")
    with pytest.raises(Invalid):
        step(world, group, "send_back", by=world.head)


def test_a_group_that_was_held_is_not_cancelled_but_ended(world, plan, hold, members):
    group = plan()
    hold(group, FIRST, members)
    with pytest.raises(RuleBroken, match="1 场"):
        step(world, group, "cancel", text="人不够")

    other = plan()
    step(world, other, "cancel", text="人不够", on=date(2026, 9, 3))
    with pytest.raises(Invalid):
        hold(other, FIRST, members)


def test_the_same_plan_sent_twice_is_kept_once_and_other_content_needs_the_version(world, plan):
    group = plan()
    assert plan(group.pk).version == 1
    with pytest.raises(RuleBroken) as differs:
        plan(group.pk, name="另一个小组")
    assert differs.value.code == "differs"
    assert plan(group.pk, name="另一个小组", version=1).version == 2
    with pytest.raises(RuleBroken) as taken:
        put_group(group.pk, by=world.stranger, fields=GroupFields(
            station=world.elsewhere.code, name="别处", planned_on=PLANNED, group_type="interest"
        ))  # fmt: skip
    assert taken.value.code == "id_taken"


def test_bad_plans_are_refused_field_by_field(plan):
    with pytest.raises(Invalid) as refused:
        plan(name="", group_type="nothing", sessions_planned=500, members=(new_id(),), budget=-1)
    assert {"name", "group_type", "sessions_planned", "members.0", "budget"} <= set(refused.value.fields)


def test_members_come_and_go_and_their_scores_stay(world, plan, members):
    group = plan(members=())
    add_member(group.pk, by=world.worker, person=members[0].pk)
    add_member(group.pk, by=world.worker, person=members[1].pk)
    step(world, group, "approve", by=world.head)
    step(world, group, "start")
    rows = {row.person_id: row for row in GroupMember.objects.unscoped("test").filter(group=group)}
    score_members(group.pk, by=world.worker, scores={rows[members[0].pk].pk: (12, 18)})
    remove_member(group.pk, by=world.worker, person=members[0].pk)

    assert members_now(group) == [members[1].pk]
    left = GroupMember.objects.unscoped("test").get(group=group, person=members[0])
    assert (left.before, left.after, left.left_on) == (12, 18, date(2026, 11, 20))
    with pytest.raises(Invalid):
        score_members(group.pk, by=world.worker, scores={left.pk: (5000, None)})


def test_membership_follows_a_merged_file_and_returns(world, plan, members):
    group = plan(members=(members[0].pk,))
    merged = merge_people(by=world.head, keep=members[1].pk, drop=members[0].pk, reason="同一人")
    assert members_now(group) == [members[1].pk]
    undo_merge(merged.pk, by=world.head)
    assert members_now(group) == [members[0].pk]


def test_a_worker_plans_a_group_calls_the_roll_and_the_head_reviews_it(world, client, members):
    client.force_login(world.worker)
    pk = new_id()
    plan = {"id": pk, "name": "老友记", "group_type": "support", "planned_on": "2026-11-01", "station": "469030104"}
    assert client.post(reverse("programmes:group_new"), plan | {"sessions_planned": "6"}).status_code == 302
    for each in members[:3]:
        client.post(reverse("programmes:members", args=[pk]), {"add": each.pk})

    asked = client.get(reverse("services:new", args=["group_session"]), {"group": pk})
    assert "老友记第 1 节" in asked.content.decode()
    sent = {
        "id": new_id(), "group": pk, "save": "1", "station": "469030104", "title": "老友记第 1 节",
        "service_on": "2026-11-18", "workers": ["worker"], "people": [each.pk for each in members[:3]],
        "absent": [members[2].pk],
    }  # fmt: skip
    assert client.post(reverse("services:new", args=["group_session"]), sent).status_code == 302

    client.force_login(world.head)
    page = client.get(reverse("programmes:group", args=[pk])).content.decode()
    assert "67%" in page and "组员 2／3" in page and "方案还没有审核" in page
    assert client.post(reverse("programmes:group_step", args=[pk]), {"step": "approve"}).status_code == 302
    assert client.post(reverse("programmes:group_step", args=[pk]), {"step": "cancel", "text": "x"}).status_code == 409
    assert Group.objects.unscoped("test").get(pk=pk).state == "approved"


def test_above_the_station_one_reads_states_and_counts_but_no_people_and_no_texts(world, plan, client):
    group = plan()
    client.force_login(world.county)
    page = client.get(reverse("programmes:group", args=[group.pk])).content.decode()
    assert "老友记支持小组" in page
    assert "每月至少见一次面" not in page and "居民0" not in page
    client.force_login(world.neighbour)
    assert client.get(reverse("programmes:group", args=[group.pk])).status_code == 404


def test_a_list_of_groups_asks_the_database_as_often_for_many_as_for_few(
    world, plan, client, django_assert_max_num_queries
):
    plan()
    client.force_login(world.worker)
    client.get(reverse("programmes:groups"))
    with django_assert_max_num_queries(40) as few:
        client.get(reverse("programmes:groups"))
    for _n in range(6):
        plan()
    with django_assert_max_num_queries(40) as many:
        assert client.get(reverse("programmes:groups"), {"state": "planned", "sort": "support"}).status_code == 200
    assert len(many) <= len(few)
