"""What can be read of registers (底册): which there are, who is on them, what changed. Masked above the station."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404

from yimi.catalogue.queries import RegisterSource, category_codes, register_sources
from yimi.clients.identity import BAND_LABELS, age_band, age_on, mask_name, mask_number, mask_phone
from yimi.clients.models import Person, Sensitivity
from yimi.clients.queries import PersonCard, cards, people_for, stations_in_full
from yimi.clients.sight import CategorySight
from yimi.clients.similarity import REASONS
from yimi.core import clock, seal
from yimi.core.actors import Actor
from yimi.core.permissions import Permission
from yimi.core.scope import PROVINCE, path_range
from yimi.network.models import Area, Station

from .models import Difference, Entry, Register, Update

ORDER = ("-id",)
_WHO = Coalesce("fingerprint", "key")  # one person: her number, or what stands for it where she has none
_OPENED = ("name", "id_number", "phone", "address")


def areas_to_update(actor: Actor) -> list[Area]:
    """The counties and towns whose registers the actor may import."""
    grants = actor.grants_for(Permission.REGISTER_IMPORT)
    within = Q(pk__in=())
    for grant in grants:
        if grant.on_kind == PROVINCE:
            within = Q()
            break
        within |= path_range("path", grant.area_path) if grant.area_path else Q(pk__in=())
    levels = (Area.Level.COUNTY, Area.Level.CITY, Area.Level.DISTRICT, Area.Level.TOWNSHIP, Area.Level.UNIT)
    rows = Area.objects.filter(within, level__in=levels, is_hidden=False).exclude(county=None)
    return list(rows.exclude(kind=Area.Kind.STATISTICAL).select_related("county").order_by("path"))


def entries_for(actor: Actor) -> QuerySet[Entry]:
    """The entries within reach. Those of closely kept categories only the head of the station reads."""
    guarded = [code for code, info in category_codes(clock.today()).items() if info.sensitivity != Sensitivity.NORMAL]
    rows = Entry.objects.allowed(actor, Permission.REGISTER_VIEW)
    return rows.filter(~Q(category__in=guarded) | Q(station__in=CategorySight.of(actor).headed))


def left_out(actor: Actor) -> int:
    """How many current entries the actor is told of without being shown them."""
    within = Entry.objects.allowed(actor, Permission.REGISTER_VIEW).filter(gone_on=None)
    return within.count() - entries_for(actor).filter(gone_on=None).count()


@dataclass(frozen=True)
class Stand:
    """How one register stands for this reader (底册情况)."""

    register: Register
    source: str
    total: int
    matched: int
    unsure: int
    none: int
    elsewhere: int
    open_differences: int


def stands(actor: Actor) -> list[Stand]:
    """Every register with somebody in this reader's reach, and how far its people are matched."""
    current = entries_for(actor).filter(gone_on=None)
    rows = current.order_by().values("register").annotate(
        total=Count("pk"), matched=Count("pk", filter=Q(match__in=Entry.MATCHED)),
        unsure=Count("pk", filter=Q(match=Entry.Match.UNSURE)), none=Count("pk", filter=Q(match=Entry.Match.NONE)),
        elsewhere=Count("pk", filter=Q(match=Entry.Match.ELSEWHERE)),
    )  # fmt: skip
    counted = {row.pop("register"): row for row in rows}
    open_ones = differences_for(actor).filter(state=Difference.State.OPEN).order_by()
    waiting = dict(open_ones.values_list("entry__register").annotate(n=Count("pk")))
    sources = register_sources(clock.today())
    registers = Register.objects.unscoped("只显示有范围内条目的底册").filter(pk__in=counted).select_related("area")
    return [
        Stand(each, _named(sources, each.source), open_differences=waiting.get(each.pk, 0), **counted[each.pk])
        for each in registers.order_by("area__path", "source")
    ]


def unmatched_at(stations: Iterable[UUID]) -> dict[UUID, int]:
    """How many people of these stations stand on a register and have no file that is known to be theirs."""
    rows = _unmatched(Entry.objects.unscoped("覆盖数字对工作人员公开").filter(station__in=list(stations)))
    return dict(rows.order_by().values_list("station").annotate(n=Count(_WHO, distinct=True)))


def unmatched_for(actor: Actor, station: Station) -> QuerySet[Entry]:
    """Those people of a station whom the actor sees, one entry of each."""
    rows = _unmatched(entries_for(actor).filter(station=station)).annotate(who=_WHO)
    return entry_rows(rows.filter(~Exists(rows.filter(who=OuterRef("who"), pk__lt=OuterRef("pk")))))


def _unmatched(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    return entries.filter(gone_on=None, person=None)


def sources_seen(actor: Actor) -> list[tuple[str, str]]:
    """The sources of the registers that have somebody in this reader's reach."""
    seen = set(entries_for(actor).order_by().values_list("register__source", flat=True).distinct())
    return [(code, source.name) for code, source in register_sources(clock.today()).items() if code in seen]


def register_for(actor: Actor, pk: UUID) -> Register:
    """The register, for who sees anybody on it, or keeps those of its place."""
    register = Register.objects.unscoped("只给看得到条目的人").select_related("area").filter(pk=pk).first()
    within = Register.objects.allowed(actor, Permission.REGISTER_VIEW).filter(pk=pk)
    if register is None or not (within.exists() or entries_for(actor).filter(register=pk).exists()):
        raise Http404
    return register


def updates_of(register: Register) -> list[Update]:
    """The last tables of a register."""
    rows = Update.objects.unscoped("本底册的更新").filter(register=register).exclude(done_at=None)
    return list(rows.select_related("by").order_by("-begun_at")[:12])


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a list of entries is narrowed to (筛选)."""

    match: str = ""
    category: str = ""
    area: str = ""
    station: str = ""

    def narrow(self, rows: QuerySet[Entry]) -> QuerySet[Entry]:
        if self.match == "gone":
            rows = rows.exclude(gone_on=None)
        else:
            rows = rows.filter(gone_on=None)
            if self.match == "matched":
                rows = rows.filter(match__in=Entry.MATCHED)
            elif self.match:
                rows = rows.filter(match=self.match)
        rows = rows.filter(category=self.category) if self.category else rows
        rows = rows.filter(area__code=self.area) if self.area else rows
        return rows.filter(station__code=self.station) if self.station else rows


@dataclass(frozen=True)
class Line:
    """An entry as one reader sees it: named at its station, masked elsewhere."""

    entry: Entry = field(repr=False)
    name: str
    sex_label: Any
    age: str
    id_number: str
    phone: str
    village: str
    station: str
    category: str
    since_on: date | None
    person: PersonCard | None

    @property
    def may_enroll(self) -> bool:
        return self.entry.gone_on is None and self.entry.match in (Entry.Match.NONE, Entry.Match.UNSURE)


def lines(actor: Actor, entries: Iterable[Entry]) -> list[Line]:
    """How the actor sees these entries; a constant number of statements."""
    rows = list(entries)
    seal.read(rows, *_OPENED)
    names, full = category_codes(clock.today()), stations_in_full(actor)
    people = people_for(actor).filter(pk__in={row.person_id for row in rows if row.person_id})
    shown = {card.id: card for card in cards(actor, people)}
    return [
        _line(row, names, str(row.station_id) in full, shown.get(row.person_id) if row.person_id else None)
        for row in rows
    ]


def _line(row: Entry, names: dict, in_full: bool, person: PersonCard | None) -> Line:
    day, opened = clock.today(), row.opened
    age = str(age_on(row.birth_on, day)) if in_full and row.birth_on else str(BAND_LABELS[age_band(row.birth_on, day)])
    return Line(
        entry=row, name=(opened["name"] or "") if in_full else mask_name(opened["name"]),
        sex_label=Person.Sex(row.sex).label, age=age, id_number=mask_number(opened["id_number"]),
        phone=mask_phone(opened["phone"]), village=row.area.name,
        station=row.station.short_name if row.station else "",
        category=names[row.category].name if row.category in names else row.category, since_on=row.since_on,
        person=person,
    )  # fmt: skip


def entry_rows(rows: QuerySet[Entry]) -> QuerySet[Entry]:
    return rows.select_related("area", "station", "register__area")


def entry_for(actor: Actor, pk: UUID) -> Entry:
    row = entry_rows(entries_for(actor)).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


@dataclass(frozen=True)
class Candidate:
    """A file that an entry may be of, with the reasons in words."""

    card: PersonCard
    score: int
    reasons: list[Any]


def candidates_of(actor: Actor, entry: Entry) -> list[Candidate]:
    """The files that were proposed for an entry and that the actor sees."""
    told = {UUID(each["person"]): each for each in entry.candidates}
    found = cards(actor, people_for(actor).filter(pk__in=told).exclude(state__in=Person.GONE))
    proposed = [
        Candidate(card, told[card.id]["score"], [REASONS[code] for code in told[card.id]["reasons"] if code in REASONS])
        for card in found
    ]
    return sorted(proposed, key=lambda each: -each.score)


def differences_for(actor: Actor) -> QuerySet[Difference]:
    """What changed on the registers within reach, of entries that the actor sees."""
    rows = Difference.objects.allowed(actor, Permission.REGISTER_VIEW).filter(entry__in=entries_for(actor).values("pk"))
    return rows.select_related("entry__area", "entry__station", "entry__register__area", "update", "done_by")


def may_settle(actor: Actor, row: Difference) -> bool:
    """Whether the actor writes files at the entry's station, or keeps its register."""
    at_station = Station.objects.allowed(actor, Permission.PERSON_WRITE).filter(pk=row.entry.station_id)
    return at_station.exists() or (
        Register.objects.allowed(actor, Permission.REGISTER_IMPORT).filter(pk=row.entry.register_id).exists()
    )


def stations_written(actor: Actor) -> set[UUID]:
    """The stations whose files the actor writes."""
    return set(Station.objects.allowed(actor, Permission.PERSON_WRITE).values_list("pk", flat=True))


def registers_kept(actor: Actor) -> set[UUID]:
    """The registers that the actor keeps."""
    return set(Register.objects.allowed(actor, Permission.REGISTER_IMPORT).values_list("pk", flat=True))


def may_enroll(actor: Actor) -> bool:
    """Whether the actor registers people anywhere."""
    stations = Station.objects.allowed(actor, Permission.PERSON_WRITE)
    return (stations | Station.objects.allowed(actor, Permission.PERSON_REGISTER)).exists()


def may_match(actor: Actor, entry: Entry) -> bool:
    """Whether the actor says whose file this entry is: she writes files at its station, or registers people there."""
    stations = Station.objects.allowed(actor, Permission.PERSON_WRITE)
    stations = stations | Station.objects.allowed(actor, Permission.PERSON_REGISTER)
    return entry.station_id is not None and stations.filter(pk=entry.station_id).exists()


def source_name(code: str) -> str:
    """What a source is called."""
    return _named(register_sources(clock.today()), code)


def _named(sources: dict[str, RegisterSource], code: str) -> str:
    return sources[code].name if code in sources else code


def waiting(actor: Actor) -> int:
    """How many differences wait in this reader's reach."""
    return differences_for(actor).filter(state=Difference.State.OPEN).count()
