"""A measure adds as its kind does and no other way: whoever tries gets an error, at declaration or at the sum."""

import pytest
from django.db.models import F

from yimi.clients.measures import FILES
from yimi.figures.measure import DISTINCT, FLOW, KEYS, PLACE, RATE, STOCK, TIME, Measure, NotAdditive, measures
from yimi.services.facts import CONTACTS, PARTICIPATIONS


def declared(kind, **more):
    return Measure(code="TRIED", name="试", unit="人", kind=kind, definition="试", **more)


@pytest.mark.parametrize(
    ("code", "over", "adds"),
    [
        ("HOME_VISIT_PT", TIME, True),
        ("HOME_VISIT_PT", PLACE, True),
        ("HOME_VISIT_PT", KEYS, True),
        ("FILE_STOCK", PLACE, True),
        ("FILE_STOCK", KEYS, True),
        ("FILE_STOCK", TIME, False),
        ("SERVED_N", TIME, False),
        ("SERVED_N", PLACE, False),
        ("SERVED_N", KEYS, False),
        ("DUE_RATE", PLACE, False),
    ],
)
def test_numbers_add_over_what_their_kind_allows(code, over, adds):
    if adds:
        assert measures[code].total([2, 3], over) == 5
    else:
        with pytest.raises(NotAdditive, match=code):
            measures[code].total([2, 3], over)


@pytest.mark.parametrize(
    ("kind", "more", "why"),
    [
        (DISTINCT, {"facts": CONTACTS}, "person numbers"),
        (DISTINCT, {"facts": PARTICIPATIONS, "of": F("pk")}, "do not add"),
        (STOCK, {"facts": PARTICIPATIONS}, "entries and exits"),
        (FLOW, {"facts": FILES}, "entries and exits"),
        (RATE, {"facts": PARTICIPATIONS}, "two parts"),
        (FLOW, {"parts": ("VISIT_MET", "VISIT_DUE")}, "two parts"),
        (FLOW, {"facts": CONTACTS, "breakdowns": ("sex",)}, "do not know"),
        (RATE, {"parts": ("VISIT_MET", "VISIT_DUE"), "breakdowns": ("domain",)}, "do not know"),
    ],
)
def test_what_does_not_add_is_refused_at_declaration(kind, more, why):
    with pytest.raises(ValueError, match=why):
        declared(kind, **more)


def test_every_measure_can_be_taken_apart_or_says_why_it_cannot():
    for measure in measures:
        assert bool(measure.breakdowns) != bool(measure.undivided), measure.code
