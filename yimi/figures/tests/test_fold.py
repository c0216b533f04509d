"""The fold never loses a mark and a reader never sees a wrong cell, however writers come between.

Each scripted story puts another connection's work at the very point where it could do harm; the
hammer lets all of them loose at once.
"""

import random
import threading
import time
from datetime import date, timedelta

import pytest
from django.db import OperationalError, connection, connections, transaction

from tests.story import person, visit, void_contact
from yimi.core import db
from yimi.core.ids import new_id
from yimi.core.models import State
from yimi.figures import fold, leaves, queries
from yimi.figures.models import LeafPart, Mark, NodeMark, NodePart
from yimi.figures.parts import COUNTS, NOTHING, TOTALS, persons
from yimi.network.models import Station
from yimi.services.models import Participation

ON = date(2026, 9, 10)
WRITERS = 16
pytestmark = [pytest.mark.both_engines, pytest.mark.django_db(transaction=True)]


def elsewhere(work):
    """Do something on another connection, and wait for it."""
    trouble = []

    def run():
        try:
            work()
        except Exception as error:
            trouble.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(20)
    assert not thread.is_alive()
    if trouble:
        raise trouble[0]


def september(world, measure="HOME_VISIT_PT"):
    return queries.figure(world.province, measure, queries.place_named(area="46"), "2026-09").value


@pytest.fixture
def wang(big_world):
    return person(big_world.worker, big_world.here, "王示例")


def test_a_visit_written_while_its_leaf_is_folded_is_not_lost(big_world, wang, monkeypatch):
    visit(big_world.worker, big_world.here, ON, [wang])
    claim, between = fold._claim_and_keep, iter([lambda: visit(big_world.worker, big_world.here, ON, [wang])])

    def interrupted(*args):
        elsewhere(next(between, lambda: None))
        claim(*args)

    monkeypatch.setattr(fold, "_claim_and_keep", interrupted)
    fold.fold_leaves()

    assert september(big_world) == 2, "the reader recomputes what is marked"
    assert Mark.objects.count() > 0, "the second visit's mark outlives the fold that did not see it"
    fold.fold()
    assert september(big_world) == 2
    assert not fold.verify()


def test_of_two_folders_with_the_same_marks_only_one_stores(big_world, wang, monkeypatch):
    visit(big_world.worker, big_world.here, ON, [wang])
    claim, rival = fold._claim_and_keep, iter([fold.fold])

    def late(*args):
        elsewhere(next(rival, lambda: None))
        claim(*args)

    monkeypatch.setattr(fold, "_claim_and_keep", late)
    fold.fold_leaves()
    monkeypatch.undo()

    assert september(big_world) == 1
    fold.fold()
    assert not fold.verify()


def test_a_folder_with_old_facts_does_not_overwrite_newer_ones(big_world, wang, monkeypatch):
    """Folder A reads, a visit is added and folded by B; A comes last and must give way."""
    visit(big_world.worker, big_world.here, ON, [wang])
    claim = fold._claim_and_keep

    def overtake():
        monkeypatch.setattr(fold, "_claim_and_keep", claim)
        visit(big_world.worker, big_world.here, ON, [wang])
        fold.fold()

    script = iter([overtake])

    def late(*args):
        elsewhere(next(script, lambda: None))
        claim(*args)

    monkeypatch.setattr(fold, "_claim_and_keep", late)
    fold.fold_leaves()

    assert september(big_world) == 2
    assert not fold.verify()


def test_a_late_committer_with_a_smaller_mark_is_not_swallowed(big_world, wang):
    """Marks are claimed by the ids that were read, never by 'everything up to here'."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time, so commits cannot overtake each other")
    held, go = threading.Event(), threading.Event()

    def slow():
        try:
            with transaction.atomic():
                visit(big_world.worker, big_world.here, ON, [wang])
                held.set()
                go.wait(10)
        finally:
            connections.close_all()

    thread = threading.Thread(target=slow)
    thread.start()
    held.wait(10)
    li = person(big_world.colleague, big_world.here, "李示例")
    elsewhere(lambda: visit(big_world.colleague, big_world.here, ON, [li]))
    fold.fold()
    assert september(big_world) == 1
    go.set()
    thread.join(10)

    assert september(big_world) == 2
    fold.fold()
    assert september(big_world) == 2
    assert not fold.verify()


def test_a_reader_sees_one_instant(big_world, wang, monkeypatch):
    """A visit that commits between two reads of one page shows in neither of its numbers."""
    compute, between = leaves.compute, iter([lambda: visit(big_world.worker, big_world.here, ON, [wang])])
    visit(big_world.worker, big_world.here, ON, [wang])

    def interrupted(*args, **kwargs):
        elsewhere(next(between, lambda: None))
        return compute(*args, **kwargs)

    monkeypatch.setattr("yimi.figures.reading.compute", interrupted)
    assert september(big_world) == 1
    assert september(big_world) == 2


def test_moving_a_visit_to_another_month_and_back_leaves_both_right(big_world, wang):
    made = visit(big_world.worker, big_world.here, ON, [wang])
    fold.fold()
    void_contact(made.pk, by=big_world.worker, reason="示例作废")
    assert september(big_world) == 0
    fold.fold()
    assert september(big_world) == 0
    assert not Mark.objects.exists()
    assert not NodeMark.objects.exists()


def test_rebuilding_from_the_facts_gives_the_same(big_world, wang):
    visit(big_world.worker, big_world.here, ON, [(wang, "new")])
    fold.fold()
    before = september(big_world)
    LeafPart.objects.all().delete()
    NodePart.objects.all().delete()
    assert september(big_world) == 0, "nothing is marked, so the reader believes the leaves"

    fold.rebuild()

    assert september(big_world) == before == 1
    assert not fold.verify()


def test_leaves_made_by_other_measures_are_made_anew(big_world, wang):
    visit(big_world.worker, big_world.here, ON, [wang])
    fold.adopt()
    fold.fold()
    LeafPart.objects.update(content=NOTHING)
    NodePart.objects.all().delete()
    assert fold.adopt() is False
    assert september(big_world) == 0

    State.objects.filter(key=fold.MEASURES).update(value="made by others")
    assert fold.adopt() is True

    assert september(big_world) == 1


@pytest.mark.parametrize("part", [TOTALS, COUNTS, persons("SERVED_N"), persons("SERVED_N", "domain")])
def test_a_changed_or_lost_part_of_a_leaf_is_found(big_world, wang, part):
    visit(big_world.worker, big_world.here, ON, [wang])
    fold.fold()
    assert not fold.verify()
    changed = LeafPart.objects.filter(station=big_world.here, month=ON.replace(day=1), part=part)

    assert changed.update(content=NOTHING) == 1
    assert len(fold.verify()) >= 1

    fold.rebuild()
    assert not fold.verify()


def test_a_leaf_keeps_no_part_of_what_it_was(big_world, wang):
    made = visit(big_world.worker, big_world.here, ON, [wang])
    fold.fold()
    kept = LeafPart.objects.filter(station=big_world.here, month=ON.replace(day=1))
    assert kept.filter(part=persons("SERVED_N", "domain")).exists()

    void_contact(made.pk, by=big_world.worker, reason="示例作废")
    fold.fold()

    assert set(kept.values_list("part", flat=True)) == {TOTALS, COUNTS}


def test_leaves_whose_totals_are_all_counts_say_the_same(big_world, wang):
    """As they were first filled where leaves had been made before totals stood by themselves."""
    visit(big_world.worker, big_world.here, ON, [(wang, "new")])
    fold.fold()
    before = september(big_world)
    for kept in (LeafPart, NodePart):
        for counts in kept.objects.filter(part=COUNTS):
            beside = {key: value for key, value in vars(counts).items() if key in ("station_id", "area_id", "month")}
            kept.objects.filter(part=TOTALS, **beside).update(content=counts.content)

    assert september(big_world) == before == 1
    assert not fold.verify()


class Hammer:
    """Sixteen writers, folders and readers on their own connections until time is up."""

    def __init__(self, world, seconds):
        self.world, self.seconds, self.until = world, seconds, time.monotonic() + seconds
        self.wrong, self.written, self.read = [], 0, 0
        self.people = [person(world.worker, world.here, f"居民{n}") for n in range(4)]
        self.near = [person(world.neighbour, world.near, f"邻居{n}") for n in range(4)]

    def run(self):
        parts = [*[self.write, self.write_near] * (WRITERS // 2), self.fold, self.fold, self.look]
        threads = [threading.Thread(target=self._loop, args=(part, seed)) for seed, part in enumerate(parts)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(self.seconds + 60)

    def _loop(self, part, seed):
        dice = random.Random(seed)
        try:
            while time.monotonic() < self.until and not self.wrong:
                part(dice)
        except OperationalError as error:
            self.wrong.append(repr(error))
        finally:
            connections.close_all()

    def write(self, dice, worker="worker", station="here", people=None):
        by, place = getattr(self.world, worker), getattr(self.world, station)
        by.forget_grants()
        on = ON + timedelta(days=dice.randrange(60))
        made = visit(by, place, on, dice.sample(people or self.people, 2), pk=new_id())
        self.written += 1
        if dice.random() < 0.3:
            void_contact(made.pk, by=by, reason="示例作废")

    def write_near(self, dice):
        self.write(dice, "neighbour", "near", self.near)

    def fold(self, dice):
        fold.fold()
        time.sleep(0.01)

    def look(self, dice):
        """The engine's number and the facts', read at one instant."""
        with db.snapshot():
            found = queries.figure(self.world.province, "HOME_VISIT_PT", self.place, "2026-09").value
            rows = Participation.objects.unscoped("hammer").filter(
                contact__voided_at=None, contact__service_on__range=("2026-09-01", "2026-09-30"), served=True, seen=True
            )
            counted = rows.count()
        self.read += 1
        if found != counted:
            self.wrong.append(f"{found} != {counted}")

    @property
    def place(self):
        return queries.place_named(area="46")


def test_under_writers_folders_and_readers_no_cell_is_ever_wrong(big_world, hammer_seconds):
    hammer = Hammer(big_world, hammer_seconds)
    hammer.run()
    fold.fold()

    assert not hammer.wrong
    assert hammer.written > 5
    assert hammer.read > 5
    assert not fold.verify()
    assert not Mark.objects.exists()
    stations = {s.pk for s in Station.objects.unscoped("test")}
    assert set(LeafPart.objects.values_list("station_id", flat=True)) <= stations
