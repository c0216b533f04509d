"""Writing a text (编写), noting news and what was printed (登记), and voiding either."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.core import clock, journal, seal
from yimi.core.actors import Actor
from yimi.core.errors import Invalid, RuleBroken, Stale, invalid
from yimi.core.text import clean
from yimi.network.models import Station
from yimi.publications import drafting, wording
from yimi.publications.fields import AdoptionFields, PublicationFields
from yimi.publications.models import Adoption, Kind, Level, Publication
from yimi.publications.queries.publications import WRITE

from .answering import add_adoption, check_adoption
from .marking import mark_adoptions, mark_sent

State = Publication.State
TITLE = (4, 60)


@dataclass(frozen=True)
class Put:
    """What came of putting a text: the row, and whether it is new."""

    row: Publication
    created: bool


def put_publication(pk: UUID, *, by: Actor, fields: PublicationFields) -> Put:
    """Write a text (编写), or note what was printed (登记). A draft is changed with its version."""
    try:
        return _put(pk, by, fields)
    except IntegrityError:
        # Somebody put the same id at the same moment; now it is there to compare with.
        return _put(pk, by, fields)


def draft_from(pk: UUID, *, by: User, contact: UUID) -> Publication:
    """Make a draft of a brief from the record of an event (一键成稿)."""
    there = Publication.objects.allowed(by, WRITE).filter(pk=pk, contact=contact).first()
    sheet = drafting.record_for(by, contact)
    return there or put_publication(pk, by=by, fields=drafting.draft_of(sheet)).row


@transaction.atomic
def _put(pk: UUID, by: Actor, fields: PublicationFields) -> Put:
    row, digest = (
        _locked(pk, by),
        seal.digest({name: value for name, value in vars(fields).items() if name != "version"}),
    )
    if row is not None and row.digest == digest:
        return Put(row, created=False)
    if row is not None:
        _refuse_blind_change(row, fields)
    station = Station.objects.get_allowed(by, WRITE, code=clean(fields.station))
    contact = _contact(by, fields, row)
    title, body = _checked(fields, drafting.names_of(contact))
    created = row is None
    row = row or Publication(id=pk, station=station, kind=fields.kind, contact_id=contact, writer_id=by.id, version=0)
    row.on, row.digest, row.version = fields.on, digest, row.version + 1
    row.state = State.DRAFT if row.is_written else State.NOTED
    seal.write(row, title=title, body=body)
    row.save(force_insert=created)
    if created and not row.is_written:
        add_adoption(pk_of_first(row), row, _printed(fields), by, is_adopted=True)
    journal.record("publications.put" if created else "publications.change", by, row, digest=digest)
    return Put(row, created=created)


def pk_of_first(row: Publication) -> UUID:
    """The adoption that news and printed texts are noted with has the id of the text: sent twice it is there once."""
    return row.pk


def _locked(pk: UUID, by: Actor) -> Publication | None:
    rows = Publication.objects.unscoped("同号信息").filter(pk=pk).select_related("station")
    row = rows.select_for_update(of=("self",)).first()
    if row is not None and not Publication.objects.allowed(by, WRITE).filter(pk=pk).exists():
        raise RuleBroken(_("这个编号已被使用。"), code="id_taken")
    return row


def _refuse_blind_change(row: Publication, fields: PublicationFields) -> None:
    if fields.version is None:
        raise Stale(_("同一编号已有内容不同的信息。"), code="differs", current=_current(row))
    if fields.version != row.version:
        raise Stale(_("这篇信息刚被别人改过，请核对后再保存。"), current=_current(row))
    if row.state != State.DRAFT:
        raise RuleBroken(_("已报送或登记的信息不能再改；未答复前可以先撤回。"), code="wrong_state")
    if (fields.station, fields.kind) != (row.station.code, row.kind):
        raise RuleBroken(_("社工站和类别不能改，请另写一篇。"), code="other_station")


def _current(row: Publication) -> dict[str, Any]:
    return {"id": str(row.pk), "state": row.state, "version": row.version}


def _contact(by: Actor, fields: PublicationFields, row: Publication | None) -> UUID | None:
    """The record that it is made of: settled with the first draft."""
    if row is not None:
        return row.contact_id
    if fields.contact is None:
        return None
    found = drafting.record_for(by, fields.contact).contact  # type: ignore[arg-type]
    if found.station.code != fields.station:
        raise invalid("contact", _("这条记录不是本站的。"))
    return found.pk


def _checked(fields: PublicationFields, names: set[str]) -> tuple[str, str]:
    title, body, faults = clean(fields.title or ""), clean(fields.body or ""), {}
    if not TITLE[0] <= len(title) <= TITLE[1]:
        faults["title"] = [_("请写标题，4 到 60 字。")]
    elif wrong := wording.faults("", title, names):
        faults["title"] = wrong
    if fields.kind not in Kind.values:
        faults["kind"] = [_("请选择信息类别。")]
    elif wrong := wording.faults(fields.kind, body, names):
        faults["body"] = wrong
    if fields.on > clock.today():
        faults["on"] = [_("日期不能晚于今天。")]
    if fields.kind in (Kind.NEWS, Kind.MEDIA):
        faults |= check_adoption(_printed(fields))
    if faults:
        raise Invalid(faults)
    return title, body


def _printed(fields: PublicationFields) -> AdoptionFields:
    return AdoptionFields(Level.MEDIA, fields.on, fields.outlet, fields.outlet_level, fields.link)


@transaction.atomic
def void_publication(pk: UUID, *, by: Actor, reason: str) -> Publication:
    """Void a draft, or what was noted in error (作废), with the reason."""
    rows = Publication.objects.select_related("station").select_for_update(of=("self",))
    row = rows.get_allowed(by, WRITE, pk=pk)
    if row.state not in (State.DRAFT, State.NOTED):
        raise RuleBroken(_("只有草稿和登记的信息可以作废；已报送的先撤回。"), code="wrong_state")
    words = clean(reason or "")
    if not 2 <= len(words) <= 200:
        raise invalid("reason", _("请写明作废原因，2 到 200 字。"))
    row.state, row.version = State.VOID, row.version + 1
    seal.write(row, void_reason=words)
    row.save()
    mark_sent(row)
    mark_adoptions(Adoption.objects.unscoped("作废信息的采用情况").filter(publication=row))
    journal.record("publications.void", by, row, digest=row.digest)
    return row
