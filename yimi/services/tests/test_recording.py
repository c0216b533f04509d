"""A contact of any kind is recorded on one page, with the people added one by one."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from yimi.clients.fields import CategoryFields
from yimi.clients.models import Household
from yimi.programmes.actions import put_group, take_step
from yimi.programmes.fields import GroupFields
from yimi.programmes.models import Group
from yimi.services.fields import PartFields
from yimi.services.kinds import ASKS
from yimi.services.models import Contact, Kind

pytestmark = pytest.mark.django_db


def page(kind):
    return reverse("services:new", args=[kind])


def sent(kind, *people, **more):
    """What the page of a kind sends when it is saved."""
    asks = ASKS[kind]
    usual = {
        "id": str(uuid4()), "station": "469030104", "workers": ["worker"], "service_on": "2026-11-20",
        "people": [str(person.pk) for person in people], "services": ["EC01"], "save": "1",
    }  # fmt: skip
    usual |= {"title": "反诈宣传"} if asks.title else {}
    usual |= {"headcount": "40"} if asks.headcount else {}
    usual |= {"outcome": "seen"} if asks.outcome else {}
    return usual | more


def saved():
    return Contact.objects.unscoped("test").get()


@pytest.mark.parametrize("kind", Kind.values)
def test_every_kind_is_recorded_and_found_again(world, person, sign_in, kind):
    browser = sign_in(world.worker)
    chosen = browser.get(reverse("services:kinds"), {"person": person.pk}).content.decode()
    assert f"{page(kind)}?person={person.pk}" in chosen
    assert "王桂兰" in browser.get(page(kind), {"person": person.pk}).content.decode()

    answer = browser.post(page(kind), sent(kind, person))

    assert answer.status_code == 302, answer.content.decode()
    assert (saved().kind, saved().participations.get().person_id) == (kind, person.pk)
    assert str(Kind(kind).label) in browser.get(answer.url).content.decode()
    assert answer.url in browser.get(reverse("services:list"), {"kind": kind}).content.decode()
    assert answer.url in sign_in(world.head).get(reverse("services:list"), {"kind": kind}).content.decode()


def test_people_are_added_and_taken_away_and_what_was_typed_stays(world, register, sign_in):
    one, other = register("王桂兰"), register("陈志明")
    browser, draft = sign_in(world.worker), sent("case_session", one, note="谈了就业")
    del draft["save"]

    found = browser.post(page("case_session"), draft | {"q": "czm", "find": "1"}).content.decode()
    added = browser.post(page("case_session"), draft | {"add": str(other.pk)}).content.decode()
    left = browser.post(page("case_session"), draft | {"remove": str(one.pk)}).content.decode()

    assert "陈志明" in found and "谈了就业" in found
    assert "王桂兰" in added and "陈志明" in added and draft["id"] in added
    assert "王桂兰" not in left and "谈了就业" in left
    assert not Contact.objects.unscoped("test").exists()


def test_a_place_is_filled_in_for_visits_and_may_be_named_for_the_rest(world, person, sign_in):
    browser, home = sign_in(world.worker), person.area.code
    shown = browser.get(page("home_visit"), {"person": person.pk}).content.decode()
    assert f'<option value="{home}" selected' in shown

    answer = browser.post(page("publicity"), sent("publicity", place=home))
    elsewhere = browser.post(page("publicity"), sent("publicity", place="469028103"))

    assert person.area.name in browser.get(answer.url).content.decode()
    assert elsewhere.status_code == 422
    assert saved().place_id == person.area_id


def test_the_page_says_what_a_record_of_a_service_holds_and_the_record_what_is_kept(world, person, sign_in):
    browser = sign_in(world.worker)
    asked = browser.get(page("home_visit"), {"person": person.pk}).content.decode()
    answer = browser.post(page("home_visit"), sent("home_visit", person, services=["EC01", "SA03"]))
    recorded = browser.get(answer.url).content.decode()

    assert "记录要点：走访方式、走访结果" in asked and "界限：只查看材料是否齐全" in asked
    assert "这次服务一般留存：走访记录、隐患告知单、紧急报告、材料核对清单、移交单、结果记录" in recorded


def test_the_day_that_was_agreed_is_a_to_do_until_somebody_serves_her(world, person, sign_in):
    browser, hers = sign_in(world.worker), reverse("clients:person", args=[person.pk])
    early = browser.post(page("office_talk"), sent("office_talk", person, next_on="2026-11-20"))
    browser.post(page("office_talk"), sent("office_talk", person, next_on="2026-12-01", service_on="2026-11-18"))
    agreed = browser.get(hers).content.decode()
    browser.post(page("counselling"), sent("counselling", person))

    assert early.status_code == 422 and "下次日期填服务日期之后" in early.content.decode()
    assert "约好的下次服务" in agreed
    assert "约好的下次服务" not in browser.get(hers).content.decode()


def test_those_of_a_household_are_offered_and_one_visit_serves_both(world, register, sign_in):
    household = Household.objects.create(id=uuid4())
    one, other = (register(name, household=household.pk) for name in ("王桂兰", "王小明"))

    shown = sign_in(world.worker).get(page("home_visit"), {"person": one.pk}).content.decode()
    answer = sign_in(world.worker).post(page("home_visit"), sent("home_visit", one, other, unseen=[str(other.pk)]))

    assert "同户的人" in shown and "王小明" in shown
    assert answer.status_code == 302
    assert dict(saved().participations.values_list("person", "seen")) == {one.pk: True, other.pk: False}


def test_a_page_that_lacks_its_person_or_its_title_says_so_and_keeps_the_rest(world, sign_in):
    browser = sign_in(world.worker)

    nobody = browser.post(page("counselling"), sent("counselling", note="愿意再来"))
    untitled = browser.post(page("activity"), sent("activity", title=""))
    few = browser.post(page("consultation"), sent("consultation", headcount="-1"))
    endless = browser.post(page("consultation"), sent("consultation", minutes="1500"))
    empty = browser.post(page("consultation"), sent("consultation", services=[]))

    assert {answer.status_code for answer in (nobody, untitled, few, endless, empty)} == {422}
    assert "请先选服务对象" in nobody.content.decode() and "愿意再来" in nobody.content.decode()
    assert "请填写标题" in untitled.content.decode()
    assert "请填 0 到 100000 之间的数" in few.content.decode()
    assert "请填 1 到 1440 之间的数" in endless.content.decode()
    assert "请选服务项目，或写两句问了什么" in empty.content.decode()
    assert not Contact.objects.unscoped("test").exists()


def test_a_second_of_the_kind_on_the_day_names_the_person_and_is_saved_when_meant(world, register, sign_in):
    one, other = register("王桂兰"), register("陈志明")
    browser = sign_in(world.worker)
    browser.post(page("counselling"), sent("counselling", one))

    asked = browser.post(page("counselling"), sent("counselling", one, other))
    meant = browser.post(page("counselling"), sent("counselling", one, other, again="on"))

    assert (asked.status_code, meant.status_code) == (422, 302)
    assert "当天已有同类记录：王桂兰" in asked.content.decode()


def test_a_person_of_another_station_cannot_be_slipped_in(world, register, sign_in):
    one, stranger = register("王桂兰"), register("别站的人", station=world.elsewhere)

    answer = sign_in(world.worker).post(page("counselling"), sent("counselling", one, stranger))

    assert answer.status_code == 422
    assert "有 1 名服务对象已不在本站" in answer.content.decode() and "别站的人" not in answer.content.decode()
    assert not Contact.objects.unscoped("test").exists()


def test_who_records_nothing_has_no_such_page(world, sign_in):
    assert sign_in(world.county).get(page("activity")).status_code == 403
    assert sign_in(world.worker).get(page("dinner")).status_code == 404


def test_a_session_is_corrected_with_what_sessions_ask(world, person, record, sign_in):
    made = record(person, kind="activity", title="反诈宣传", headcount=40, services=("SA01",))
    browser, edit = sign_in(world.worker), reverse("services:edit", args=[made.pk])
    shown = browser.get(edit).content.decode()
    assert 'name="headcount"' in shown and 'name="outcome"' not in shown

    answer = browser.post(
        edit,
        {"title": "防溺水宣传", "headcount": "35", "services": ["SA01"], "service_on": "2026-11-18", "version": "1"},
    )

    assert answer.status_code == 302, answer.content.decode()
    made.refresh_from_db()
    assert (made.headcount, made.outcome, made.services.get().code) == (35, "seen", "SA01")


@pytest.mark.parametrize(
    ("record_of", "counted", "reason"),
    [
        ({"outcome": "not_home"}, "走访未遇", "上门未遇：计入走访未遇，不计走访人次"),
        ({"kind": "remote_visit"}, "电话（视频）探访", "不是入户走访"),
        ({"kind": "counselling"}, "惠及群众", "当天没有名册内或经核实的民政服务对象类别：王桂兰"),
        ({"kind": "referral"}, "转介", "办结之日才计入帮扶"),
        ({"kind": "office_talk"}, "惠及群众", "走访、面谈和咨询本身不计帮扶"),
        ({"kind": "activity", "participants": (), "headcount": 0}, "", "没有人参加"),
        ({"kind": "activity", "outcome": "declined"}, "", "没有举办"),
        ({"outcome": "declined"}, "走访未遇", "不便接访：计入走访未遇"),
        ({"kind": "remote_visit", "outcome": "not_home"}, "", "走访未遇只计上门的次数"),
        ({"kind": "remote_visit", "unseen": True}, "惠及群众", "联系到的不是本人"),
        ({"unseen": True}, "入户走访、探访建档", "入户走访只计见到本人的人次"),
        ({"kind": "activity"}, "社区活动", "社区活动和政策宣传是集体服务，不计帮扶"),
        ({"kind": "group_session"}, "小组节次", "没有关联小组：只有支持小组的节次计入帮扶"),
        ({"kind": "group_session", "participants": (), "headcount": 9}, "小组节次", "小组人次按实名计，不用参加人数"),
        ({"kind": "activity", "participants": (), "headcount": 40}, "社区活动", "参加人数只计人次，不计实名人数"),
        ({"kind": "consultation"}, "咨询", "走访、面谈和咨询本身不计帮扶"),
        ({"kind": "consultation", "participants": (), "note": "问补贴"}, "咨询", "没有接受服务的人，也没有填参加人数"),
        ({"kind": "consultation", "outcome": "declined"}, "", "没有开展"),
        ({"kind": "referral"}, "转介", "还没有办结：办结之日计入"),
        ({"kind": "encounter"}, "惠及群众", "偶遇探访不是入户走访"),
    ],
)  # fmt: skip
def test_a_record_says_in_what_it_counts_and_why_not_in_the_rest(
    world, person, record, sign_in, record_of, counted, reason
):
    if record_of.get("unseen"):
        parts = (PartFields(person.pk, seen=False),)
        record_of = {name: value for name, value in record_of.items() if name != "unseen"} | {"participants": parts}
    contact = record(person, **record_of)

    shown = sign_in(world.worker).get(reverse("services:record", args=[contact.pk])).content.decode()

    assert counted in shown
    assert reason in shown


def test_what_counts_everywhere_it_might_needs_no_reason(world, register, record, sign_in):
    client = register(categories=(CategoryFields(code="DB", since_on=date(2026, 1, 1), state="verified"),))
    contact = record(client, kind="counselling")

    shown = sign_in(world.worker).get(reverse("services:record", args=[contact.pk])).content.decode()

    assert "帮扶民政服务对象" in shown and "为什么不计" not in shown


def test_whose_category_does_not_count_is_told_by_name_with_the_reason(world, register, record, sign_in):
    def held(code, state):
        return (CategoryFields(code=code, since_on=date(2026, 1, 1), state=state),)

    people = [
        register("王桂兰", categories=held("DB", "verified")),
        register("陈志明", categories=held("DB", "self_reported")),
        register("林亚梅", categories=held("PTJM", "verified")),
        register("符小妹"),
    ]
    contact = record(people[0], kind="counselling", participants=tuple(PartFields(one.pk) for one in people))

    shown = sign_in(world.worker).get(reverse("services:record", args=[contact.pk])).content.decode()

    assert "类别还是“待核”，核实后才计：陈志明。" in shown.replace("&quot;", '"')
    assert "当天所持类别不属于民政服务对象：林亚梅。" in shown
    assert "当天没有名册内或经核实的民政服务对象类别：符小妹。" in shown


@pytest.mark.parametrize(
    ("group_type", "reason"),
    [("support", "核实后才计：王桂兰"), ("interest", "兴趣小组不是支持小组：只有支持小组的节次计入帮扶")],
)
def test_a_session_of_a_group_is_help_in_a_support_group_only(world, register, record, sign_in, group_type, reason):
    waiting = (CategoryFields(code="DB", since_on=date(2026, 1, 1), state="self_reported"),)
    group = started_group(world, group_type)
    contact = record(register(categories=waiting), kind="group_session", group=group.pk)

    shown = sign_in(world.worker).get(reverse("services:record", args=[contact.pk])).content.decode()

    assert reason in shown


def test_who_was_there_and_was_not_served_and_an_elder_without_elder_care_are_told(world, register, record, sign_in):
    elder, other = register("王桂兰", birth_on=date(1950, 5, 1)), register("陈志明")
    parts = (PartFields(elder.pk), PartFields(other.pk, served=False))
    contact = record(elder, participants=parts)

    shown = sign_in(world.worker).get(reverse("services:record", args=[contact.pk])).content.decode()

    assert "在场但没有接受服务的不计人次：陈志明" in shown and "没有填养老服务项目" in shown


def started_group(world, group_type):
    fields = GroupFields(station=world.here.code, name="示例小组", planned_on=date(2026, 11, 1), group_type=group_type)
    group = put_group(uuid4(), by=world.worker, fields=fields).row
    take_step(Group, group.pk, by=world.head, step="approve")
    return take_step(Group, group.pk, by=world.worker, step="start", on=group.planned_on)
