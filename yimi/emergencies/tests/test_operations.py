"""An action from its opening to the day on which its list closes."""

from datetime import date, timedelta

import pytest
from django.db.models import Sum
from django.http import Http404

from yimi.clients.actions import merge_people, undo_merge
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.ids import new_id
from yimi.emergencies import actions, board, intake, queries
from yimi.emergencies.fields import LineFields
from yimi.emergencies.models import Line, Member, Operation
from yimi.exchange.kinds import Layout, Run
from yimi.exchange.kinds import Line as Cells

from .conftest import TODAY, VILLAGE, line_of


def names(actor, operation):
    return [card.name for card in queries.line_cards(actor, queries.lines_for(actor, operation).order_by("rank", "id"))]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "storm"}, "kind"),
        ({"level": 5}, "level"),
        ({"name": "台"}, "name"),
        ({"areas": ()}, "areas"),
        ({"areas": ("469028",)}, "areas"),
        ({"areas": ("nowhere",)}, "areas"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(opened, wrong, field):
    with pytest.raises(Invalid) as refused:
        opened(**wrong)

    assert field in refused.value.fields


def test_times_out_of_order_are_refused(opened, at):
    now = at()
    with pytest.raises(Invalid, match="停止外出时间不能晚于"):
        opened(indoors_at=now + timedelta(hours=13))
    with pytest.raises(Invalid, match="预计影响时间"):
        opened(impact_at=now + timedelta(days=31))


def test_opening_twice_opens_once_and_a_change_needs_the_version(opened):
    pk = new_id()
    assert opened(pk=pk) == opened(pk=pk)
    with pytest.raises(RuleBroken, match="内容不同"):
        opened(pk=pk, name="第22号台风")

    assert opened(pk=pk, name="第22号台风", version=1).version == 2
    with pytest.raises(RuleBroken, match="刚被别人改过"):
        opened(pk=pk, name="第23号台风", version=1)


def test_level_and_phase_are_turned_by_a_person_and_kept_with_their_time(world, opened, at):
    row = opened()
    at(hour=14)
    actions.set_level(row.pk, by=world.county, level=2)
    actions.enter_phase(row.pk, by=world.county, phase="move")

    turned = [(change.what, change.to_label, change.at.hour) for change in row.changes.all()]
    assert turned == [("opened", "Ⅳ级", 10), ("level", "Ⅱ级", 14), ("phase", "转移避险", 14)] or turned[1][2] == 6


def test_who_steers_it(world, opened):
    ours, theirs = opened(), opened(by=world.province, areas=("469030", "469028"))

    assert actions.set_level(ours.pk, by=world.province, level=3).level == 3
    with pytest.raises(Http404):
        actions.set_level(ours.pk, by=world.far_county, level=1)
    with pytest.raises(RuleBroken, match="省级启动"):
        actions.end_operation(theirs.pk, by=world.far_county)
    assert set(queries.operations_for(world.worker)) == {ours, theirs}
    assert set(queries.operations_for(world.stranger)) == {theirs}


@pytest.mark.both_engines
def test_one_click_lists_households_by_category_and_dwelling_in_the_order_of_the_policy(world, opened, person):
    home = new_id()
    person("王桂兰", "DJLR")
    person("李阿公", "KCLR", household=home), person("李阿婆", "KCLR", household=home)
    person("符失能", "SNLR"), person("陈普通")
    person("黄瓦房", dwelling=("tile",))
    person("邻站人", "DJLR", by=world.neighbour, station=world.near, area="469030105")
    row = opened()

    made = actions.make_list(row.pk, by=world.county)

    assert (made.lines, made.people) == (5, 6)
    assert names(world.worker, row)[:3] == ["符失能", "王桂兰", "黄瓦房"]
    shared = Line.objects.unscoped("test").get(household=home)
    assert shared.persons == 2 and shared.station == world.here
    assert [card.row.to_move for card in queries.line_cards(world.worker, queries.lines_for(world.worker, row))].count(
        True
    ) == 1


@pytest.mark.both_engines
def test_making_the_list_again_adds_only_who_is_new(world, opened, person):
    home = new_id()
    person("李阿公", "KCLR", household=home)
    row = opened()
    actions.make_list(row.pk, by=world.county)
    person("李阿婆", "KCLR", household=home), person("王桂兰", "DJLR")

    made = actions.make_list(row.pk, by=world.head)

    assert (made.lines, made.people) == (1, 2)
    assert actions.make_list(row.pk, by=world.county).people == 0
    rows = Line.objects.unscoped("test").filter(operation=row)
    assert rows.count() == 2 and rows.aggregate(n=Sum("persons"))["n"] == 3


def test_households_with_several_disabled_members_and_seasonal_residents_alone(world, opened, person):
    home = new_id()
    person("一户甲", "CJR_QT", household=home), person("一户乙", "CJR_QT", household=home)
    person("独户残", "CJR_QT"), person("候鸟住家", "HNLR"), person("候鸟独居", "HNLR", "DJLR")
    row = opened()

    actions.make_list(row.pk, by=world.county)

    groups = {frozenset(groups) for groups in Member.objects.unscoped("test").values_list("groups", flat=True)}
    assert groups == {frozenset({"several_disabled"}), frozenset({"alone", "seasonal_alone"})}


def test_a_closely_kept_category_puts_nobody_on_the_list(world, opened, person):
    person("周某", "JSZA"), person("吴某", "JTBL")

    assert actions.make_list(opened().pk, by=world.county).people == 0


def test_making_a_list_costs_the_same_however_many_people(world, opened, person, django_assert_max_num_queries):
    for nth in range(12):
        person(f"老人{nth}", "DJLR")
    row = opened()

    with django_assert_max_num_queries(24):
        actions.make_list(row.pk, by=world.county)


@pytest.mark.both_engines
def test_a_worker_sees_only_her_station_and_offices_masked_names(world, opened, person):
    person("王桂兰", "DJLR")
    person("符老伯", "DJLR", by=world.neighbour, station=world.near, area="469030105")
    row = opened()
    actions.make_list(row.pk, by=world.county)

    assert names(world.worker, row) == ["王桂兰"]
    assert names(world.neighbour, row) == ["符老伯"]
    assert names(world.township, row) == ["王**"]
    assert sorted(names(world.county, row)) == ["王**", "符**"] and names(world.province, row)
    assert names(world.stranger, row) == names(world.far_county, row) == []


def test_a_temporary_line_by_hand_and_what_is_arranged_for_it(world, opened, at):
    row, pk = opened(), new_id()
    said = LineFields(name="临时住客", phone="13800000001", village=VILLAGE, age=70, dwelling=("prefab",), to_move=True)
    line = actions.add_line(pk, by=world.worker, operation=row.pk, fields=said)
    assert actions.add_line(pk, by=world.worker, operation=row.pk, fields=said).pk == line.pk

    fields = LineFields(
        name="临时住客", responsible="村主任", responsible_phone="13800000002", way_out="shelter", version=1
    )
    actions.change_line(pk, by=world.head, fields=fields)

    card = queries.line_cards(world.worker, [queries.line_for(world.worker, pk)])[0]
    assert (card.name, card.phone, card.texts["responsible"]) == ("临时住客", "", "村主任")
    assert queries.line_cards(world.county, [queries.line_for(world.county, pk)])[0].name == "临**"
    with pytest.raises(RuleBroken, match="刚被别人改过"):
        actions.change_line(pk, by=world.head, fields=fields)
    with pytest.raises(Invalid, match="姓名"):
        actions.add_line(new_id(), by=world.worker, operation=row.pk, fields=LineFields(village=VILLAGE))
    wrong = LineFields(name="某人", village=VILLAGE, phone="12")
    with pytest.raises(Invalid, match="电话"):
        actions.add_line(new_id(), by=world.worker, operation=row.pk, fields=wrong)


def test_the_list_closes_thirty_days_after_the_end_and_numbers_stay(world, opened, person, note, at):
    who = person("王桂兰", "DJLR")
    row = opened()
    actions.make_list(row.pk, by=world.county)
    line = line_of(row, who)
    note(line, "told")
    ended = actions.end_operation(row.pk, by=world.county)
    assert ended.closes_on == TODAY + timedelta(days=30)

    at(TODAY + timedelta(days=30))
    assert names(world.worker, row) == ["王桂兰"]

    at(TODAY + timedelta(days=31))
    for actor in (world.worker, world.head, world.township, world.county, world.province):
        assert names(actor, row) == []
        with pytest.raises(Http404):
            queries.line_for(actor, line.pk)
        assert queries.copies_for(actor, row) == []
    with pytest.raises(Http404):
        note(line, "met", moment=ended.ended_at)
    assert board.whole(world.county, row).reached == 1
    assert queries.operation_for(world.worker, row.pk).is_closed


def test_an_action_that_ended_takes_no_more_changes(world, opened, person, at):
    who = person("王桂兰", "DJLR")
    row = opened()
    actions.make_list(row.pk, by=world.county)
    actions.end_operation(row.pk, by=world.county)
    assert actions.end_operation(row.pk, by=world.county).version == 2

    for act in (
        lambda: actions.make_list(row.pk, by=world.county),
        lambda: actions.set_level(row.pk, by=world.county, level=1),
        lambda: actions.show_phone(line_of(row, who).pk, by=world.worker),
        lambda: actions.report_safe(new_id(), by=world.worker, operation=row.pk),
    ):
        with pytest.raises(RuleBroken, match="已经结束"):
            act()


@pytest.mark.both_engines
def test_the_list_follows_a_merge_and_goes_back(world, opened, person):
    keep, drop = person("王桂兰", "DJLR"), person("王桂栏", "DJLR")
    both = opened()
    actions.make_list(both.pk, by=world.county)
    rows = sorted(Member.objects.unscoped("test").values_list("pk", "person", "line"))

    merge = merge_people(by=world.head, keep=keep.pk, drop=drop.pk, reason="同一个人")
    assert set(Member.objects.unscoped("test").values_list("person", flat=True)) == {keep.pk}
    undo_merge(merge.pk, by=world.head)

    assert sorted(Member.objects.unscoped("test").values_list("pk", "person", "line")) == rows


@pytest.mark.both_engines
def test_the_board_counts_by_place_in_the_official_order(world, opened, person, note):
    people = [person(f"老人{nth}", "DJLR", dwelling=("tile",) if nth else ()) for nth in range(3)]
    far = person("符老伯", "DJLR", by=world.stranger, station=world.elsewhere, area="469028103")
    row = opened(by=world.province, areas=("469030", "469028"))
    actions.make_list(row.pk, by=world.province)
    note(line_of(row, people[0]), "told")
    note(line_of(row, people[1]), "moved", place="镇中学")
    note(line_of(row, people[2]), "unreachable")
    note(line_of(row, far), "refused", by=world.stranger, persuaded=2, is_reported=True)

    told = board.board(world.province, row)

    assert [each.area.code for each in told.rows] == ["469028", "469030"]
    here = told.rows[1].tally
    assert (here.lines, here.reached, here.to_move, here.moved, here.unreachable) == (3, 2, 2, 1, 1)
    assert told.rows[0].tally.refused == 1
    below = board.board(world.province, row, board.place_for(world.province, row, "469030"))
    assert [each.area.code for each in below.rows] == ["469030104"]
    assert board.whole(world.worker, row).lines == 3 and board.whole(world.stranger, row).lines == 1


def test_nobody_reads_of_an_action_elsewhere(world, opened):
    row = opened()

    for actor in (world.stranger, world.far_county):
        with pytest.raises(Http404):
            queries.operation_for(actor, row.pk)
    assert Operation.objects.unscoped("test").count() == 1 and TODAY == date(2026, 11, 20)


def test_somebody_from_the_townships_list_gets_her_household_when_the_list_is_made_again(world, opened, person):
    home = new_id()
    first = person("李阿公", household=home)
    row = opened()
    layout = Layout(1, ("姓名", "村（居）"))
    run = Run(new_id(), world.township, {"operation": str(row.pk)}, layout)
    intake.write(run, [Cells(2, ("李阿公", "潮村"))])
    person("李阿婆", "KCLR", household=home)

    made = actions.make_list(row.pk, by=world.county)

    assert (made.lines, made.people) == (0, 1)
    assert line_of(row, first).persons == 2
