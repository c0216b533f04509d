"""Activities (社区活动): planned, announced, held with sign-in and head count, summed up within five workdays."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.story import contact
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.ids import new_id
from yimi.figures import queries as figures
from yimi.programmes.actions import take_step
from yimi.programmes.models import Activity
from yimi.programmes.queries import sheet_for
from yimi.services.models import Contact, ContactPartner

from .conftest import PLANNED

pytestmark = pytest.mark.django_db


def step(world, row, key, *, by=None, **more):
    return take_step(Activity, row.pk, by=by or world.worker, step=key, **more)


def test_an_activity_goes_from_its_plan_to_its_summary(world, festival, hold, members):
    row = festival(expected=60, risks="备药箱")
    step(world, row, "approve", by=world.head)
    step(world, row, "announce", text="重阳节上午九点，村委会文化室。")
    with pytest.raises(RuleBroken, match="还没有举办过"):
        step(world, row, "evaluate", text="顺利")
    hold(row, date(2026, 10, 18), members[:2], headcount=40)
    step(world, row, "evaluate", text="到场 40 人。")
    step(world, row, "archive")

    seen = sheet_for(world.worker, Activity, row.pk)
    assert (seen.row.state, seen.held.sessions, seen.texts["evaluation"]) == ("archived", 1, "到场 40 人。")
    place = figures.place_named(station="469030104")
    assert [figures.figure(world.county, code, place, "2026-10").value for code in ("ACT_N", "ACT_PT")] == [1, 40]


def test_the_summary_is_due_after_five_workdays_of_the_area_and_late_is_allowed(world, festival, hold, members):
    row = festival()
    step(world, row, "approve", by=world.head)
    hold(row, date(2026, 9, 30), members[:1])  # the holiday of the first week of October lies between
    seen = sheet_for(world.worker, Activity, row.pk)
    assert seen.state_label == "已举办"
    assert seen.due_on == date(2026, 10, 13) and seen.is_due
    step(world, row, "evaluate", text="补写总结")


def test_a_joint_event_is_counted_once_and_shown_at_its_partner(world, client, festival, members):
    row = festival()
    held = contact(
        world.worker, world.here, "activity", date(2026, 10, 18), members[:1], activity=row.pk, headcount=30,
        partners=("469030105",),
    )  # fmt: skip
    assert ContactPartner.objects.unscoped("test").get(contact=held).station == world.near
    client.force_login(world.neighbour)
    shown = client.get(reverse("services:joint")).content.decode()
    assert "长征镇" in shown and "30" in shown and "居民0" not in shown
    county = figures.figure(world.county, "ACT_N", figures.place_named(area="469030"), "2026-10")
    partner = figures.figure(world.county, "ACT_N", figures.place_named(station="469030105"), "2026-10")
    assert (county.value, partner.value) == (1, 0)


@pytest.mark.parametrize(
    ("what", "field"),
    [
        ({"service_on": PLANNED - timedelta(days=1)}, "service_on"),
        ({"kind": "home_visit"}, "activity"),
        ({"partners": ("469030104",)}, "partners.0"),
        ({"partners": ("nowhere",)}, "partners.0"),
        ({"headcount": 1}, "headcount"),
    ],
    ids=["before its plan", "of another kind", "its own partner", "no such partner", "fewer than signed in"],
)
def test_an_event_that_does_not_fit_is_refused(world, festival, members, what, field):
    row = festival()
    usual = {"kind": "activity", "service_on": date(2026, 10, 18), "activity": row.pk}
    sent = usual | what
    with pytest.raises(Invalid) as refused:
        contact(world.worker, world.here, sent.pop("kind"), sent.pop("service_on"), members[:2], **sent)
    assert field in refused.value.fields


def test_a_worker_plans_an_activity_and_records_it_from_its_page(world, client, members):
    client.force_login(world.worker)
    pk, record = new_id(), new_id()
    plan = {"id": pk, "name": "重阳敬老", "form": "event", "planned_on": "2026-11-01", "station": "469030104"}
    assert client.post(reverse("programmes:activity_new"), plan | {"budget_yuan": "350.50"}).status_code == 302
    assert Activity.objects.unscoped("test").get(pk=pk).budget == 35050

    asked = client.get(reverse("services:new", args=["activity"]), {"activity": pk}).content.decode()
    assert "重阳敬老" in asked and "红毛镇" in asked
    sent = {
        "id": record, "activity": pk, "save": "1", "station": "469030104", "title": "重阳敬老", "headcount": "30",
        "service_on": "2026-11-18", "workers": ["worker"], "people": [members[0].pk], "partners": ["469030105"],
    }  # fmt: skip
    assert client.post(reverse("services:new", args=["activity"]), sent).status_code == 302
    assert Contact.objects.unscoped("test").get(pk=record).activity_id == pk
    shown = client.get(reverse("services:record", args=[record])).content.decode()
    assert "红毛镇" in shown and reverse("programmes:activity", args=[pk]) in shown


def test_a_deliberation_says_what_was_decided_and_what_came_of_it(world, client):
    client.force_login(world.worker)
    pk = new_id()
    plan = {
        "id": pk, "name": "村口路灯", "form": "deliberation", "planned_on": "2026-11-01", "station": "469030104",
        "need": "路灯坏了三盏", "process": "一事一议",
    }  # fmt: skip
    assert client.post(reverse("programmes:activity_new"), plan).status_code == 302
    edit = reverse("programmes:activity_edit", args=[pk])
    assert "议题" in client.get(edit).content.decode() and "决议" in client.get(edit).content.decode()

    told = plan | {"version": "1", "decisions": "由村委会报修", "results": "11 月 10 日已修好，村务公开栏公示"}
    assert client.post(edit, told).status_code == 302
    page = client.get(reverse("programmes:activity", args=[pk])).content.decode()
    assert "由村委会报修" in page and "村务公开栏公示" in page
    late = client.post(edit, told | {"decisions": "另一个决议"})
    assert late.status_code == 409 and "由村委会报修" in late.content.decode() and "另一个决议" in late.content.decode()


def test_only_a_deliberation_has_decisions(world, festival):
    with pytest.raises(Invalid) as refused:
        festival(decisions="由村委会报修")
    assert list(refused.value.fields) == ["decisions"]


def test_a_plan_with_faults_is_shown_again_with_what_was_typed(world, client):
    client.force_login(world.worker)
    sent = {"id": new_id(), "name": "重阳敬老", "form": "event", "planned_on": "2026-11-01", "station": "469030104"}
    answer = client.post(reverse("programmes:activity_new"), sent | {"meets_on": "2026-10-01"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "拟举办日期不能早于方案日期" in page and "重阳敬老" in page


def test_programs_put_groups_and_activities_and_take_their_steps(world, client, members):
    from django.test import Client

    def call(user, method, path, body=None):
        known = {"username": user, "password": "a-long-test-password"}
        token = Client().post("/api/v1/auth/token", known, content_type="application/json").json()["token"]
        return getattr(Client(), method)(
            f"/api/v1{path}", body, content_type="application/json", headers={"Authorization": f"Bearer {token}"}
        )

    pk = new_id()
    body = {"station": "469030104", "title": "重阳敬老", "planned_on": "2026-10-01"}
    assert call("worker", "put", f"/activities/{pk}", body).status_code == 201
    assert call("worker", "put", f"/activities/{pk}", body).status_code == 200
    assert call("worker", "put", f"/activities/{pk}", body | {"title": "别的"}).json()["code"] == "differs"
    assert call("head", "post", f"/activities/{pk}/steps", {"step": "approve"}).json()["state"] == "approved"
    assert call("worker", "post", f"/activities/{pk}/steps", {"step": "archive"}).json()["code"] == "wrong_state"
    assert call("stranger", "get", f"/activities/{pk}").status_code == 404

    group = new_id()
    body = {
        "station": "469030104", "name": "老友记", "group_type": "support", "planned_on": "2026-10-01",
        "members": [str(each.pk) for each in members],
    }  # fmt: skip
    assert len(call("worker", "put", f"/groups/{group}", body).json()["members"]) == 4
    assert call("county", "get", f"/groups/{group}").json()["members"] == []
    assert call("worker", "get", "/groups?station=469030104").json()["items"][0]["member_count"] == 4
