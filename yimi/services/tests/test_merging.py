"""Contacts of two files that become one, and go back when that is undone; figures are right at every step."""

from dataclasses import replace
from datetime import date

import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.proof import tried
from yimi.clients.actions import merge_people, undo_merge
from yimi.core.errors import Invalid, RuleBroken
from yimi.figures import fold, queries
from yimi.figures.tests.histories import histories, live
from yimi.services.actions import put_contact
from yimi.services.models import Participation

from .conftest import fields_of

pytestmark = pytest.mark.django_db
ROWS = ("clients.Person", "clients.FileSpan", "clients.Category", "clients.SearchToken", "clients.Particulars",
        "services.Contact", "services.Participation", "services.ContactWorker", "services.ContactService")  # fmt: skip
FIGURES = [
    (measure, area, period)
    for measure in ("VISIT_FILE_PT", "HOME_VISIT_HH", "SERVED_N", "FILE_NEW", "FILE_STOCK")
    for area in ("46", "469030104", "469030105")
    for period in ("2026-09", "2026-Q3", "2026")
]


def merged(world, keep, drop):
    return merge_people(by=world.head, keep=keep.pk, drop=drop.pk, reason="同一人重复建档")


def figure(world, measure, area="46", period="2026"):
    return queries.figure(world.province, measure, queries.place_named(area=area), period).value


@pytest.mark.both_engines
@tried(8)
@given(history=histories, keep=st.integers(0, 5), drop=st.integers(0, 5))
def test_merging_and_undoing_gives_back_every_row_and_every_figure(world, history, keep, drop):
    with transaction.atomic():
        people, _merges = live(world, history)
        keep, drop = ([*people["here"], *people["near"]][n] for n in (keep, drop))
        before = _rows(), _figures(world)
        if _merge(world, keep, drop):
            fold.fold()
            undo_merge(_merge.last.pk, by=world.county)
        assert (_rows(), _figures(world)) == before
        transaction.set_rollback(True)


def _merge(world, keep, drop) -> bool:
    try:
        with transaction.atomic():
            _merge.last = merge_people(by=world.county, keep=keep.pk, drop=drop.pk, reason="同一人")
    except (RuleBroken, Invalid):
        return False
    return True


def _rows() -> dict:
    """Every row of both domains; what changes with every writing is left out, tokens are told by what they say."""
    return {label: sorted(map(str, _of(apps.get_model(label)))) for label in ROWS}


def _of(model):
    free = {"version", "id"} if model._meta.model_name == "searchtoken" else {"version"}
    names = [field.attname for field in model._meta.concrete_fields if field.attname not in free]
    return model._base_manager.values_list(*names)


def _figures(world) -> list:
    return [figure(world, *asked) for asked in FIGURES]


def test_one_person_twice_is_served_once(world, register, record):
    one, other = register("王桂兰"), register("王贵兰")
    record(one, file_action="new")
    record(other, file_action="new", service_on=date(2026, 11, 10))
    assert (figure(world, "SERVED_N"), figure(world, "FILE_STOCK"), figure(world, "FILE_NEW")) == (2, 2, 2)

    merge = merged(world, one, other)
    assert (figure(world, "SERVED_N"), figure(world, "FILE_STOCK"), figure(world, "FILE_NEW")) == (1, 1, 1)
    assert figure(world, "VISIT_FILE_PT") == 2

    undo_merge(merge.pk, by=world.head)
    assert (figure(world, "SERVED_N"), figure(world, "FILE_STOCK"), figure(world, "FILE_NEW")) == (2, 2, 2)


def test_a_visit_to_both_becomes_a_visit_to_one_and_again_to_both(world, register, record):
    one, other = register("王桂兰"), register("王贵兰")
    visit = record(one, participants=(_part(one, seen=False), _part(other, file_action="new")))

    merge = merged(world, one, other)
    part = Participation.objects.unscoped("test").get(contact=visit)
    assert (part.person_id, part.seen, part.file_action) == (one.pk, True, "new")

    undo_merge(merge.pk, by=world.head)
    parts = {part.person_id: part.seen for part in Participation.objects.unscoped("test").filter(contact=visit)}
    assert parts == {one.pk: False, other.pk: True}


def _part(person, **more):
    from yimi.services.fields import PartFields

    return PartFields(person.pk, **more)


def test_a_visit_that_names_the_merged_file_is_recorded_on_the_kept_one(world, register, record):
    one, other = register("王桂兰"), register("王贵兰")
    merge = merged(world, one, other)

    visit = record(other)
    undo_merge(merge.pk, by=world.head)

    assert Participation.objects.unscoped("test").get(contact=visit).person_id == one.pk


def test_a_visit_that_was_sent_before_the_merge_may_be_sent_again(world, register, record):
    one, other = register("王桂兰"), register("王贵兰")
    also = {"place": "469030104", "next_on": date(2026, 12, 18)}
    visit = record(other, **also)
    merged(world, one, other)

    for person in (one, other):
        again = put_contact(visit.pk, by=world.worker, fields=replace(fields_of(person, **also)))
        assert not again.changed
