"""Papers pass through the station: received, looked through, given back, handed over, and nothing decided."""

import re
from datetime import date

import pytest
from django.apps import apps
from django.http import Http404

from tests.story import contact
from yimi.clients.actions import merge_people, undo_merge
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.ids import new_id
from yimi.core.routes import walk
from yimi.figures import queries as figures
from yimi.papers import actions, queries
from yimi.papers.models import Papers
from yimi.services.actions import void_contact
from yimi.services.models import Contact

from .conftest import checked


def figure(world, code):
    return figures.figure(world.county, code, figures.place_named(area="469030104"), "2026-11").value


def test_receiving_papers_is_a_contact_of_the_day_and_sending_twice_receives_once(world, received):
    pk = new_id()

    first, second = received(pk=pk), received(pk=pk)

    assert first == second
    assert Contact.objects.unscoped("test").get().kind == "paper_check"
    assert figure(world, "PAPER_N") == 1
    with pytest.raises(RuleBroken, match="内容不同"):
        received(pk=pk, kind="DB")


def test_a_day_that_is_recorded_already_is_not_recorded_again(world, person, received):
    there = contact(world.worker, world.here, "paper_check", date(2026, 11, 18), [person])

    assert received().contact == there
    assert received(kind="DB").contact != there
    assert figure(world, "PAPER_N") == 2


def test_incomplete_papers_are_returned_come_again_and_are_handed_over(world, received):
    papers = received()
    with pytest.raises(RuleBroken, match="不能移交"):
        actions.hand_papers(papers.pk, by=world.worker)

    checked(papers, world.worker, account="missing", remarks={"account": "要社会保障卡"})
    actions.return_papers(papers.pk, by=world.worker)
    actions.receive_again(papers.pk, by=world.worker)
    checked(papers, world.worker)
    actions.hand_papers(papers.pk, by=world.worker)
    noted = actions.note_outcome(papers.pk, by=world.worker, outcome="passed", words="镇民政办电话告知")

    steps = [step.state for step in reversed(queries.steps_of(noted))]
    assert steps == ["received", "checking", "returned", "received", "checking", "handed", "noted"]
    with pytest.raises(RuleBroken, match="不能这样办理"):
        actions.withdraw_papers(papers.pk, by=world.worker, reason="不再申请")


def test_only_what_is_missing_can_be_returned_and_only_listed_papers_are_checked(world, received):
    papers = received()
    checked(papers, world.worker)

    with pytest.raises(RuleBroken, match="不能退回补正"):
        actions.return_papers(papers.pk, by=world.worker)
    with pytest.raises(Invalid, match="核对清单里没有"):
        checked(papers, world.worker, passport="present")
    with pytest.raises(RuleBroken, match="别人改过"):
        actions.check_papers(papers.pk, by=world.worker, marks={}, remarks={}, version=1)


def test_withdrawing_keeps_what_was_done_and_voiding_takes_it_out(world, received):
    kept, gone = received(), received(kind="DB")

    actions.withdraw_papers(kept.pk, by=world.worker, reason="改为申请特困")
    actions.void_papers(gone.pk, by=world.worker, reason="收错了人")

    assert figure(world, "PAPER_N") == 1
    assert [row.pk for row in queries.papers_for(world.worker)] == [kept.pk]


def test_papers_whose_record_is_void_are_gone_as_well(world, received):
    papers = received()

    void_contact(papers.contact_id, by=world.worker, reason="重复录入")

    with pytest.raises(Http404):
        actions.hand_papers(papers.pk, by=world.worker)


def test_the_township_sees_what_was_handed_to_it_with_the_name_masked(world, received):
    papers = received(note="家属代交")
    checked(papers, world.worker)
    assert not queries.papers_for(world.township).exists()

    actions.hand_papers(papers.pk, by=world.worker)

    sheet = queries.sheet_for(world.township, papers.pk)
    assert (sheet.person.name, sheet.note) == ("王**", "")
    with pytest.raises(Http404):
        queries.sheet_for(world.stranger, papers.pk)
    with pytest.raises(Http404):
        actions.withdraw_papers(papers.pk, by=world.stranger, reason="不归我管")


def test_papers_follow_their_person_when_files_are_merged_and_parted(world, person, received):
    from tests.story import person as person_of

    papers, keep = received(), person_of(world.worker, world.here, "王桂澜", opened_on=date(2026, 9, 2))

    merged = merge_people(by=world.head, keep=keep.pk, drop=person.pk, reason="同一人")
    papers.refresh_from_db()
    assert papers.person_id == keep.pk

    undo_merge(merged.pk, by=world.head)
    papers.refresh_from_db()
    assert papers.person_id == person.pk


def test_nothing_here_decides_on_relief_or_knows_an_amount():
    fields = {field.name for model in apps.get_app_config("papers").get_models() for field in model._meta.get_fields()}
    routes = {where + name for where, _pattern, name in walk() if "papers" in where}
    words = re.compile(r"approv|amount|money|price|fen$|sum|grant", re.IGNORECASE)

    assert routes and [word for word in fields | routes if words.search(word)] == []
    assert "approved" not in Papers.State.values
