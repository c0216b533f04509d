"""What phones send: in any order, late and twice, and what the ledger and the figures make of it."""

from datetime import timedelta
from itertools import permutations

import pytest
from django.http import Http404
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yimi.core.errors import Invalid, RuleBroken
from yimi.core.ids import new_id
from yimi.emergencies import actions, queries
from yimi.emergencies.actions.outcomes import MOVING
from yimi.emergencies.fields import AfterFields, LineFields
from yimi.emergencies.models import Line, Outcome
from yimi.emergencies.models.lines import What
from yimi.figures import queries as figures
from yimi.services.models import Contact

from .conftest import TODAY, VILLAGE, line_of

CODES = ("EMERG_CONTACT_PT", "EMERG_MOVED_PT", "REMOTE_VISIT_PT", "HOME_VISIT_PT", "SERVED_N")


@pytest.fixture
def listed(world, opened, person):
    """An action with one old woman who lives alone on its list."""

    def made(**more):
        who = person("王桂兰", "DJLR", phone="13800000001")
        row = opened(**more)
        actions.make_list(row.pk, by=world.county)
        return line_of(row, who)

    return made


def numbers(world):
    place = figures.place_named(area="469030")
    return {code: figures.figure(world.county, code, place, "2026-11").value or 0 for code in CODES}


def now_of(line):
    return Line.objects.unscoped("test").get(pk=line.pk)


@pytest.mark.both_engines
def test_a_call_and_a_visit_count_by_the_normal_rules_and_as_emergency_contacts(world, listed, note):
    line = listed()
    note(line, "told")
    met = note(line, "met")
    note(line, "moved", place="镇中学", persons=2)

    assert numbers(world) == {
        "EMERG_CONTACT_PT": 2, "EMERG_MOVED_PT": 2, "REMOTE_VISIT_PT": 1, "HOME_VISIT_PT": 1, "SERVED_N": 1
    }  # fmt: skip
    assert Contact.objects.unscoped("test").get(pk=met.contact_id).kind == "home_visit"
    assert (now_of(line).outcome, now_of(line).moved) == ("moved", 2)


def test_a_drill_leaves_figures_unchanged(world, listed, note):
    before = numbers(world)
    line = listed(is_drill=True)
    for what in What:
        note(line, what)
    fields = AfterFields(line=line.pk, at=Outcome.objects.unscoped("test").first().at, house="fine")
    actions.put_after_visit(new_id(), by=world.worker, operation=line.operation_id, fields=fields)

    assert numbers(world) == before
    assert not Contact.objects.unscoped("test").exists()


def test_a_temporary_line_counts_as_an_emergency_contact_and_in_no_file(world, opened, note):
    row = opened()
    said = LineFields(name="临时住客", village=VILLAGE)
    line = actions.add_line(new_id(), by=world.worker, operation=row.pk, fields=said)

    note(line, "met")

    assert numbers(world)["EMERG_CONTACT_PT"] == 1 and not Contact.objects.unscoped("test").exists()


@pytest.mark.both_engines
def test_the_same_outcome_twice_is_one_and_other_content_under_its_id_is_refused(world, listed, note, at):
    line, pk = listed(), new_id()
    moment = at()
    assert note(line, "told", pk=pk, moment=moment).pk == note(line, "told", pk=pk, moment=moment).pk

    with pytest.raises(RuleBroken, match="内容不同") as refused:
        note(line, "met", pk=pk, moment=moment)

    assert refused.value.code == "differs"
    assert Outcome.objects.unscoped("test").count() == Contact.objects.unscoped("test").count() == 1


def test_an_outcome_of_a_line_out_of_reach_is_404(world, listed, note):
    line = listed()

    for actor in (world.neighbour, world.stranger, world.county, world.township):
        with pytest.raises(Http404):
            note(line, "told", by=actor)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"what": "fine"}, "what"),
        ({"persons": 0}, "persons"),
        ({"persuaded": 100}, "persuaded"),
        ({"place": "远" * 61}, "place"),
    ],
)
def test_what_is_wrong_with_an_outcome_is_said_at_its_field(listed, note, wrong, field):
    with pytest.raises(Invalid) as refused:
        note(listed(), wrong.pop("what", "told"), **wrong)

    assert field in refused.value.fields


def test_an_outcome_is_neither_of_tomorrow_nor_of_before_the_action(listed, note, at):
    line, now = listed(), at()
    for moment in (now + timedelta(hours=1), now - timedelta(hours=1)):
        with pytest.raises(Invalid, match="时间不能"):
            note(line, "told", moment=moment)


def test_what_happened_before_the_end_may_still_arrive_after_it(world, listed, note, at):
    line, began = listed(), at()
    at(hour=20)
    actions.end_operation(line.operation_id, by=world.county)
    late = at(TODAY + timedelta(days=9), 9)

    with pytest.raises(RuleBroken, match="已经结束"):
        note(line, "told", moment=late)
    row = note(line, "told", moment=began + timedelta(hours=1))

    assert row.contact.late and now_of(line).outcome == "told"


@pytest.mark.both_engines
def test_three_phones_give_one_state_in_whichever_order_they_send(world, listed, note, at):
    line, began = listed(is_drill=True), at()
    at(hour=16)
    said = [
        (new_id(), what, began + timedelta(hours=hour))
        for what, hour in (("told", 1), ("moved", 3), ("unreachable", 3))
    ]
    stands = set()
    for order in permutations(said):
        Outcome.objects.unscoped("test").all().delete()
        for pk, what, moment in order:
            note(line, what, pk=pk, moment=moment)
        stands.add((now_of(line).outcome, now_of(line).move_outcome))

    last = max(said, key=lambda each: (each[2], each[0]))
    assert stands == {(last[1], "moved")}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_order_and_any_repetition_gives_the_same_state(world, listed, note, at, data):
    if not hasattr(world, "line"):
        world.line, world.began = listed(is_drill=True), at()
        at(hour=20)
    drawn = st.tuples(st.uuids(version=4), st.sampled_from(list(What)), st.integers(0, 3))
    entries = data.draw(st.lists(drawn, min_size=1, max_size=5, unique_by=lambda each: each[0]))
    sent = data.draw(st.permutations(entries + entries[:2]))
    Outcome.objects.unscoped("test").all().delete()

    for pk, what, hour in sent:
        note(world.line, what, pk=pk, moment=world.began + timedelta(hours=hour))

    last = max(entries, key=lambda each: (each[2], each[0]))
    moves = [each for each in entries if each[1] in MOVING]
    moved = max(moves, key=lambda each: (each[2], each[0]))[1] if moves else ""
    assert (now_of(world.line).outcome, now_of(world.line).move_outcome) == (last[1], moved)


def test_nobody_reached_goes_to_who_is_responsible_with_a_clock(world, listed, note, at):
    line = listed()
    moment = note(line, "unreachable").at

    card = queries.line_cards(world.worker, [queries.line_for(world.worker, line.pk)])[0]
    assert card.due_at == moment + timedelta(hours=1) and not card.is_overdue
    at(hour=12)
    assert card.is_overdue
    assert not Contact.objects.unscoped("test").exists()


def test_a_wrong_entry_is_taken_back_with_its_contact(world, listed, note):
    line = listed()
    note(line, "told")
    wrong = note(line, "met")
    with pytest.raises(Invalid, match="原因"):
        actions.withdraw_outcome(wrong.pk, by=world.worker, reason="")

    actions.withdraw_outcome(wrong.pk, by=world.worker, reason="点错了")

    assert now_of(line).outcome == "told"
    assert numbers(world)["EMERG_CONTACT_PT"] == 1 and numbers(world)["HOME_VISIT_PT"] == 0


def test_the_visit_afterwards_is_a_checklist_and_a_wish_and_counts_once(world, listed, at):
    line, pk = listed(), new_id()
    actions.enter_phase(line.operation_id, by=world.county, phase="after")
    fields = AfterFields(line=line.pk, at=at(hour=11), house="trouble", mood="fine", wish="relief", note="屋顶漏雨")

    row = actions.put_after_visit(pk, by=world.worker, operation=line.operation_id, fields=fields)
    assert actions.put_after_visit(pk, by=world.worker, operation=line.operation_id, fields=fields).pk == row.pk

    assert [each.line_id for each in queries.wishes_for(world.head, line.operation)] == [line.pk]
    assert queries.wishes_for(world.neighbour, line.operation).count() == 0
    assert numbers(world)["HOME_VISIT_PT"] == numbers(world)["EMERG_CONTACT_PT"] == 1
    other = AfterFields(line=line.pk, at=fields.at, house="fine")
    with pytest.raises(RuleBroken, match="内容不同"):
        actions.put_after_visit(pk, by=world.worker, operation=line.operation_id, fields=other)


def test_workers_say_once_everybody_is_indoors_that_they_are_safe(world, listed, at):
    line = listed()
    row, pk = line.operation, new_id()
    with pytest.raises(RuleBroken, match="还没有到停止外出时间"):
        actions.report_safe(pk, by=world.worker, operation=row.pk)
    at(hour=19)

    actions.report_safe(pk, by=world.worker, operation=row.pk)
    actions.report_safe(pk, by=world.worker, operation=row.pk)

    duty = queries.duties_for(world.county, row)[0]
    assert [user.username for user, _at in duty.safe] == ["worker"]
    assert {user.username for user in duty.waiting} == {"colleague", "head"}
    with pytest.raises(RuleBroken, match="已被使用"):
        actions.report_safe(pk, by=world.colleague, operation=row.pk)
    with pytest.raises(Http404):
        actions.report_safe(new_id(), by=world.stranger, operation=row.pk)


def test_a_phone_is_opened_by_who_works_there_while_the_action_goes_on(world, listed):
    line = listed()

    assert actions.show_phone(line.pk, by=world.worker) == "13800000001"
    for actor in (world.neighbour, world.county):
        with pytest.raises(Http404):
            actions.show_phone(line.pk, by=actor)
