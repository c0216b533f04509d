"""Making a list (编制、增补、调出), by the head of the station."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from yimi.clients.models import Person
from yimi.core import clock, journal, seal
from yimi.core.actors import Actor
from yimi.core.errors import RuleBroken, invalid
from yimi.core.permissions import Permission
from yimi.core.text import clean
from yimi.network.models import Station
from yimi.visiting.capacity import Reckoning, capacity_of, load_of, reckon
from yimi.visiting.models import Listed, Round, ServiceList
from yimi.visiting.queries import members_to_come, visited
from yimi.visiting.rules import rule_for
from yimi.visiting.standing import open_rows
from yimi.visiting.terms import chunks, terms_of

from .tiers import retier

MOST = 2000
LONGEST = 200
SERVED = (Person.State.KNOWN, Person.State.ACTIVE)


@transaction.atomic
def open_round(station: UUID, *, by: Actor, year: int) -> Round:
    """Begin to make the list of a station for a year, or to add to it (编制名单). One round at a time."""
    where = Station.objects.select_for_update(of=("self",)).get_allowed(by, Permission.LIST_PLAN, pk=station)
    today = clock.today()
    if where.level != Station.Level.STATION:
        raise RuleBroken(_("只有乡镇（街道）社工站编制核定服务名单。"), code="not_a_station")
    if year not in (today.year, today.year + 1):
        raise invalid("year", _("只能编制今年或明年的名单。"))
    found, _made = ServiceList.objects.unscoped("本站名单").get_or_create(station=where, year=year)
    rounds = Round.objects.unscoped("本站名单").filter(list=found)
    if rounds.exclude(state=Round.State.APPROVED).exists():
        raise RuleBroken(_("这份名单还有一轮没有核定，请先办完。"), code="round_open")
    made = Round(list=found, number=rounds.count() + 1, made_by_id=by.id, made_at=clock.now())
    made.save(force_insert=True)
    journal.record("visiting.open_round", by, made, station=where)
    return made


@transaction.atomic
def add_people(pk: UUID, *, by: Actor, people: Iterable[UUID]) -> int:
    """Propose people for the list (增补); gives how many are new. Who is on it, or proposed, stays as she is."""
    made = round_to_edit(pk, by)
    new = _new_people(made, by, set(people))
    station, today = made.list.station, clock.today()
    terms = terms_of([person.pk for person in new], rule_for(station.county_id, today), today)
    rows = [terms[person.pk].write(Listed(list=made.list, person=person, added_in=made)) for person in new]
    Listed.objects.bulk_create(rows, 500)
    if rows:
        _record("visiting.add_people", made, by, [row.person_id for row in rows])
    return len(rows)


@transaction.atomic
def drop_people(pk: UUID, *, by: Actor, people: Iterable[UUID]) -> int:
    """Take proposed people out of the round again (撤回增补)."""
    made, ids = round_to_edit(pk, by), list(people)
    rows = Listed.objects.unscoped("本轮增补").filter(added_in=made, since_on=None, person__in=ids)
    gone = list(rows.values_list("person_id", flat=True))
    rows.delete()
    if gone:
        _record("visiting.drop_people", made, by, gone)
    return len(gone)


@transaction.atomic
def remove_member(pk: UUID, *, by: Actor, person: UUID, reason: str, note: str = "") -> Listed:
    """Propose that a member leaves the list (调出), with the reason; she is on it until the round is approved."""
    made = round_to_edit(pk, by)
    if reason not in Listed.GIVEN:
        raise invalid("reason", _("请选择调出原因。"))
    row = _member(made, person)
    row.removed_in, row.leave_reason = made, reason
    seal.write(row, leave_note=clean(note or "")[:LONGEST] or None)
    row.save()
    journal.record("visiting.remove_member", by, row, station=made.list.station_id, refs=[("person", person)])
    return row


@transaction.atomic
def keep_member(pk: UUID, *, by: Actor, person: UUID) -> Listed:
    """She stays on the list after all (撤回调出)."""
    made = round_to_edit(pk, by)
    row = _member(made, person)
    row.removed_in, row.leave_reason = None, ""
    seal.write(row, leave_note=None)
    row.save()
    retier([person])
    journal.record("visiting.keep_member", by, row, station=made.list.station_id, refs=[("person", person)])
    return row


@transaction.atomic
def submit_round(pk: UUID, *, by: Actor) -> Round:
    """Send the round to the offices (提交), with what its size was reckoned from. Who submits it has made it."""
    made = round_to_edit(pk, by)
    added = Listed.objects.unscoped("本轮增补").filter(added_in=made, since_on=None)
    removed = Listed.objects.unscoped("本轮调出").filter(removed_in=made)
    if not added.exists() and not removed.exists():
        raise RuleBroken(_("还没有增补，也没有调出，不能提交。"), code="nothing_proposed")
    added.update(is_struck=False)
    retier(added.values_list("person_id", flat=True))
    reckoning = reckoned(made, by)
    made.capacity, made.size_proposed = reckoning.kept(), reckoning.size
    made.made_by_id, made.made_at, made.state = by.id, clock.now(), Round.State.PROPOSED
    made.township_by_id = made.township_at = made.township_opinion = None
    made.save()
    journal.record("visiting.submit_round", by, made, station=made.list.station_id)
    return made


def reckoned(made: Round, by: Actor) -> Reckoning:
    """The list as it would be, beside the means of the station."""
    station = made.list.station
    load = load_of(visited(members_to_come(by, made)))
    return reckon(load, capacity_of(by, station, rule_for(station.county_id, clock.today())))


def round_to_edit(pk: UUID, by: Actor) -> Round:
    rows = Round.objects.select_related("list__station").select_for_update(of=("self",))
    made = rows.get_allowed(by, Permission.LIST_PLAN, pk=pk)
    if made.state not in Round.EDITABLE:
        raise RuleBroken(_("这一轮已经提交，退回后才能修改。"), code="not_editable")
    return made


def _new_people(made: Round, by: Actor, ids: set[UUID]) -> list[Person]:
    if not 0 < len(ids) <= MOST:
        raise invalid("person", _("一次增补 1 至 %(n)s 人。") % {"n": MOST})
    people = [person for some in chunks(sorted(ids)) for person in _people(by, some)]
    if len(people) < len(ids):
        raise Http404
    if any(person.station_id != made.list.station_id for person in people):
        raise RuleBroken(_("只能列入本站的服务对象。"), code="other_station")
    if any(person.state not in SERVED for person in people):
        raise RuleBroken(_("已结束、已作废的档案不能列入名单。"), code="not_served")
    there = _there(made)
    return [person for person in people if person.pk not in there]


def _people(by: Actor, ids: list[UUID]) -> Iterable[Person]:
    return Person.objects.allowed(by, Permission.LIST_PLAN).filter(pk__in=ids).order_by("pk")


def _there(made: Round) -> set[UUID]:
    """Who is on this list, or proposed for it."""
    rows = Listed.objects.unscoped("本站名单").filter(list=made.list_id)
    on_it = rows.filter(open_rows()) | rows.filter(added_in=made, since_on=None)
    return set(on_it.values_list("person_id", flat=True))


def _member(made: Round, person: UUID) -> Listed:
    rows = Listed.objects.unscoped("本站名单").filter(open_rows(), list=made.list_id, person=person)
    row = rows.select_for_update(of=("self",)).first()
    if row is None:
        raise Http404
    return row


def _record(act: str, made: Round, by: Actor, people: list[UUID]) -> None:
    digest = seal.digest({"people": sorted(map(str, people))})
    journal.record(act, by, made, station=made.list.station_id, digest=digest)
