"""How an item is written (办理过程): locked, in the right state, each step with its words, and recorded."""

from uuid import UUID

from django.utils.translation import gettext as _

from yimi.core import clock, journal, seal
from yimi.core.actors import Actor
from yimi.core.errors import RuleBroken, Stale, invalid
from yimi.core.ids import new_id
from yimi.core.permissions import Permission
from yimi.core.text import clean
from yimi.figures.marks import mark
from yimi.tracking.models import Step, TrackedItem

LONGEST = 500


def locked(pk: UUID, by: Actor, permission: Permission, version: int | None = None) -> TrackedItem:
    """The item within reach, as it is when nobody else writes it."""
    rows = TrackedItem.objects.select_related("station", "county").select_for_update(of=("self",))
    item = rows.get_allowed(by, permission, pk=pk)
    refuse_stale(item, version)
    return item


def refuse_stale(item: TrackedItem, version: int | None) -> None:
    if version is not None and version != item.version:
        raise Stale(_("这件事项刚被别人办理过，请刷新后再办。"))


def in_state(item: TrackedItem, *states: str) -> None:
    if item.state not in states:
        raise RuleBroken(_("这件事项现在是“%s”，不能这样办理。") % item.get_state_display(), code="wrong_state")


def words_of(text: str, path: str, asks: str) -> str:
    """Words that say something; raises `Invalid`."""
    words = clean(text or "")
    if not 2 <= len(words) <= LONGEST:
        raise invalid(path, asks)
    return words


def add_step(item: TrackedItem, what: str, by: Actor, words: str, pk: UUID | None = None) -> Step:
    step = Step(id=pk or new_id(), item=item, what=what, at=clock.now(), by_id=person(by))
    seal.write(step, words=words)
    step.save(force_insert=True)
    return step


def person(by: Actor) -> UUID | None:
    """The account that acts; the platform itself has none."""
    return None if by.id.int == 0 else by.id


def move(item: TrackedItem, state: str, by: Actor, act: str) -> TrackedItem:
    item.state = state
    item.version += 1
    item.save()
    record(act, by, item)
    return item


def record(act: str, by: Actor, item: TrackedItem) -> None:
    journal.record(f"tracking.{act}", by, item, digest=item.digest)
    if item.station_id:
        mark((item.station_id, day) for day in (item.found_on, item.closed_on) if day)
