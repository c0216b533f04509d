"""A campaign from its plan to its summary: whom it is for, what is brought, and what the ledger and figures say."""

from dataclasses import replace
from datetime import date

import pytest
from django.http import Http404

from tests.story import contact, void_contact
from yimi.campaigns import actions, queries, summing
from yimi.campaigns.choosing import Wanted, chosen
from yimi.campaigns.models import Campaign, Delivery, Recipient
from yimi.clients.actions import merge_people, undo_merge, void_person
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.ids import new_id
from yimi.figures import queries as figures
from yimi.services.actions import put_contact
from yimi.services.hints import hints_at
from yimi.services.models import Contact
from yimi.services.queries import fields_of

from .conftest import OIL, RICE

ON = date(2026, 11, 19)


def figure(world, code):
    return figures.figure(world.county, code, figures.place_named(area="469030"), "2026-11").value


def stock(row):
    return {each.good.name: (each.given, each.left) for each in queries.goods_of(row)}


def names(world, row):
    return {line.card.name for line in queries.lines_of(world.head, queries.recipients_for(world.head, row))}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"last_on": date(2026, 11, 15)}, "last_on"),
        ({"last_on": date(2027, 11, 17)}, "last_on"),
        ({"first_on": date(1026, 11, 16)}, "first_on"),
        ({"name": "重"}, "name"),
        ({"service": "CC02"}, "service"),
        ({"goods": (replace(RICE, each=0),)}, "goods.0.each"),
        ({"goods": (RICE, replace(OIL, name="大米"))}, "goods.1.name"),
        ({"goods": (replace(RICE, unit=""),)}, "goods.0.unit"),
        ({"station": "469028103"}, "station"),
    ],
)
def test_what_is_wrong_with_a_plan_is_said_at_its_field(plan, wrong, field):
    with pytest.raises(Invalid) as refused:
        plan(**wrong)

    assert field in refused.value.fields
    assert not Campaign.objects.unscoped("test").exists()


def test_putting_twice_plans_once_and_other_content_needs_the_version(plan):
    pk = new_id()
    assert plan(pk=pk) == plan(pk=pk)
    with pytest.raises(RuleBroken, match="内容不同"):
        plan(pk=pk, name="重阳走访慰问")

    changed = plan(pk=pk, name="重阳走访慰问", version=1)

    assert changed.version == 2
    with pytest.raises(RuleBroken, match="刚被别人改过"):
        plan(pk=pk, name="另一个名字", version=1)


def test_the_list_is_made_by_several_categories_and_villages_and_each_person_is_on_it_once(world, plan, person):
    alone, poor = person("王桂兰", "DJLR"), person("李阿公", "DB", area="469030104201")
    person("陈小妹", "LSET"), person("符老伯", "DJLR", by=world.neighbour, station=world.near, area="469030105")
    row = plan()
    both = Wanted(categories=("DJLR", "DB"))
    assert chosen(world.worker, row, both).count() == 2
    assert chosen(world.worker, row, replace(both, villages=("469030104201",))).get().pk == poor.pk

    assert actions.add_matching(row.pk, by=world.worker, wanted=both) == 2
    assert actions.add_matching(row.pk, by=world.worker, wanted=both) == 0
    assert actions.add_people(row.pk, by=world.worker, people=[alone.pk]) == 0

    assert names(world, row) == {"王桂兰", "李阿公"}
    actions.remove_people(row.pk, by=world.worker, people=[alone.pk])
    assert names(world, row) == {"李阿公"}


def test_somebody_out_of_reach_does_not_exist_for_the_list(world, plan, person):
    far = person("符老伯", by=world.stranger, station=world.elsewhere, area="469028103")
    row = plan()

    for pk in (far.pk, new_id()):
        with pytest.raises(Http404):
            actions.add_people(row.pk, by=world.worker, people=[pk])
    with pytest.raises(Http404):
        actions.add_people(row.pk, by=world.stranger, people=[far.pk])


def test_a_list_does_not_tell_who_has_a_closely_kept_category(world, plan, person):
    person("周某", "JSZA"), person("吴某", "JTBL")
    row = plan()

    assert chosen(world.colleague, row, Wanted(("JSZA",))).count() == 0
    assert chosen(world.head, row, Wanted(("JSZA",))).count() == 1
    for actor in (world.head, world.worker):
        with pytest.raises(Invalid, match="逐人加入"):
            chosen(actor, row, Wanted(("JTBL",)))


def test_delivering_makes_a_contact_for_each_and_counts_as_help_and_benefit(world, running, deliver, person):
    people = [person("王桂兰", "DJLR", "DB"), person("李阿公", "DB"), person("陈外来")]
    row = running(*people, service="CD06")
    before = {code: figure(world, code) for code in ("ASSIST_PT", "BENEFIT_PT", "SERVED_N", "RES_MATCH")}

    made = deliver(row, *people)

    after = {code: figure(world, code) - was for code, was in before.items()}
    assert after == {"ASSIST_PT": 2, "BENEFIT_PT": 3, "SERVED_N": 3, "RES_MATCH": 3}
    assert stock(row) == {"大米": (3, 7), "食用油": (6, 14)}
    first = fields_of(world.worker, made[0].contact_id)
    assert (first.kind, first.services, first.workers) == ("resource_delivery", ("CD06",), ("worker",))
    assert first.note == "大米 1 袋、食用油 2 桶\n重阳慰问"


def test_sending_a_batch_twice_delivers_once_and_other_content_is_refused(world, running, deliver, person):
    who, batch = person("王桂兰", "DB"), new_id()
    row = running(who)
    assert deliver(row, who, batch=batch) == deliver(row, who, batch=batch)
    actions.take_step(row.pk, by=world.worker, step="sum_up")

    assert len(deliver(row, who, batch=batch)) == 1
    with pytest.raises(RuleBroken, match="内容不同"):
        deliver(row, who, batch=batch, goods={"大米": 2})
    assert Contact.objects.unscoped("test").count() == 1 and stock(row)["大米"] == (1, 9)


def test_the_same_good_is_not_given_twice_on_a_day_and_all_of_a_batch_or_none(world, running, deliver, person):
    who, other = person("王桂兰"), person("李阿公")
    row = running(who, other)
    deliver(row, who, goods={"大米": 1})

    with pytest.raises(Invalid, match="当天已经发放过大米"):
        deliver(row, other, who)
    assert Contact.objects.unscoped("test").count() == 1
    deliver(row, who, goods={"食用油": 2})
    deliver(row, who, on=date(2026, 11, 20))

    assert stock(row) == {"大米": (2, 8), "食用油": (4, 16)}


def test_who_was_not_met_gets_nothing_and_stays_on_the_list(world, running, deliver, person):
    away, shy = person("王桂兰", "DB"), person("李阿公", "DB")
    row = running(away, shy)

    deliver(row, away, outcome="not_home")
    deliver(row, shy, outcome="declined")

    sheet = queries.sheet_for(world.worker, row.pk)
    assert (sheet.tally.listed, sheet.tally.reached, sheet.tally.times) == (2, 0, 0)
    assert stock(row)["大米"] == (0, 10) and figure(world, "ASSIST_PT") == 0
    assert "未遇 1 人、不便接访 1 人、尚未发放 0 人" in summing.summary_of(sheet).sentence
    with pytest.raises(RuleBroken, match="不能移出名单"):
        actions.remove_people(row.pk, by=world.worker, people=[away.pk])


def test_voiding_the_contact_takes_the_delivery_back(world, running, deliver, person):
    who = person("王桂兰", "DB")
    row = running(who)
    made = deliver(row, who)[0]
    assert figure(world, "ASSIST_PT") == 1

    void_contact(made.contact_id, by=world.worker, reason="登记错人")

    assert figure(world, "ASSIST_PT") == 0 and stock(row)["大米"] == (0, 10)
    again = deliver(row, who)[0]
    actions.take_back(again.pk, by=world.worker, reason="数量写错")
    assert queries.sheet_for(world.worker, row.pk).tally.times == 0


def test_a_delivery_that_the_ledger_has_already_is_linked_and_not_counted_twice(world, running, deliver, person):
    who = person("王桂兰", "DB")
    there = contact(world.worker, world.here, "resource_delivery", ON, [who], note="大米一袋")
    row = running(who)

    made = deliver(row, who)

    assert made[0].contact_id == there.pk and figure(world, "ASSIST_PT") == 1
    assert stock(row)["大米"] == (1, 9)


def test_a_contact_of_a_delivery_keeps_its_day_outcome_and_person(world, running, deliver, person):
    who = person("王桂兰")
    made = deliver(running(who), who)[0]
    said = fields_of(world.worker, made.contact_id)

    with pytest.raises(RuleBroken, match="专项活动的发放"):
        put_contact(made.contact_id, by=world.worker, fields=replace(said, service_on=date(2026, 11, 18)))

    kept = put_contact(made.contact_id, by=world.worker, fields=replace(said, note="女儿代领"))
    assert kept.changed


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2026, 11, 21), "不能晚于今天"),
        (date(2026, 11, 15), "不在活动期间"),
        (date(2026, 11, 10), "不在活动期间"),
    ],
)
def test_a_day_outside_the_campaign_asks_for_a_reason(running, deliver, person, on, words):
    who = person("王桂兰")
    row = running(who)
    with pytest.raises(Invalid, match=words):
        deliver(row, who, on=on)

    if on < date(2026, 11, 20):
        made = deliver(row, who, on=on, reason="老人要去外地，提前送")[0]
        assert made.contact.late is (on == date(2026, 11, 10))


def test_more_than_was_prepared_is_shown_and_not_refused(running, deliver, person):
    who = person("王桂兰")
    row = running(who)

    deliver(row, who, goods={"大米": 12})

    short = [each.good.name for each in queries.goods_of(row) if each.is_short]
    assert short == ["大米"] and stock(row)["大米"] == (12, -2)


def test_goods_that_were_given_stay_and_their_quantity_may_grow(plan, running, deliver, person):
    who = person("王桂兰")
    row = running(who)
    deliver(row, who)

    with pytest.raises(Invalid, match="不能去掉或改名"):
        plan(pk=row.pk, version=2, goods=(RICE,))
    plan(pk=row.pk, version=2, goods=(replace(RICE, prepared=30), OIL))

    assert stock(row)["大米"] == (1, 29)


def test_a_campaign_is_cancelled_only_while_nothing_was_delivered(world, running, deliver, person):
    who = person("王桂兰")
    row = running(who)
    with pytest.raises(Invalid, match="取消原因"):
        actions.take_step(row.pk, by=world.worker, step="cancel")
    made = deliver(row, who)[0]
    with pytest.raises(RuleBroken, match="不能取消"):
        actions.take_step(row.pk, by=world.worker, step="cancel", text="台风改期")

    actions.take_back(made.pk, by=world.worker, reason="登记错")
    assert actions.take_step(row.pk, by=world.worker, step="cancel", text="台风改期").state == "cancelled"


def test_the_summary_is_reckoned_from_the_ledger(world, running, deliver, person):
    people = [person("王桂兰"), person("李阿公"), person("陈外来")]
    row = running(*people)
    deliver(row, *people[:2])
    actions.take_step(row.pk, by=world.worker, step="sum_up", text="老人们都很高兴。")

    summary = summing.summary_of(queries.sheet_for(world.worker, row.pk))

    assert summary.sentence == (
        "2026-11-16 至 2026-11-22，长征镇社工站开展“重阳慰问”专项活动。名单 3 人，已发放 2 人次（2 人、2 户）。"
        "发放大米 2 袋、食用油 4 桶；结余大米 8 袋、食用油 16 桶。"
        "未领到 1 人：未遇 0 人、不便接访 0 人、尚未发放 1 人。"
    )
    assert summing.as_docx(summary).startswith(b"PK")


def test_no_hints_while_a_campaign_keeps_the_station_busy(world, running, person):
    who, same = person("王桂兰"), "老人近来睡得好，女儿周末会回来陪她吃饭。"
    for day in (14, 15, 18, 19):
        contact(world.worker, world.here, "home_visit", date(2026, 11, day), [who], note=same)

    def hinted():
        return [sheet.contact.service_on.day for sheet, _hints in hints_at(world.head, world.here, world.today)]

    assert hinted() == [19, 18, 15]
    running()
    assert hinted() == [15]


@pytest.mark.both_engines
def test_lists_and_deliveries_follow_a_merge_and_go_back(world, running, deliver, person):
    keep, drop, other = person("王桂兰"), person("王桂栏"), person("李阿公")
    both, one = running(keep, drop), running(drop, other, name="另一项慰问")
    deliver(both, drop, goods={"大米": 1})
    rows = sorted(Recipient.objects.unscoped("test").values_list("pk", "campaign", "person"))
    was = list(Delivery.objects.unscoped("test").values_list("pk", "recipient"))

    merge = merge_people(by=world.head, keep=keep.pk, drop=drop.pk, reason="同一个人")

    assert [line.stand for line in queries.lines_of(world.head, queries.recipients_for(world.head, both))] == [
        "reached"
    ]
    assert names(world, one) == {"王桂兰", "李阿公"}
    with pytest.raises(Invalid, match="当天已经发放过大米"):
        deliver(both, drop)
    undo_merge(merge.pk, by=world.head)
    assert sorted(Recipient.objects.unscoped("test").values_list("pk", "campaign", "person")) == rows
    assert list(Delivery.objects.unscoped("test").values_list("pk", "recipient")) == was


def test_who_is_on_a_list_is_taken_off_before_her_file_is_voided(world, running, person):
    who = person("王桂兰")
    row = running(who)
    with pytest.raises(RuleBroken, match="专项活动名单"):
        void_person(who.pk, by=world.worker, reason="重复建档")

    actions.remove_people(row.pk, by=world.worker, people=[who.pk])
    void_person(who.pk, by=world.worker, reason="重复建档")


def test_the_days_of_a_campaign_keep_what_was_delivered_in_them(plan, running, deliver, person, world):
    who = person("王桂兰", "DB")
    row = running(who)
    made = deliver(row, who, on=date(2026, 11, 18))[0]
    again = {"pk": row.pk, "version": Campaign.objects.unscoped("test").get().version}

    with pytest.raises(Invalid, match="2026-11-18 已有发放记录") as refused:
        plan(**again, first_on=date(2026, 11, 19))
    assert set(refused.value.fields) == {"first_on"}
    with pytest.raises(Invalid, match="结束日期不能更早"):
        plan(**again, last_on=date(2026, 11, 17))
    void_contact(made.contact_id, by=world.worker, reason="录入有误")
    assert plan(**again, first_on=date(2026, 11, 19)).first_on == date(2026, 11, 19)
