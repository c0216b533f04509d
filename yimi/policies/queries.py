"""What can be read of the policy library (政策库). Drafts only their own office reads."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.http import Http404

from yimi.core import clock
from yimi.core.actors import Actor
from yimi.core.permissions import OnKind, Permission
from yimi.core.scope import PROVINCE, ScopedQuerySet
from yimi.core.text import clean
from yimi.network.models import Area, Station
from yimi.network.queries import paths_above, ranked_areas

from .excerpts import excerpt
from .fields import key_of, terms_of
from .models import THE_N, THE_ONE, Document, Kind, Recipient, Relation, Version
from .standing import Standing, in_force, replacing, standing_of, version_on

ORDER = ("-issued_on", "id")
LEVELS = ("province", "county")
STATE = Version.State


@dataclass(frozen=True)
class Asked:
    """What the library is narrowed to (筛选)."""

    q: str = ""
    kind: str = ""
    level: str = ""
    on: date | None = None
    mine: bool = False


@dataclass(frozen=True)
class Card:
    """A document as a list shows it: the version that matters on the day, and how it stands."""

    row: Document = field(repr=False)
    version: Version
    standing: Standing
    replaced_on: date | None = None
    has_draft: bool = False
    is_owed: bool = False
    excerpt: str = ""

    @property
    def is_of_the_province(self) -> bool:
        return self.row.area.parent_id is None


@dataclass(frozen=True)
class Linked:
    """A relation seen from one of its documents: the other, and since when."""

    relation: Relation
    other: Document


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A document with all that its reader may see of it."""

    card: Card
    versions: list[Version]
    points_to: list[Linked]
    pointed_at_by: list[Linked]
    may_write: bool
    mine: list[Recipient]

    @property
    def row(self) -> Document:
        return self.card.row

    @property
    def shown(self) -> Version:
        return self.card.version

    @property
    def draft(self) -> Version | None:
        return next((version for version in self.versions if version.state == STATE.DRAFT), None)

    @property
    def replaced_by(self) -> list[Linked]:
        replaces = [one for one in self.pointed_at_by if one.relation.kind == Relation.Kind.REPLACES]
        return [one for one in replaces if one.other.published_on]

    @property
    def owed(self) -> list[Recipient]:
        return [one for one in self.mine if one.signed_at is None]

    def plain(self) -> dict[str, Any]:
        """The document in plain values, as the API answers it."""
        version, row = self.shown, self.row
        return plain_card(self.card) | {
            "text": version.text, "note": version.note,
            "governs": row.governs or None, "repealed_on": row.repealed_on,
            "file": {"name": version.file_name, "type": version.file_type, "octets": version.file_octets}
            if version.file_digest else None,
            "relations": [_plain_relation(one, "source") for one in self.points_to]
            + [_plain_relation(one, "target") for one in self.pointed_at_by],
            "version": row.version,
        }  # fmt: skip


def plain_card(card: Card) -> dict[str, Any]:
    row, version = card.row, card.version
    return {
        "id": row.pk, "number": row.number, "issuer": row.issuer, "kind": row.kind, "title": row.title,
        "area": row.area.code, "is_sample": row.is_sample, "standing": card.standing.value, "nth": version.nth,
        "issued_on": version.issued_on, "valid_from": version.valid_from, "valid_until": version.valid_until,
        "replaced_on": card.replaced_on,
    }  # fmt: skip


def _plain_relation(linked: Linked, here: str) -> dict[str, Any]:
    relation = linked.relation
    return {"kind": relation.kind, "is": here, "other": linked.other.pk, "since_on": relation.since_on}


def own_office(actor: Actor) -> Q:
    """The documents of the offices for which she drafts: her own province or county, no other."""
    own = Q(pk__in=())
    for grant in actor.grants_for(Permission.POLICY_WRITE):
        own |= Q(area__parent=None) if grant.on_kind == PROVINCE else Q(area=grant.on_id)
    return own


def offices(actor: Actor) -> list[Area]:
    """The areas for which she may issue documents: the province, or her county."""
    own = Q(pk__in=())
    for grant in actor.grants_for(Permission.POLICY_WRITE):
        own |= (
            Q(parent=None) if grant.on_kind == PROVINCE else Q(pk=grant.on_id) if grant.on_kind == OnKind.AREA else own
        )
    return list(Area.objects.filter(own).order_by("path"))


def documents_for(actor: Actor, asked: Asked | None = None) -> ScopedQuerySet:
    """The documents that appear to her, narrowed to what was asked."""
    rows = Document.objects.allowed(actor, Permission.POLICY_VIEW).filter(voided_at=None)
    rows = rows.filter(Q(published_on__isnull=False) | own_office(actor))
    return _narrowed(rows, actor, asked or Asked()).select_related("area").defer("words")


def documents_at(actor: Actor, area_path: str, day: date) -> ScopedQuerySet:
    """The documents of a place and of the areas above it that hold on a day."""
    rows = documents_for(actor, Asked(on=day)).filter(published_on__isnull=False)
    return rows.filter(area__path__in=paths_above(area_path))


def _narrowed(rows: ScopedQuerySet, actor: Actor, asked: Asked) -> ScopedQuerySet:
    for term in terms_of(asked.q):
        rows = rows.filter(Q(words__contains=term) | Q(number_key__contains=key_of(term)))
    rows = rows.filter(kind=asked.kind) if asked.kind else rows
    if asked.level in LEVELS:
        rows = rows.filter(area__parent__isnull=asked.level == "province")
    if asked.mine:
        rows = rows.filter(Exists(_owed(actor).filter(document_version__document=OuterRef("pk"))))
    return in_force(rows, asked.on) if asked.on else rows


def _owed(actor: Actor) -> ScopedQuerySet:
    """What her office has not signed for yet, of the newest version of each document."""
    newer = Version.objects.unscoped("文件的后一版").filter(
        document=OuterRef("document_version__document"), nth__gt=OuterRef("document_version__nth"),
        state=STATE.PUBLISHED,
    )  # fmt: skip
    rows = Recipient.objects.allowed(actor, Permission.POLICY_RECEIVE).filter(signed_at=None)
    return rows.filter(~Exists(newer), document_version__state=STATE.PUBLISHED)


def owed_count(actor: Actor) -> int:
    """How many documents wait for her office to sign."""
    return documents_for(actor, Asked(mine=True)).count()


def cards(actor: Actor, rows: Iterable[Document], asked: Asked | None = None) -> list[Card]:
    """How these documents stand on the day that was asked, or today; a constant number of statements."""
    rows, asked = list(rows), asked or Asked()
    day, pks = asked.on or clock.today(), [row.pk for row in rows]
    versions = Version.objects.unscoped("已可见文件的版本").filter(document__in=pks).exclude(state=STATE.DISCARDED)
    versions = versions.order_by("nth") if asked.q else versions.order_by("nth").defer("text")
    by_document: dict[UUID, list[Version]] = {}
    for version in versions:
        by_document.setdefault(version.document_id, []).append(version)
    replaced = _replaced_on(pks)
    owed = set(
        _owed(actor).filter(document_version__document__in=pks).values_list("document_version__document", flat=True)
    )
    drafting = set(Document.objects.allowed(actor, Permission.POLICY_WRITE).filter(own_office(actor), pk__in=pks)
                   .values_list("pk", flat=True))  # fmt: skip
    return [
        _card(row, by_document[row.pk], replaced.get(row.pk), day, asked.q, row.pk in owed, row.pk in drafting)
        for row in rows
    ]


def _card(
    row: Document, versions: list[Version], replaced_on: date | None, day: date, q: str, is_owed: bool, drafts: bool
) -> Card:
    published = [version for version in versions if version.state == STATE.PUBLISHED]
    shown = version_on(published, day) or (published or versions)[-1]
    has_draft = drafts and len(versions) > len(published)
    standing = standing_of(row, published, replaced_on, day)
    return Card(row, shown, standing, replaced_on, has_draft, is_owed, excerpt(shown.text, terms_of(q)) if q else "")


def _replaced_on(pks: Iterable[UUID]) -> dict[UUID, date]:
    """Since when each of these has been replaced, by the first that replaced it."""
    rows = replacing().filter(target__in=list(pks)).order_by("-since_on")
    return dict(rows.values_list("target", "since_on"))


def sheet_for(actor: Actor, pk: UUID, nth: int | None = None) -> Sheet:
    """The document, or 404; with `nth` as that version says it."""
    row = documents_for(actor).filter(pk=pk).first()
    if row is None:
        raise Http404
    may_write = bool(documents_to_write(actor).filter(pk=pk).exists())
    versions = list(row.versions.exclude(state=STATE.DISCARDED).select_related("published_by").order_by("nth"))
    versions = [version for version in versions if may_write or version.state == STATE.PUBLISHED]
    card = cards(actor, [row])[0]
    shown = _version_asked(versions, nth) if nth is not None else next(v for v in versions if v.pk == card.version.pk)
    mine = Recipient.objects.allowed(actor, Permission.POLICY_RECEIVE).filter(document_version=_newest(versions))
    return Sheet(
        card=Card(row, shown, card.standing, card.replaced_on, card.has_draft), versions=versions,
        points_to=_linked(actor, row, "source", "target"), pointed_at_by=_linked(actor, row, "target", "source"),
        may_write=may_write, mine=list(mine.select_related("area", "station", "signed_by")),
    )  # fmt: skip


def _version_asked(versions: list[Version], nth: int) -> Version:
    found = next((version for version in versions if version.nth == nth), None)
    if found is None:
        raise Http404
    return found


def _newest(versions: list[Version]) -> Version | None:
    return next((version for version in reversed(versions) if version.state == STATE.PUBLISHED), None)


def _linked(actor: Actor, row: Document, here: str, there: str) -> list[Linked]:
    """The relations of a document to others that this reader may see."""
    rows = Relation.objects.filter(withdrawn_at=None, **{here: row}).order_by("since_on", "pk")
    rows = rows.filter(**{f"{there}__in": documents_for(actor).values("pk")}).select_related(there)
    return [Linked(relation, getattr(relation, there)) for relation in rows]


def documents_to_write(actor: Actor) -> ScopedQuerySet:
    """The documents of her own office."""
    rows = Document.objects.allowed(actor, Permission.POLICY_WRITE).filter(own_office(actor), voided_at=None)
    return rows.select_related("area")


def document_to_write(actor: Actor, pk: UUID) -> Document:
    """The document of her own office, or 404."""
    row = documents_to_write(actor).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def version_for(actor: Actor, pk: UUID) -> Version:
    """A version that she may read, with its file; else 404."""
    seen = Q(state=STATE.PUBLISHED) | Q(document__in=documents_to_write(actor).values("pk"))
    rows = Version.objects.filter(seen, document__in=documents_for(actor).values("pk")).exclude(state=STATE.DISCARDED)
    row = rows.filter(pk=pk).exclude(file_digest="").first()
    if row is None:
        raise Http404
    return row


def receipts_of(actor: Actor, pk: UUID) -> list[Recipient]:
    """Who has signed for the newest version and who not (签收情况), in the official order; for the issuer."""
    row = document_to_write(actor, pk)
    newest = _newest(list(row.versions.order_by("nth")))
    rows = Recipient.objects.unscoped("本单位发文的收文单位").filter(document_version=newest)
    rows = rows.select_related("area", "station__county", "signed_by", "opened_by")
    return sorted(rows, key=_official)


def _official(row: Recipient) -> tuple:
    if row.area:
        return (0, row.area.order, "")
    return (1, row.station.county.order, row.station.code) if row.station else (2, 0, "")


def receivers_of(row: Document) -> tuple[list[str], list[str]]:
    """The codes of the counties and stations named for the draft, or else for the newest version."""
    version = row.versions.exclude(state=STATE.DISCARDED).order_by("-nth").first()
    rows = list(
        Recipient.objects.unscoped("本文件的收文单位")
        .filter(document_version=version)
        .select_related("area", "station")
    )
    return [one.area.code for one in rows if one.area], sorted(one.station.code for one in rows if one.station)


def receiving_places(version: Version) -> tuple[list[UUID], list[UUID]]:
    """The counties and stations that a version was sent to."""
    rows = list(Recipient.objects.unscoped("本文件的收文单位").filter(document_version=version))
    return [one.area_id for one in rows if one.area_id], [one.station_id for one in rows if one.station_id]


def receiving_counties() -> list[Area]:
    return list(ranked_areas())


def operating_codes(areas: Iterable[str]) -> list[str]:
    """The codes of the stations that operate in these counties."""
    rows = Station.objects.unscoped("站点资料对工作人员公开").filter(state=Station.State.OPERATING)
    rows = rows.filter(county__code__in=list(areas))
    return list(rows.order_by("county__order", "code").values_list("code", flat=True))


@dataclass(frozen=True)
class Part:
    """One kind of the "1+N" system and what is in force of it today."""

    kind: Kind
    cards: list[Card]


def system_for(actor: Actor) -> list[Part]:
    """The provincial "1+N" system of today: the one, then the N."""
    today = Asked(on=clock.today(), level="province")
    rows = documents_for(actor, today).filter(kind__in=(THE_ONE, *THE_N)).order_by(*ORDER)
    found = cards(actor, rows, today)
    return [Part(kind, [card for card in found if card.row.kind == kind]) for kind in (THE_ONE, *THE_N)]


def named(actor: Actor, text: str) -> list[Document]:
    """The documents that somebody means by a number or a title; exact matches alone where there are any."""
    rows = documents_for(actor)
    exact = list(rows.filter(Q(number_key=key_of(text)) & ~Q(number_key="") | Q(title=clean(text)))[:6])
    if exact or not clean(text):
        return exact
    return list(rows.filter(Q(number_key__contains=key_of(text)) | Q(title__icontains=clean(text)))[:6])


def same_number(actor: Actor, issuer: str, number: str, pk: UUID) -> tuple[bool, Document | None]:
    """Whether the issuer has used the number for another document, and that document where she may see it."""
    there = Document.objects.unscoped("文号不得重复").filter(
        issuer_key=key_of(issuer), number_key=key_of(number), voided_at=None
    )  # fmt: skip
    there = there.exclude(pk=pk).exclude(number_key="")
    return there.exists(), documents_for(actor).filter(pk__in=there.values("pk")).first()


def names_to_choose(actor: Actor, row: Document) -> list[str]:
    """What may be typed for another document: its number and title."""
    rows = documents_for(actor).exclude(pk=row.pk).order_by(*ORDER)[:300]
    return [one.number or one.title for one in rows]


def last_issuer(actor: Actor) -> str:
    """What her office called itself on its newest document."""
    row = documents_to_write(actor).order_by(*ORDER).first()
    return row.issuer if row else ""
