"""What the catalogue says (目录): editions, the one in force on a day, and its codes."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import get_language

from yimi.core.actors import Actor, may
from yimi.core.permissions import Permission
from yimi.core.workdays import add_workdays_each
from yimi.figures.measure import measures
from yimi.network.queries import ranked_areas

from .findings import Findings
from .loader import check_content
from .models import Edition, Kind, State
from .rules import Known

_remembered: ContextVar[dict | None] = ContextVar("editions_remembered", default=None)


def editions_for(actor: Actor, kind: str | None = None) -> QuerySet[Edition]:
    """Published editions; drafts too for who may publish them."""
    editions = Edition.objects.defer("content")
    if not may(actor, Permission.CATALOGUE_PUBLISH):
        editions = editions.filter(state=State.PUBLISHED)
    return editions.filter(kind=kind) if kind else editions


def edition_for(actor: Actor, pk: UUID) -> Edition:
    return or_404(editions_for(actor).defer(None), pk)


def or_404(editions: QuerySet[Edition], pk: UUID) -> Edition:
    edition = editions.filter(pk=pk).first()
    if edition is None:
        raise Http404
    return edition


@contextmanager
def remembered() -> Iterator[None]:
    """Ask the database for editions once, for work on many records in one go."""
    token = _remembered.set({})
    try:
        yield
    finally:
        _remembered.reset(token)


def edition_in_force(kind: str, on: date) -> Edition | None:
    """The edition that applies on a day: the one that took effect last."""
    for row in published(kind):
        if row["effective_from"] <= on and (row["effective_to"] is None or on <= row["effective_to"]):
            return whole(row["id"], row["checksum"])
    return None


def published(kind: str) -> list[dict[str, Any]]:
    """The published editions of a kind, the last to take effect first, without their content."""
    memory = _remembered.get()
    if memory is not None and kind in memory:
        return memory[kind]
    editions = Edition.objects.filter(kind=kind, state=State.PUBLISHED)
    order = ("-effective_from", "-published_on", "-version")
    rows = editions.order_by(*order).values("id", "checksum", "effective_from", "effective_to")
    found: list[dict[str, Any]] = [dict(row) for row in rows]
    if memory is not None:
        memory[kind] = found
    return found


@lru_cache(maxsize=32)
def whole(pk: UUID, checksum: str) -> Edition:
    """A published edition with its content. It never changes, so it is read once in a process."""
    return Edition.objects.get(pk=pk, checksum=checksum)


@dataclass(frozen=True)
class ServiceInfo:
    """One service of the list in force (服务项目)."""

    code: str
    name: str
    domain: str
    domain_name: str
    sensitivity: str
    methods: tuple[str, ...]
    counting_unit: str
    target_groups: tuple[str, ...]
    edition: UUID
    boundary_zh: str = ""
    boundary_en: str = ""
    record_zh: tuple[str, ...] = ()
    record_en: tuple[str, ...] = ()
    outputs_zh: tuple[str, ...] = ()
    outputs_en: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()

    @property
    def boundary(self) -> str:
        """What the station must not do or claim (界限), in the reader's language."""
        return (english() and self.boundary_en) or self.boundary_zh or self.boundary_en

    @property
    def record(self) -> tuple[str, ...]:
        """What a record of it may have to say (记录要点), in the reader's language."""
        return self.record_en if english() else self.record_zh

    @property
    def outputs(self) -> tuple[str, ...]:
        """The papers that it leaves behind (留存成果), in the reader's language."""
        return self.outputs_en if english() else self.outputs_zh


def english() -> bool:
    """Whether this reader's pages are in English."""
    return (get_language() or "").startswith("en")


@dataclass(frozen=True)
class CategoryInfo:
    """One category of clients in force (对象类别)."""

    code: str
    name: str
    group: str
    domain: str
    tier: str
    interval_days: int | None
    is_sensitive: bool
    sensitivity: str
    minor_only: bool
    min_age: int | None
    also: tuple[str, ...]
    edition: UUID


@dataclass(frozen=True)
class Tier:
    """How often people are visited (走访分级); without an interval, as a plan for the person says."""

    code: str
    name: str
    interval_days: int | None
    first_response_hours: int | None


@dataclass(frozen=True)
class Visiting:
    """What a worker is reckoned to visit (走访测算参考值), and what meets a visit by less than going there."""

    visits_per_day: float = 0
    share: float = 0
    remote_tiers: frozenset[str] = frozenset()
    shared_categories: frozenset[str] = frozenset()


@dataclass(frozen=True)
class AgeBand:
    """An age band (年龄段), both ends inclusive; the last has no upper end."""

    code: str
    name: str
    first: int
    last: int | None


def service_codes(on: date) -> dict[str, ServiceInfo]:
    """The services of the day by code."""
    edition = edition_in_force(Kind.SERVICES, on)
    return services_in(edition.pk, edition.checksum) if edition else {}


@lru_cache(maxsize=16)
def services_in(pk: UUID, checksum: str) -> dict[str, ServiceInfo]:
    return {
        service["code"]: ServiceInfo(
            code=service["code"],
            name=service["name_zh"],
            domain=domain["code"],
            domain_name=domain["name_zh"],
            sensitivity=service["sensitivity"],
            methods=tuple(service["methods"]),
            counting_unit=service["counting_unit"],
            target_groups=tuple(service["target_groups"]),
            edition=pk,
            boundary_zh=service.get("boundary_zh", ""),
            boundary_en=service.get("boundary", ""),
            record_zh=tuple(service.get("record_fields_zh") or ()),
            record_en=tuple(name.replace("_", " ") for name in service["record_fields"]),
            outputs_zh=tuple(service.get("outputs_zh") or ()),
            outputs_en=tuple(service["outputs"]),
            replaces=tuple(service.get("replaces") or ()),
        )
        for domain in whole(pk, checksum).content["domains"]
        for service in domain["services"]
    }


def category_codes(on: date) -> dict[str, CategoryInfo]:
    """The categories of the day by code."""
    edition = edition_in_force(Kind.CATEGORIES, on)
    return categories_in(edition.pk, edition.checksum) if edition else {}


@lru_cache(maxsize=16)
def categories_in(pk: UUID, checksum: str) -> dict[str, CategoryInfo]:
    return {
        row["code"]: CategoryInfo(
            code=row["code"],
            name=row["name_zh"],
            group=row["group"],
            domain=row["main_domain"],
            tier=row["default_tier"],
            interval_days=row.get("default_visit_interval_days"),
            is_sensitive=row["pii_level"] == "S",
            sensitivity=row.get("sensitivity", "normal"),
            minor_only=row["minor_only"],
            min_age=row.get("min_age"),
            also=tuple(row.get("also_zh", ())),
            edition=pk,
        )
        for row in whole(pk, checksum).content["categories"]
    }


def category_named(on: date) -> dict[str, str]:
    """The code of a category by its code, its name, and how tables also call it (叫法)."""
    found: dict[str, str] = {}
    for code, info in category_codes(on).items():
        found |= dict.fromkeys((code, info.name, *info.also), code)
        inner = info.name.rpartition("（")[2].rstrip("）")
        if inner.endswith("对象"):
            found.setdefault(inner, code)  # 最低生活保障对象（低保对象）
    return found


def domains(on: date) -> dict[str, str]:
    """The names of the service domains (服务领域) by code, in the order of the list."""
    return names_in(Kind.SERVICES, on, "domains")


def methods(on: date) -> dict[str, str]:
    """The names of the service methods (服务方法) by code."""
    return names_in(Kind.SERVICES, on, "methods")


def tiers(on: date) -> dict[str, Tier]:
    """The visiting tiers (走访分级) by code, the most frequent first."""
    edition = edition_in_force(Kind.CATEGORIES, on)
    rows = edition.content["tiers"] if edition else []
    return {
        row["code"]: Tier(row["code"], row["name_zh"], row.get("interval_days"), row.get("first_response_hours"))
        for row in rows
    }


def visiting(on: date) -> Visiting:
    """What the list of categories says of visiting, where a county has no rule of its own."""
    edition = edition_in_force(Kind.CATEGORIES, on)
    told = edition.content.get("visiting") if edition else None
    if not told:
        return Visiting()
    remote, shared = told.get("remote_tiers") or (), told.get("shared_categories") or ()
    return Visiting(told["visits_per_day"], told["share"], frozenset(remote), frozenset(shared))


def names_in(kind: str, on: date, rows: str) -> dict[str, str]:
    edition = edition_in_force(kind, on)
    return {row["code"]: row["name_zh"] for row in edition.content[rows]} if edition else {}


def age_bands(on: date) -> list[AgeBand]:
    """The age bands of the day, youngest first."""
    edition = edition_in_force(Kind.CATEGORIES, on)
    rows = edition.content["age_bands"] if edition else []
    return [AgeBand(row["code"], row["name_zh"], row["from"], row.get("to")) for row in rows]


ASSIST_LISTS = (
    "kinds", "kinds_when_concluded", "group_types", "services", "services_not_with_kinds", "categories_excluded",
    "category_states",
)  # fmt: skip


def assist_spans() -> list[tuple[dict[str, set[str]], date, date | None]]:
    """The rules of assistance (帮扶) ever published with their days; of two that hold on a day the first counts."""
    return [
        (_lists_of(whole(row["id"], row["checksum"])), row["effective_from"], row["effective_to"])
        for row in published(Kind.ASSIST)
    ]


def _lists_of(edition: Edition) -> dict[str, set[str]]:
    """Each list of the file as a set; what the file leaves out is empty."""
    return {name: set(edition.content.get(name) or ()) for name in ASSIST_LISTS}


@dataclass(frozen=True)
class RegisterSource:
    """Where a register comes from (底册来源), and what those on it may be. `words` are its own names of categories."""

    code: str
    name: str
    origin: str
    layout: str
    categories: tuple[str, ...]
    words: dict[str, str]


def register_sources(on: date) -> dict[str, RegisterSource]:
    """The sources of the day by code."""
    edition = edition_in_force(Kind.REGISTERS, on)
    rows = edition.content["sources"] if edition else []
    return {
        row["code"]: RegisterSource(
            row["code"], row["name_zh"], row["from_zh"], row["layout"], tuple(row.get("categories", ())),
            {str(word): code for word, code in row.get("words_zh", {}).items()},
        )
        for row in rows
    }  # fmt: skip


def register_headings(on: date, part: str) -> dict[str, str]:
    """How tables head their columns (表头写法): heading → field; `part` is `columns` or `members`."""
    edition = edition_in_force(Kind.REGISTERS, on)
    fields = edition.content[part] if edition else {}
    return {heading: field for field, headings in fields.items() for heading in headings}


@dataclass(frozen=True)
class Paper:
    """One paper of an application (应交资料), and what to look at."""

    code: str
    name: str
    look: str


@dataclass(frozen=True)
class PaperList:
    """The papers that one kind of application needs (核对清单)."""

    code: str
    name: str
    papers: tuple[Paper, ...]
    edition: UUID


def paper_lists(on: date) -> dict[str, PaperList]:
    """The kinds of applications of the day by code."""
    edition = edition_in_force(Kind.PAPERS, on)
    return paper_lists_in(edition.pk, edition.checksum) if edition else {}


@lru_cache(maxsize=16)
def paper_lists_in(pk: UUID, checksum: str) -> dict[str, PaperList]:
    return {
        row["code"]: PaperList(
            row["code"], row["name_zh"],
            tuple(Paper(each["code"], each["name_zh"], each.get("note_zh", "")) for each in row["papers"]), pk,
        )
        for row in whole(pk, checksum).content["kinds"]
    }  # fmt: skip


@dataclass(frozen=True)
class Term:
    """How long something may take (办理期限), in workdays of the area or in days."""

    workdays: int | None
    days: int | None

    def ends(self, day: date, area_path: str) -> date:
        """The last day of the term that begins after this day."""
        return self.ends_each([(day, area_path)])[day, area_path]

    def ends_each(self, starts: Iterable[tuple[date, str]]) -> dict[tuple[date, str], date]:
        """The same for many days and areas; one statement."""
        if self.workdays:
            return add_workdays_each(starts, self.workdays)
        return {(day, path): day + timedelta(days=self.days or 0) for day, path in starts}


def term(on: date, code: str) -> Term | None:
    """The term of the day; none where the province has set none."""
    edition = edition_in_force(Kind.TERMS, on)
    rows = edition.content["terms"] if edition else []
    return next((Term(row.get("workdays"), row.get("days")) for row in rows if row["code"] == code), None)


@dataclass(frozen=True)
class PackItem:
    """One material of a pack: what it is called, what to look for, and the key of what the house makes itself."""

    code: str
    name: str
    note: str
    material: str


@dataclass(frozen=True)
class PackList:
    """The materials that one occasion asks for (迎检材料清单)."""

    code: str
    name: str
    items: tuple[PackItem, ...]


def pack_lists(on: date) -> dict[str, PackList]:
    """The occasions of the day by code."""
    edition = edition_in_force(Kind.PACKS, on)
    return {
        row["code"]: PackList(
            row["code"], row["name_zh"],
            tuple(
                PackItem(each["code"], each["name_zh"], each.get("note_zh", ""), each.get("material", ""))
                for each in row["items"]
            ),
        )
        for row in (edition.content["packs"] if edition else [])
    }  # fmt: skip


@dataclass(frozen=True)
class NoticeText:
    """A notice to be read to a person (告知书), in the version in force."""

    code: str
    name: str
    paragraphs: tuple[str, ...]
    edition: UUID
    version: str


def notice(on: date, code: str) -> NoticeText | None:
    """The notice of the day: FILE for everybody, CHILD to the guardian of a child under 14."""
    edition = edition_in_force(Kind.NOTICES, on)
    rows = edition.content["notices"] if edition else []
    found = next((row for row in rows if row["code"] == code), None)
    if edition is None or found is None:
        return None
    return NoticeText(code, found["name_zh"], tuple(found["paragraphs_zh"]), edition.pk, edition.version)


def known_codes() -> Known:
    """Codes that a new edition may name: of every published services and categories edition, measures, 市县."""
    editions = Edition.objects.filter(state=State.PUBLISHED, kind__in=(Kind.SERVICES, Kind.CATEGORIES))
    found: dict[str, set[str]] = {}
    for edition in editions:
        found.setdefault(edition.kind, set()).update(row["code"] for row in entries(edition))
    counties = set(ranked_areas().values_list("code", flat=True)) or None
    codes = {measure.code for measure in measures}
    return Known(found.get(Kind.CATEGORIES), found.get(Kind.SERVICES), measures=codes, counties=counties)


def check_again(edition: Edition) -> None:
    """A draft may have waited while what it names changed; raises `Invalid`."""
    found = Findings({})
    check_content(edition.content, found, known_codes())
    found.report()


def entries(edition: Edition) -> list[dict[str, Any]]:
    """What carries a code in an edition: services, categories, indicators or items."""
    content = edition.content
    if edition.kind == Kind.SERVICES:
        return [service for domain in content["domains"] for service in domain["services"]]
    if edition.kind == Kind.EVALUATION:
        return [node for root in content["tree"] for node in branch(root)]
    rows = {Kind.CATEGORIES: "categories", Kind.TERMS: "terms"}
    return content.get(rows.get(Kind(edition.kind), "items"), [])


def branch(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A node of the indicator tree and all below it, each without its children."""
    yield {name: value for name, value in node.items() if name != "children"}
    for child in node.get("children", []):
        yield from branch(child)
