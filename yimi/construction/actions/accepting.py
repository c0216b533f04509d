"""Acceptance by the county (验收), rectification (整改) and spot checks by the province (抽查)."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.construction.guide import guide_of
from yimi.construction.marking import Mark, put_marks
from yimi.construction.models import Acceptance, AcceptanceItem, Checklist, Result
from yimi.construction.reckoning import Reckoning, reckon
from yimi.core import clock, journal
from yimi.core.actors import Actor
from yimi.core.errors import RuleBroken, invalid
from yimi.core.ids import new_id
from yimi.core.permissions import Permission
from yimi.core.text import clean
from yimi.network.actions import move_station
from yimi.network.models import Station
from yimi.tracking.actions import ItemFields, raise_item
from yimi.tracking.models import Kind
from yimi.tracking.queries import open_of_sources

from .checking import made_for, named, person, refuse_stale

State = Station.State
SOURCE = "acceptance"


@transaction.atomic
def begin_acceptance(pk: UUID, *, by: Actor, station: UUID, attendees: str = "") -> Acceptance:
    """Begin a round of acceptance (开始验收) by the county; who else takes part is a text. Twice begins it once."""
    found = _station(station, by)
    there = Acceptance.objects.unscoped("同号验收").filter(pk=pk, station=found).first()
    if there is not None:
        return there
    _refuse_own(made_for(found), by)
    move_station(station, by=by, to=State.ACCEPTING)
    return _round(pk, found, by, attendees)


@transaction.atomic
def resume_acceptance(pk: UUID, *, by: Actor, station: UUID, attendees: str = "") -> Acceptance:
    """Go on with acceptance once what failed is settled (复验); refused with the list of what is still open."""
    found = _station(station, by)
    there = Acceptance.objects.unscoped("同号验收").filter(pk=pk, station=found).first()
    if there is not None:
        return there
    checklist = made_for(found)
    _refuse_own(checklist, by)
    reckoning = _reckoned(checklist)
    if reckoning.failed and not reckoning.is_met:
        listed = named(reckoning.failed, checklist)
        raise RuleBroken(_("还有整改项没有复查通过：%(listed)s。") % {"listed": listed}, code="unsettled")
    move_station(station, by=by, to=State.ACCEPTING)
    return _round(pk, found, by, attendees)


def _round(pk: UUID, station: Station, by: Actor, attendees: str) -> Acceptance:
    if len(attendees) > 200:
        raise invalid("attendees", _("最多 200 字。"))
    acceptance = Acceptance(
        id=pk, station=station, begun_on=clock.today(), attendees=clean(attendees), inspector_id=by.id
    )
    acceptance.save(force_insert=True)
    journal.record("construction.begin_acceptance", by, acceptance)
    return acceptance


@transaction.atomic
def judge(station: UUID, *, by: Actor, marks: Mapping[str, Mark], version: int | None = None) -> Checklist:
    """Keep what the inspector has found so far (保存验收结果)."""
    checklist, _acceptance = _accepting(station, by, version)
    _put(checklist, marks, by)
    journal.record("construction.judge", by, checklist)
    return checklist


@transaction.atomic
def conclude(
    station: UUID, *, by: Actor, marks: Mapping[str, Mark], opinion: str = "", version: int | None = None
) -> Acceptance:
    """End the round (验收结论): accepted where the pass rule is met, else rectification. What failed is tracked."""
    checklist, acceptance = _accepting(station, by, version)
    _put(checklist, marks, by)
    reckoning = _reckoned(checklist)
    if reckoning.unjudged:
        words = _("还有 %(n)d 项没有验收结果：%(listed)s。")
        listed = named(reckoning.unjudged, checklist)
        raise RuleBroken(words % {"n": len(reckoning.unjudged), "listed": listed}, code="unjudged")
    _track(checklist, reckoning.failed, by)
    outcome = Acceptance.Outcome.PASSED if reckoning.is_met else Acceptance.Outcome.RECTIFY
    acceptance.outcome, acceptance.concluded_on = outcome, clock.today()
    acceptance.inspector_id, acceptance.opinion = by.id, clean(opinion)[:300]
    acceptance.save()
    move_station(station, by=by, to=State.ACCEPTED if reckoning.is_met else State.RECTIFYING)
    journal.record("construction.conclude", by, acceptance)
    return acceptance


def _track(checklist: Checklist, failed: list[AcceptanceItem], by: Actor) -> None:
    """Let each item that failed be followed until it is settled, unless it already is."""
    guide, there = guide_of(checklist.edition), open_of_sources(SOURCE, [item.pk for item in failed])
    for item in failed:
        if item.pk not in there:
            kind = Kind.URGED if item.is_mandatory else Kind.NOTICE
            title = _("整改：%(name)s") % {"name": guide.items[item.code].name}
            raise_item(
                new_id(), by=by,
                fields=ItemFields(
                    title=title, station=checklist.station.code, kind=kind, detail=item.note, source_kind=SOURCE,
                    source_id=item.pk,
                ),
            )  # fmt: skip


@transaction.atomic
def rectified(item: UUID, *, by: Actor) -> AcceptanceItem:
    """An item that had failed was rechecked and is met now (整改复查通过)."""
    rows = AcceptanceItem.objects.select_for_update(of=("self",)).select_related("checklist")
    found = rows.get_allowed(by, Permission.TRACKING_RECHECK, pk=item)
    found.result, found.note = Result.PASS, _("整改后复查通过")
    found.inspector_id, found.inspected_on = person(by), clock.today()
    found.save()
    _bump(found.checklist)
    journal.record("construction.rectified", by, found)
    return found


@transaction.atomic
def spot_check(station: UUID, *, by: Actor, code: str, is_met: bool, note: str = "") -> AcceptanceItem:
    """Look at one item of an accepted station (抽查), by the province; what is not met is tracked."""
    found = Station.objects.select_for_update().get_allowed(by, Permission.BUILDING_SPOT, pk=station)
    checklist = made_for(found)
    item = checklist.items.filter(code=clean(code)).first()
    if item is None:
        raise invalid("code", _("清单里没有这一项。"))
    if found.state not in (State.ACCEPTED, State.OPERATING, State.SUSPENDED):
        raise RuleBroken(_("验收合格以后才抽查。"), code="wrong_state")
    result = Result.PASS if is_met else Result.FAIL
    put_marks([item], {item.code: Mark(result, note)}, own=False)
    item.inspector_id, item.inspected_on = person(by), clock.today()
    item.save()
    _bump(checklist)
    if not is_met:
        _track(checklist, [item], by)
    journal.record("construction.spot_check", by, item)
    return item


def _station(pk: UUID, by: Actor) -> Station:
    return Station.objects.select_for_update().get_allowed(by, Permission.BUILDING_ACCEPT, pk=pk)


def _accepting(pk: UUID, by: Actor, version: int | None) -> tuple[Checklist, Acceptance]:
    """The checklist and the round of a station that is being accepted, locked."""
    station = _station(pk, by)
    rounds = Acceptance.objects.unscoped("本站正在进行的验收")
    acceptance = rounds.filter(station=station, outcome="").first()
    if acceptance is None or station.state != State.ACCEPTING:
        raise RuleBroken(
            _("站点现在是“%(now)s”，不在验收中。") % {"now": station.get_state_display()}, code="wrong_state"
        )
    checklist = made_for(station)
    refuse_stale(checklist, version)
    _refuse_own(checklist, by)
    return checklist, acceptance


def _refuse_own(checklist: Checklist, by: Actor) -> None:
    if checklist.checked_by_id == by.id:
        raise RuleBroken(_("自查的人不能验收，请由他人验收。"), code="own_work")


def _put(checklist: Checklist, marks: Mapping[str, Mark], by: Actor) -> None:
    changed = put_marks(checklist.items.all(), marks, own=False)
    for item in changed:
        item.inspector_id = person(by) if item.result else None
        item.inspected_on = clock.today() if item.result else None
    AcceptanceItem.objects.bulk_update(changed, ["result", "note", "inspector", "inspected_on"])
    _bump(checklist)


def _bump(checklist: Checklist) -> None:
    checklist.version += 1
    checklist.save(update_fields=["version"])


def _reckoned(checklist: Checklist) -> Reckoning:
    return reckon(checklist.items.all(), guide_of(checklist.edition).min_pass_rate)
