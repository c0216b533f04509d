"""Photos and scans of a contact (照片和文件): added, shown and removed by those who see all of it."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.core import clock, journal, seal
from yimi.core.errors import RuleBroken
from yimi.core.files.sent import file_name, kept
from yimi.core.files.vault import Vault
from yimi.core.permissions import Permission

from . import queries
from .models import Contact, ContactFile
from .sheets import Sheet

MOST_FILES = 9


@transaction.atomic
def add_file(pk: UUID, *, by: User, contact: UUID, name: str, content: bytes) -> ContactFile:
    """Add a photo or scan to a contact. The same bytes again are the same file."""
    row = _to_change(contact, by)
    sent = kept(content)
    there = row.files.filter(removed_at=None)
    if same := there.filter(digest=sent.digest).first():
        return same
    if there.count() >= MOST_FILES:
        raise RuleBroken(_("一条记录最多 %d 个文件。") % MOST_FILES, code="too_many_files")
    made = ContactFile(
        id=pk, contact=row, content_type=sent.content_type, octets=len(sent.content), digest=sent.digest, added_by=by,
        added_at=clock.now(),
    )  # fmt: skip
    seal.write(made, name=file_name(name, sent.content_type))
    _vault(row.pk).put(str(pk), sent.content)
    made.save(force_insert=True)
    journal.record("services.add_file", by, row, station=row.station_id, digest=sent.digest)
    return made


@transaction.atomic
def remove_file(pk: UUID, *, by: User) -> ContactFile:
    """Take a file away from its contact; it is shown no more, and stays sealed with the record."""
    file = file_for(by, pk)
    _to_change(file.contact_id, by)
    file.removed_at = clock.now()
    file.save(update_fields=["removed_at"])
    journal.record("services.remove_file", by, file.contact, station=file.contact.station_id, digest=file.digest)
    return file


@transaction.atomic
def open_file(pk: UUID, *, by: User) -> tuple[str, str, bytes]:
    """The name, type and bytes of a file, written down before it is shown."""
    file = file_for(by, pk)
    journal.record("services.read_file", by, file.contact, station=file.contact.station_id, digest=file.digest)
    seal.read(file, "name")
    opened: dict[str, Any] = file.__dict__["opened"]
    return opened["name"] or "", file.content_type, _vault(file.contact_id).get(str(file.pk))


def file_for(by: User, pk: UUID) -> ContactFile:
    """A file that is there and whose contact she sees in full; else 404."""
    rows = ContactFile.objects.filter(removed_at=None).select_related("contact")
    file = rows.get_allowed(by, Permission.CONTACT_VIEW, pk=pk)
    if not queries.sheet_for(by, file.contact_id).is_full:
        raise Http404
    return file


def files_of(sheet: Sheet) -> list[ContactFile]:
    """The files of a contact with their names, for who sees all of it."""
    if not sheet.is_full:
        return []
    files = list(sheet.contact.files.filter(removed_at=None).order_by("added_at"))
    seal.read(files, "name")
    return files


def _to_change(contact: UUID, by: User) -> Contact:
    """The contact, locked, if she may change it."""
    rows = Contact.objects.select_related("station").select_for_update(of=("self",))
    row = rows.get_allowed(by, Permission.CONTACT_WRITE, pk=contact)
    if not queries.may_write(by, queries.sheet_for(by, contact)):
        raise RuleBroken(_("这条记录由参与的社工和站长修改。"), code="forbidden", status=403)
    return row


def _vault(contact: UUID) -> Vault:
    return Vault("contact", contact, root="files")
