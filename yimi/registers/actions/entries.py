"""Saying whose file an entry is (核对), and registering those who have none (登记未建档)."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from yimi.clients import actions as clients
from yimi.clients.fields import CategoryFields, PersonFields
from yimi.clients.matching import elsewhere
from yimi.clients.models import Category, Person
from yimi.core import clock, journal, seal
from yimi.core.actors import SYSTEM, Actor
from yimi.core.errors import RuleBroken, invalid
from yimi.core.ids import name_id
from yimi.core.permissions import Permission
from yimi.network.models import Area, Station
from yimi.registers.holding import SOURCE, hold
from yimi.registers.models import Entry
from yimi.registers.queries import entries_for

MOST = 200
_OPENED = ("name", "id_number", "phone", "address")


@transaction.atomic
def read_entries(entries: Iterable[UUID], *, by: Actor) -> None:
    """A list of entries was shown: one entry in the journal, with a digest of which."""
    ids = sorted(map(str, entries))
    if ids:
        journal.record("registers.list_entries", by, ("accounts.user", by.id), digest=seal.digest({"entries": ids}))


@transaction.atomic
def match_entry(pk: UUID, *, by: Actor, person: UUID) -> Entry:
    """This entry is that person's (就是此人): she is on the register, and her file says so from now on."""
    entry = _entry(pk, by)
    people = Person.objects.allowed(by, Permission.PERSON_VIEW).exclude(state__in=Person.GONE)
    if not people.filter(pk=person).exists():
        raise Http404
    entry.person_id, entry.match, entry.candidates = person, Entry.Match.SETTLED, []
    entry.save(update_fields=["person", "match", "candidates"])
    # That she is on the register is said by its table; who matched her is in the journal.
    hold([(person, entry.category, entry.since_on or entry.first_on)], by=SYSTEM)
    journal.record("registers.match_entry", by, entry, station=entry.station_id, refs=[("person", person)])
    return entry


@transaction.atomic
def part_entry(pk: UUID, *, by: Actor) -> Entry:
    """This entry is none of those who were proposed (都不是): she is looked for, or registered."""
    entry = _entry(pk, by)
    entry.person, entry.match, entry.candidates = None, Entry.Match.NONE, []
    entry.save(update_fields=["person", "match", "candidates"])
    journal.record("registers.part_entry", by, entry, station=entry.station_id)
    return entry


def _entry(pk: UUID, by: Actor) -> Entry:
    """The entry, locked, for who may write files at its station or keeps the registers; 404 for anybody else."""
    rows = entries_for(by).filter(pk=pk).select_for_update(of=("self",))
    entry = rows.first()
    if entry is None or entry.station_id is None or not _stations(by).filter(pk=entry.station_id).exists():
        raise Http404
    if entry.gone_on:
        raise RuleBroken(_("此人已不在底册上。"), code="gone")
    return entry


def _stations(by: Actor) -> QuerySet[Station]:
    stations = Station.objects.all()
    return stations.allowed(by, Permission.PERSON_WRITE) | stations.allowed(by, Permission.PERSON_REGISTER)


@transaction.atomic
def enroll_entries(pks: Iterable[UUID], *, by: Actor) -> tuple[int, int]:
    """Register these people at their stations without opening files yet (登记未建档).

    Gives how many were registered, and how many turned out to have a file elsewhere in the province.
    """
    wanted = set(pks)
    if not 0 < len(wanted) <= MOST:
        raise invalid("entry", _("一次登记 1 至 %(n)s 人。") % {"n": MOST})
    rows = entries_for(by).filter(pk__in=wanted, station__in=_stations(by)).select_related("station__area", "area")
    entries = list(rows.order_by("pk").select_for_update(of=("self",)))
    if len(entries) < len(wanted):
        raise Http404
    _check(entries)
    seal.read(entries, *_OPENED)
    taken = elsewhere(entry.fingerprint for entry in entries if entry.fingerprint)
    for entry in (each for each in entries if each.fingerprint in taken):
        entry.match = Entry.Match.ELSEWHERE
        entry.save(update_fields=["match"])
    return _enrolled([entry for entry in entries if entry.fingerprint not in taken], by), len(taken)


def _check(entries: list[Entry]) -> None:
    for entry in entries:
        if entry.gone_on or entry.match not in (Entry.Match.NONE, Entry.Match.UNSURE):
            raise RuleBroken(_("勾选的人中有的已对上档案，或已不在底册上，请刷新页面。"), code="entry_settled")


def _enrolled(entries: list[Entry], by: Actor) -> int:
    """Entries of one person on several registers become one person."""
    people = {_person_id(entry): entry for entry in entries}
    batch = [(pk, _fields(entry, entries)) for pk, entry in people.items()]
    # The table of the register says that they are on it; who registered them is in the journal.
    clients.put_people(batch, by=SYSTEM)
    for entry in entries:
        entry.person_id, entry.match, entry.candidates = _person_id(entry), Entry.Match.SETTLED, []
        journal.record("registers.enroll_entry", by, entry, station=entry.station_id)
    Entry.objects.bulk_update(entries, ["person", "match", "candidates"], 500)
    return len(batch)


def _person_id(entry: Entry) -> UUID:
    return name_id("person", entry.station_id, entry.fingerprint or entry.key)


def _fields(entry: Entry, entries: list[Entry]) -> PersonFields:
    opened, station = entry.opened, entry.station
    if station is None:
        raise RuleBroken(_("没有认出此人住在哪个站的服务区域。"), code="no_station")
    home = entry.area if entry.area.level == Area.Level.VILLAGE else station.area
    held = {each.category: each for each in entries if _person_id(each) == _person_id(entry)}
    household = name_id("household", entry.register_id, entry.household_key) if entry.household_key else None
    number = opened["id_number"] if entry.fingerprint else None
    return PersonFields(
        name=opened["name"] or "", station=station.code, area=home.code,
        sex=entry.sex, birth_on=entry.birth_on, id_number=number, phone=opened["phone"], address=opened["address"],
        id_type=Person.IdType.RESIDENT if number else Person.IdType.NONE, household=household, opened_on=None,
        categories=tuple(
            CategoryFields(
                code=code, since_on=min(each.since_on or each.first_on, clock.today()),
                state=Category.State.ON_REGISTER, source=SOURCE,
            )
            for code, each in held.items()
        ),
    )  # fmt: skip
