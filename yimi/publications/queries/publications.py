"""What can be read of texts (信息宣传): drafts by their station alone, the rest by every office above it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404

from yimi.core import seal
from yimi.core.actors import Actor
from yimi.core.permissions import Permission
from yimi.core.scope import AREA, PROVINCE
from yimi.network.models import Station
from yimi.publications.models import Adoption, Consent, Kind, Level, Publication, PublicationPhoto
from yimi.publications.wording import is_advised, length

ORDER = ("-on", "-id")
State = Publication.State
VIEW, WRITE, ADOPT = Permission.PUBLICATION_VIEW, Permission.PUBLICATION_WRITE, Permission.PUBLICATION_ADOPT


@dataclass(frozen=True)
class Asked:
    """What the list is narrowed to (筛选)."""

    kind: str = ""
    state: str = ""
    station: str = ""
    county: str = ""

    def rows(self) -> Q:
        wanted = {"kind": self.kind, "station__code": self.station, "station__county__code": self.county}
        narrowed = Q(**{name: value for name, value in wanted.items() if value})
        if self.state in ("adopted", "declined"):
            answered = Adoption.objects.unscoped("可见信息的采用情况").filter(
                publication=OuterRef("pk"), is_void=False, is_adopted=self.state == "adopted"
            )
            return narrowed & Q(Exists(answered))
        return narrowed & (Q(state=self.state) if self.state else ~Q(state=State.VOID))


def publications_for(actor: Actor, asked: Asked | None = None) -> QuerySet[Publication]:
    """The texts within her reach; what is not handed in, or void, only at the station that writes it."""
    own = Publication.objects.allowed(actor, WRITE).values("pk")
    rows = Publication.objects.allowed(actor, VIEW).filter(~Q(state__in=[State.DRAFT, State.VOID]) | Q(pk__in=own))
    answers = Adoption.objects.unscoped("可见信息的采用情况").filter(is_void=False).select_related("by")
    rows = rows.select_related("station__county", "writer").prefetch_related(Prefetch("adoptions", queryset=answers))
    return rows.filter(asked.rows()) if asked else rows


def opened(rows: Iterable[Publication], *names: str) -> list[Publication]:
    rows = list(rows)
    seal.read(rows, *(names or ("title",)))
    return rows


def publication_for(actor: Actor, pk: UUID) -> Publication:
    """The text with its words, or 404."""
    row = publications_for(actor).filter(pk=pk).first()
    if row is None:
        raise Http404
    seal.read(row, "title", "body", "void_reason")
    seal.read(list(row.adoptions.all()), "outlet", "link", "words")
    return row


def may(actor: Actor, permission: Permission, row: Publication) -> bool:
    return Publication.objects.allowed(actor, permission).filter(pk=row.pk).exists()


def stations_to_write(actor: Actor) -> list[Station]:
    """The stations for which she writes."""
    return list(Station.objects.allowed(actor, WRITE).exclude(level=Station.Level.VILLAGE_ROOM).order_by("code"))


def offices_of(actor: Actor, row: Publication) -> set[str]:
    """For which offices she answers a text: the county's, the province's."""
    found = set()
    for grant in actor.grants_for(ADOPT):
        if grant.on_kind == PROVINCE:
            found.add(Level.PROVINCE.value)
        elif grant.on_kind == AREA and grant.on_id == str(row.station.county_id):
            found.add(Level.COUNTY.value)
    return found


def steps_for(actor: Actor, row: Publication) -> set[str]:
    """What she may do with the text now."""
    writes, offices = may(actor, WRITE, row), offices_of(actor, row)
    found = set()
    if writes:
        found |= _steps_of_writers(row)
    if row.state == State.SENT and Level.COUNTY in offices:
        found |= {"forward", "answer"}
    if row.state == State.FORWARDED and offices:
        found |= {"answer"}
    if row.state in Publication.HANDED_IN and (writes or offices):
        found |= {"printed"}
    return found


def _steps_of_writers(row: Publication) -> set[str]:
    if row.state == State.DRAFT:
        return {"edit", "photos", "submit", "void"}
    if row.state == State.NOTED:
        return {"void"}
    return {"take_back"} if row.state == State.SENT and not row.adoptions.all() else set()


def answer_of(row: Publication, level: str) -> Adoption | None:
    """What an office has answered."""
    return next((each for each in row.adoptions.all() if each.level == level), None)


def photos_of(row: Publication) -> list[PublicationPhoto]:
    """The photos of a text, in the order in which they were added."""
    rows = PublicationPhoto.objects.unscoped("可见信息的照片").filter(publication=row, removed_at=None)
    photos = list(rows.select_related("stated_by"))
    seal.read(photos, "caption")
    return photos


def shown_photos(row: Publication) -> list[PublicationPhoto]:
    """Those that may be seen outside the station."""
    return [photo for photo in photos_of(row) if photo.consent != Consent.PENDING]


def photo_for(actor: Actor, pk: UUID) -> PublicationPhoto:
    """A photo of a text that she sees; one that is still to be blurred only where it is written."""
    rows = PublicationPhoto.objects.filter(removed_at=None).select_related("publication__station")
    photo = rows.get_allowed(actor, VIEW, pk=pk)
    row = publication_for(actor, photo.publication_id)
    if photo.consent == Consent.PENDING and not may(actor, WRITE, row):
        raise Http404
    return photo


def made_of(actor: Actor, contact: UUID) -> Publication | None:
    """The text that was made of a record, as far as she sees it."""
    return publications_for(actor, Asked()).filter(contact=contact).order_by("-id").first()


@dataclass(frozen=True)
class Told:
    """A text in plain values, as the API answers it."""

    row: Publication = field(repr=False)

    def plain(self) -> dict[str, Any]:
        row = self.row
        same = ("id", "kind", "on", "state", "sent_on", "forwarded_on", "version")
        return {name: getattr(row, name) for name in same} | {
            "station": row.station.code, "title": row.opened["title"] or "", "writer": row.writer.name,
            "adoptions": [_plain(each) for each in row.adoptions.all()],
        }  # fmt: skip

    def in_full(self) -> dict[str, Any]:
        body = self.row.opened["body"] or ""
        return self.plain() | {
            "body": body, "characters": length(body), "is_advised_length": is_advised(body),
            "contact": self.row.contact_id,
        }  # fmt: skip


def _plain(row: Adoption) -> dict[str, Any]:
    same = ("id", "level", "outlet_level", "is_adopted", "on")
    said = {name: row.opened[name] or "" for name in ("outlet", "link", "words")} if "opened" in row.__dict__ else {}
    return {name: getattr(row, name) for name in same} | said


def counts(actor: Actor, first: date, last: date) -> dict[str, int]:
    """How many texts were handed in and how many times one was adopted, in these days, within reach."""
    rows = publications_for(actor)
    adopted = Adoption.objects.allowed(actor, VIEW).filter(is_void=False, is_adopted=True, on__range=(first, last))
    return {
        "sent": rows.filter(sent_on__range=(first, last)).count(),
        "adopted": adopted.exclude(outlet_level="agency").exclude(publication__state=State.VOID).count(),
        "drafts": rows.filter(state=State.DRAFT).count(),
        "waiting": rows.filter(state=State.SENT, kind__in=[Kind.BRIEF, Kind.CASE]).count(),
    }
