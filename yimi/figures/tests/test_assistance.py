"""What counts as assistance is policy: a new edition applies from its day, and figures follow at once."""

from datetime import date

import pytest

from tests.story import contact, person
from yimi.catalogue.actions import load_policy, publish_edition
from yimi.clients.models import Category
from yimi.core.actors import SYSTEM
from yimi.figures import fold, queries

NARROW = """
schema_version: 1
edition:
  kind: assist
  code: REF-ASSIST
  version: '2026.2'
  name_zh: 帮扶人次认定条件（示例）
  name_en: What counts as assistance (example)
  official: false
  effective_from: '2026-10-01'
kinds: [office_talk]
services: [SF02]
categories_excluded: [TYJR]
category_states: [verified]
"""


@pytest.fixture
def helped(world):
    """The same two services before and after the first of October."""
    client = person(world.worker, world.here, "居民甲", categories=["DB"])
    Category.objects.filter(person=client).update(state="verified")
    for on in (date(2026, 9, 10), date(2026, 10, 10)):
        contact(world.worker, world.here, "counselling", on, [client])
        contact(world.worker, world.here, "office_talk", on, [client])
        contact(world.worker, world.here, "office_talk", on, [client])
    return world


@pytest.mark.both_engines
@pytest.mark.parametrize("first", [lambda: 0, fold.fold], ids=["dirty", "folded"])
def test_a_new_edition_counts_from_its_day_and_leaves_what_was_before(helped, first):
    def assisted(month):
        return queries.figure(helped.province, "ASSIST_PT", queries.place_named(area="46"), month).value

    first()
    assert (assisted("2026-09"), assisted("2026-10")) == (1, 1)

    publish_edition(load_policy(NARROW.encode(), by=SYSTEM).pk, by=SYSTEM)

    assert (assisted("2026-09"), assisted("2026-10")) == (1, 2)
    fold.fold()
    assert (assisted("2026-09"), assisted("2026-10"), assisted("2026-Q4")) == (1, 2, 2)
