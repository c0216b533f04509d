"""Handing a text in (报送): from the station to the county, from the county to the province; and taking it back."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.core import clock, journal, seal
from yimi.core.actors import Actor
from yimi.core.errors import RuleBroken, Stale, invalid
from yimi.core.permissions import Permission
from yimi.publications import wording
from yimi.publications.drafting import names_of
from yimi.publications.models import Adoption, Consent, Level, Publication
from yimi.publications.queries.publications import ADOPT, WRITE, offices_of, photos_of

from .marking import mark_sent

State = Publication.State


def submit(pk: UUID, *, by: Actor, version: int | None = None) -> Publication:
    """Hand it in (报送市县): long enough, nobody named, every photo free to be seen."""
    return _submit(pk, by, version)


@transaction.atomic
def _submit(pk: UUID, by: Actor, version: int | None) -> Publication:
    row = locked(pk, by, WRITE, version)
    if row.state in Publication.HANDED_IN:
        return row
    in_state(row, State.DRAFT)
    _refuse_unready(row)
    row.state, row.sent_on = State.SENT, clock.today()
    mark_sent(row)
    return moved(row, by, "submit")


def _refuse_unready(row: Publication) -> None:
    seal.read(row, "title", "body")
    body = row.opened["body"] or ""
    if words := wording.unready(body):
        raise invalid("body", words)
    if wrong := wording.faults(row.kind, body, names_of(row.contact_id)):
        raise invalid("body", wrong[0])
    if any(photo.consent == Consent.PENDING for photo in photos_of(row)):
        raise RuleBroken(_("还有照片没有模糊处理，请处理或移除后再报送。"), code="photo_pending")


@transaction.atomic
def forward(pk: UUID, *, by: Actor, version: int | None = None) -> Publication:
    """Pass it on to the province (报送省级), by the county."""
    row = locked(pk, by, ADOPT, version)
    if Level.COUNTY not in offices_of(by, row):
        raise RuleBroken(_("由市县报送省级。"), code="forbidden", status=403)
    if row.state == State.FORWARDED:
        return row
    in_state(row, State.SENT)
    row.state, row.forwarded_on = State.FORWARDED, clock.today()
    return moved(row, by, "forward")


@transaction.atomic
def take_back(pk: UUID, *, by: Actor, version: int | None = None) -> Publication:
    """Take it back to write on (撤回), as long as nobody has answered."""
    row = locked(pk, by, WRITE, version)
    in_state(row, State.SENT)
    if Adoption.objects.unscoped("撤回前的答复").filter(publication=row, is_void=False).exists():
        raise RuleBroken(_("已有答复，不能撤回。"), code="answered")
    was, row.state, row.sent_on = row.sent_on, State.DRAFT, None
    mark_sent(row, was)
    return moved(row, by, "take_back")


def locked(pk: UUID, by: Actor, permission: Permission, version: int | None = None) -> Publication:
    """The text within reach, as it is when nobody else writes it; a draft is known to its station alone."""
    rows = Publication.objects.select_related("station").select_for_update(of=("self",))
    if permission != WRITE:
        rows = rows.exclude(state__in=[State.DRAFT, State.VOID])
    row = rows.get_allowed(by, permission, pk=pk)
    if version is not None and version != row.version:
        current = {"id": str(row.pk), "state": row.state, "version": row.version}
        raise Stale(_("这篇信息刚被别人办理过，请核对后再办。"), current=current)
    return row


def in_state(row: Publication, *states: str) -> None:
    if row.state not in states:
        raise RuleBroken(_("这篇信息现在是“%s”，不能这样办理。") % row.get_state_display(), code="wrong_state")


def moved(row: Publication, by: Actor, act: str) -> Publication:
    row.version += 1
    row.save()
    journal.record(f"publications.{act}", by, row, digest=row.digest)
    return row
