"""A locked month keeps its numbers; what happens to it later counts now and shows as an adjustment."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from tests.story import contact, person, visit, void_contact
from yimi.accounts.bearer import issue
from yimi.clients.actions import merge_people
from yimi.core import journal
from yimi.core.tests.guard import emptied_journal
from yimi.figures import fold, locking, queries, sampling
from yimi.figures.models import Frozen, LeafPart, Mark, MonthLock, NodePart, Unlike
from yimi.figures.parts import COUNTS, NOTHING

__all__ = ["emptied_journal"]

ON = date(2026, 9, 10)
pytestmark = pytest.mark.both_engines


@pytest.fixture
def today(settings):
    def moved(day):
        settings.YIMI_TODAY = day
        return day

    return moved


def lines(world, month="2026-09", actor=None, **place):
    place = queries.place_named(**(place or {"area": "469030104"}))
    found = locking.adjustments(actor or world.county, place, month)
    return {line.measure.code: (line.frozen, line.now, line.difference) for line in found.lines}


def lock():
    fold.fold()
    locking.lock_months()


def test_a_month_locks_after_the_eighth_workday_of_the_next_once_also_after_downtime(world, today):
    visit(world.worker, world.here, ON, [person(world.worker, world.here, "王示例")])
    fold.fold()
    today(date(2026, 10, 20))
    last = locking.locks_on(locking.Month(2026, 9), "46/")
    today(last)
    lock()
    assert date(2026, 9, 1) not in locking.locked_months(), "the day itself is open"

    today(date(2026, 11, 20))
    lock()
    lock()

    assert locking.locked_months()[:2] == [date(2026, 10, 1), date(2026, 9, 1)]
    assert MonthLock.objects.filter(month=date(2026, 9, 1)).count() == 1
    assert MonthLock.objects.get(month=date(2026, 9, 1)).position == journal.head()[0]


def test_what_is_voided_entered_or_merged_later_is_an_adjustment_at_every_level(world):
    one, other = person(world.worker, world.here, "王示例"), person(world.worker, world.here, "王示倒")
    made = visit(world.worker, world.here, ON, [one])
    visit(world.worker, world.here, ON, [other])
    lock()
    kept = list(Frozen.objects.order_by("pk").values_list("values", flat=True))

    void_contact(made.pk, by=world.worker, reason="示例作废")
    for area in ("469030104", "469030", "46"):
        assert lines(world, area=area)["HOME_VISIT_PT"] == (2, 1, -1)
    late = visit(world.worker, world.here, date(2026, 9, 3), [one])
    assert late.late
    merge_people(by=world.county, keep=one.pk, drop=other.pk, reason="同一人")

    assert lines(world)["HOME_VISIT_PT"] == (2, 2, 0)
    assert lines(world)["SERVED_N"] == (2, 1, -1)
    assert list(Frozen.objects.order_by("pk").values_list("values", flat=True)) == kept
    with pytest.raises(IntegrityError, match="final"), transaction.atomic():
        Frozen.objects.update(values={})


def test_a_month_that_is_open_has_no_adjustment_and_small_numbers_stay_in_the_county(world):
    for nth in range(2):
        contact(world.worker, world.here, "crisis", ON, [person(world.worker, world.here, f"居民{nth}")])
    lock()

    assert lines(world)["CRISIS_N"] == (2, 2, 0)
    assert lines(world, actor=world.province)["CRISIS_N"] == (None, None, None)
    with pytest.raises(Http404):
        lines(world, month="2026-11")


def test_the_page_and_the_api_tell_it(world, client, sign_in):
    made = visit(world.worker, world.here, ON, [person(world.worker, world.here, "王示例")])
    bearer = {"Authorization": f"Bearer {issue(world.county)[0]}"}
    assert "还没有锁定的月份" in sign_in(world.county).get("/app/figures/adjustments/").content.decode()
    lock()
    void_contact(made.pk, by=world.worker, reason="示例作废")

    page = sign_in(world.county).get("/app/figures/adjustments/?area=469030&month=2026-09").content.decode()
    asked = {"area": "469030", "month": "2026-09"}
    told = client.get("/api/v1/figures/adjustments", asked, headers=bearer).json()

    assert "-1" in page
    found = next(line for line in told["items"] if line["measure"] == "HOME_VISIT_PT")
    assert (found["frozen"], found["now"], found["difference"]) == (1, 0, -1)


def test_a_sample_finds_what_differs_repairs_it_and_tells(world):
    visit(world.worker, world.here, ON, [person(world.worker, world.here, "王示例")])
    fold.fold()
    sampling.sample("2026-11-19")
    assert not Unlike.objects.exists()
    assert not Mark.objects.exists()

    LeafPart.objects.filter(station=world.here, part=COUNTS).update(content=NOTHING)
    NodePart.objects.filter(part=COUNTS).update(content=NOTHING)
    sampling.sample("2026-11-20")

    place = queries.place_named(area="46")
    assert queries.figure(world.province, "HOME_VISIT_PT", place, "2026-09").value == 1
    assert "抽查" in (sampling.none_found() or "")
    fold.fold()
    assert not fold.verify()
