"""Who sees which category of a person (类别的可见程度)."""

from datetime import date

import pytest

from tests import story
from yimi.clients import queries
from yimi.clients.actions import assign_worker, put_person
from yimi.clients.fields import CategoryFields, PersonFields, as_it_is
from yimi.clients.listing import Wanted, listed
from yimi.clients.models import Category
from yimi.clients.particulars import tier_of
from yimi.clients.todos import todos_of
from yimi.core import clock
from yimi.core.errors import RuleBroken
from yimi.figures import queries as figures
from yimi.figures.opening import open_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def girl(world):
    """A girl in the colleague's charge: a child left behind, with a mental disorder, and harmed."""
    person = story.person(
        world.colleague, world.here, "符小满", opened_on=date(2026, 9, 1), categories=["LSET", "JSZA", "SHXE"]
    )
    assign_worker([person.pk], by=world.head, worker=world.colleague.pk)
    return person


@pytest.mark.parametrize(
    ("who", "shown", "left_out"),
    [
        ("colleague", {"LSET", "JSZA", "SHXE"}, 0),
        ("head", {"LSET", "JSZA", "SHXE"}, 0),
        ("worker", {"LSET"}, 1),
        ("township", {"LSET"}, 1),
        ("county", {"LSET"}, 1),
        ("province", {"LSET"}, 0),
    ],
)
def test_sensitive_and_restricted_categories_are_shown_to_those_who_serve_her(world, girl, who, shown, left_out):
    reader = getattr(world, who)
    card = queries.card(reader, queries.person_for(reader, girl.pk))

    assert {held.code for held in card.categories} == shown
    assert card.categories_left_out == left_out


@pytest.mark.parametrize(
    ("who", "found"), [("colleague", 1), ("head", 1), ("worker", 0), ("county", 0), ("province", 0)]
)
def test_a_list_by_a_restricted_category_tells_nobody_else(world, girl, who, found):
    people, _after = listed(getattr(world, who), Wanted(category="SHXE"))

    assert len(people) == found


def test_who_cannot_see_a_category_does_not_end_it_by_writing_the_others(world, girl):
    girl.refresh_from_db()
    fields = PersonFields(name="符小满", station=world.here.code, area="469030104", categories=(), version=girl.version)

    put_person(girl.pk, by=world.worker, fields=fields)

    assert set(Category.objects.filter(person=girl).values_list("code", flat=True)) == {"JSZA", "SHXE"}


def test_nothing_that_follows_from_a_closely_kept_category_tells_of_it(world, girl, settings):
    """The tier that it gives, the to-do that names it, and that a file is not without any."""
    only = tuple(CategoryFields(code=code, since_on=date(2026, 9, 1)) for code in ("JSZA", "SHXE"))
    girl.refresh_from_db()
    put_person(girl.pk, by=world.head, fields=as_it_is(girl, categories=only, birth_on=date(2009, 1, 1)))
    settings.YIMI_TODAY = date(2027, 2, 1)

    for reader, sees in ((world.head, True), (world.colleague, True), (world.worker, False)):
        shown = queries.person_for(reader, girl.pk)
        rows = queries.categories_seen(reader, shown)
        told = " ".join(str(todo.text) for todo in todos_of(reader, shown))
        assert (tier_of(shown, clock.today(), rows) is not None) is sees
        assert ("遭受或疑似遭受侵害" in told) is sees
        assert bool(rows) is sees


def test_nobody_is_found_by_what_is_kept_closely(world, girl):
    place = figures.place_named(station=world.here.code)
    for key in ("SHXE", "JSZA"):
        with pytest.raises(RuleBroken):
            open_rows(world.head, "FILE_STOCK", place, "2026-11", breakdown=("category", key))
    assert len(open_rows(world.head, "FILE_STOCK", place, "2026-11", breakdown=("category", "LSET")).rows) == 1
