"""The station's own check (自查), and checklists of stations that were accepted before they came into the system."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.construction.guide import codes_for, guide_of, guide_on
from yimi.construction.marking import Mark, put_marks
from yimi.construction.models import AcceptanceItem, Checklist, Result
from yimi.core import clock, db, journal
from yimi.core.actors import Actor
from yimi.core.errors import RuleBroken
from yimi.core.ids import new_id
from yimi.core.permissions import Permission
from yimi.network.actions import move_station
from yimi.network.models import Station

ACCEPTED = (Station.State.ACCEPTED, Station.State.OPERATING, Station.State.SUSPENDED)
NAMED_AT_MOST = 6


@transaction.atomic
def save_self_check(station: UUID, *, by: Actor, marks: Mapping[str, Mark], version: int | None = None) -> Checklist:
    """Keep what the station has found so far (保存自查)."""
    checklist = _to_check(station, by, version)
    _put(checklist, marks, by)
    journal.record("construction.save_self_check", by, checklist)
    return checklist


@transaction.atomic
def finish_self_check(station: UUID, *, by: Actor, marks: Mapping[str, Mark], version: int | None = None) -> Checklist:
    """Hand the self-check in (完成自查): every item is looked at, and every mandatory one is met."""
    checklist = _to_check(station, by, version)
    _put(checklist, marks, by)
    items = list(checklist.items.all())
    _refuse(_("还有 %(n)d 项没有自查：%(listed)s。"), [item for item in items if not item.own_result], checklist)
    unmet = [item for item in items if item.is_mandatory and item.own_result == Result.FAIL]
    _refuse(_("还有 %(n)d 个必备项不符合：%(listed)s。先整改，再完成自查。"), unmet, checklist)
    move_station(station, by=by, to=Station.State.SELF_CHECKED)
    journal.record("construction.finish_self_check", by, checklist)
    return checklist


def _refuse(words: str, items: list[AcceptanceItem], checklist: Checklist) -> None:
    if items:
        raise RuleBroken(words % {"n": len(items), "listed": named(items, checklist)}, code="unchecked")


def named(items: list[AcceptanceItem], checklist: Checklist) -> str:
    """The items by name, as many as one can read."""
    guide = guide_of(checklist.edition)
    names = [guide.items[item.code].name for item in items[:NAMED_AT_MOST]]
    return "、".join(names) + (_("等") if len(items) > NAMED_AT_MOST else "")


def _to_check(station: UUID, by: Actor, version: int | None) -> Checklist:
    """The checklist, locked, of a station that is being built; made where there is none."""
    rows = Station.objects.select_for_update()
    found = rows.get_allowed(by, Permission.BUILDING_CHECK, pk=station)
    if found.state != Station.State.BUILDING:
        raise RuleBroken(
            _("站点现在是“%(now)s”，只有建设中的站点可以自查。") % {"now": found.get_state_display()},
            code="wrong_state",
        )
    checklist = made_for(found)
    refuse_stale(checklist, version)
    return checklist


def refuse_stale(checklist: Checklist, version: int | None) -> None:
    if version is not None and version != checklist.version:
        raise RuleBroken(_("清单刚被别人改过，请刷新后再填。"), code="stale")


def made_for(station: Station) -> Checklist:
    """The checklist of a station; under the guide in force where none was begun."""
    there = Checklist.objects.unscoped("本站清单").select_related("edition").filter(station=station).first()
    if there is not None:
        return there
    checklist, items = _blank(station)
    checklist.save(force_insert=True)
    db.insert(items)
    return checklist


def _blank(station: Station) -> tuple[Checklist, list[AcceptanceItem]]:
    edition = guide_on(clock.today())
    guide = guide_of(edition)
    checklist = Checklist(id=new_id(), station=station, edition=edition, made_on=clock.today())
    items = [
        AcceptanceItem(
            id=new_id(), checklist=checklist, station=station, nth=nth, code=code,
            is_mandatory=guide.items[code].is_mandatory, is_shareable=guide.items[code].is_shareable,
        )
        for nth, code in enumerate(codes_for(edition, station))
    ]  # fmt: skip
    return checklist, items


def _put(checklist: Checklist, marks: Mapping[str, Mark], by: Actor) -> None:
    changed = put_marks(checklist.items.all(), marks, own=True)
    AcceptanceItem.objects.bulk_update(changed, ["own_result", "own_note"])
    checklist.checked_by_id = person(by)
    checklist.version += 1
    checklist.save(update_fields=["checked_by", "version"])


def person(by: Actor) -> UUID | None:
    """The account that acts; the platform itself has none."""
    return None if by.id.int == 0 else by.id


@transaction.atomic
def record_accepted(stations: Iterable[UUID], *, by: Actor) -> int:
    """Write up checklists of stations that were accepted earlier (补录验收清单), all items as met; gives how many."""
    rows = Station.objects.allowed(by, Permission.BUILDING_ACCEPT).filter(pk__in=list(stations), state__in=ACCEPTED)
    done = 0
    for station in rows.filter(checklist=None).order_by("code"):
        checklist, items = _blank(station)
        checklist.is_from_before = True
        for item in items:
            item.result, item.inspected_on = Result.PASS, station.accepted_on or clock.today()
        checklist.save(force_insert=True)
        db.insert(items)
        journal.record("construction.record_accepted", by, checklist)
        done += 1
    return done
