"""Photos of a text (信息照片): added with the statement that they may be seen, blurred where they may not."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.core import clock, journal, seal
from yimi.core.errors import RuleBroken, invalid
from yimi.core.files.blurring import Box, blurred
from yimi.core.files.pictures import JPEG
from yimi.core.files.sent import kept
from yimi.core.files.vault import Vault
from yimi.core.text import clean
from yimi.publications.models import Consent, Publication, PublicationPhoto
from yimi.publications.queries.publications import WRITE, photo_for, photos_of
from yimi.services import attachments

from .sending import in_state, locked

MOST = 4


@dataclass(frozen=True)
class Statement:
    """Why a photo may be seen (照片声明): those who can be told agreed, for children their guardians, or nobody can."""

    consent: str
    shows_children: bool = False
    guardians_agreed: bool = False
    caption: str = ""


@transaction.atomic
def add_photo(pk: UUID, *, by: User, publication: UUID, content: bytes, said: Statement) -> PublicationPhoto:
    """Add a photo to a draft (添加照片), with the statement. The same bytes again are the same photo."""
    row = _draft(publication, by)
    _check(said)
    sent = kept(content)
    if sent.content_type != JPEG:
        raise invalid("file", _("这里只收照片（JPG、PNG、WebP）。"))
    there = photos_of(row)
    if same := next((each for each in there if each.pk == pk or each.digest == sent.digest), None):
        return same
    if PublicationPhoto.objects.unscoped("同号照片").filter(pk=pk).exists():
        raise RuleBroken(_("这个编号已被使用。"), code="id_taken")
    if len(there) >= MOST:
        raise RuleBroken(_("每篇最多 %(most)d 张照片。") % {"most": MOST}, code="too_many_files")
    photo = PublicationPhoto(
        id=pk, publication=row, consent=said.consent, shows_children=said.shows_children,
        guardians_agreed=said.guardians_agreed, stated_by=by, added_at=clock.now(),
    )  # fmt: skip
    seal.write(photo, caption=clean(said.caption))
    _keep(photo, sent.content, is_new=True)
    journal.record("publications.add_photo", by, row, digest=photo.digest)
    return photo


def take_photo(pk: UUID, *, by: User, publication: UUID, file: UUID, said: Statement) -> PublicationPhoto:
    """Add a photo that the record has (选用记录里的照片); the record keeps its own."""
    row = _draft_outside(publication, by)
    found = attachments.file_for(by, file)
    if found.contact_id != row.contact_id or found.content_type != JPEG:
        raise invalid("file", _("请选这条服务记录里的照片。"))
    _name, _type, content = attachments.open_file(file, by=by)
    return add_photo(pk, by=by, publication=publication, content=content, said=said)


@transaction.atomic
def blur_photo(pk: UUID, *, by: User, boxes: Sequence[Box]) -> PublicationPhoto:
    """Blur parts of a photo (模糊处理). What it was before is thrown away."""
    photo = photo_for(by, pk)
    row = _draft(photo.publication_id, by)
    if not boxes or not all(box.is_inside for box in boxes):
        raise invalid("boxes", _("请选要模糊的地方，以照片宽高的百分比计。"))
    content = blurred(_vault(row.pk).get(_name(photo)), boxes)
    was = _name(photo)
    photo.is_blurred, photo.stated_by = True, by
    if photo.consent == Consent.PENDING:
        photo.consent = Consent.NOBODY
    _keep(photo, content, is_new=False)
    if _name(photo) != was:
        transaction.on_commit(lambda: _vault(row.pk).drop(was))
    journal.record("publications.blur_photo", by, row, digest=photo.digest)
    return photo


@transaction.atomic
def remove_photo(pk: UUID, *, by: User) -> PublicationPhoto:
    """Take a photo out of a draft (移除); its bytes are thrown away."""
    photo = photo_for(by, pk)
    row = _draft(photo.publication_id, by)
    photo.removed_at = clock.now()
    photo.save(update_fields=["removed_at"])
    transaction.on_commit(lambda: _vault(row.pk).drop(_name(photo)))
    journal.record("publications.remove_photo", by, row, digest=photo.digest)
    return photo


def open_photo(pk: UUID, *, by: User) -> tuple[str, str, bytes]:
    """The name, type and bytes of a photo that she may see. It is made to be seen, so nothing is written down."""
    photo = photo_for(by, pk)
    return _("照片") + ".jpg", JPEG, bytes_of(photo)


def bytes_of(photo: PublicationPhoto) -> bytes:
    """The bytes of a photo, for a document that has it."""
    return _vault(photo.publication_id).get(_name(photo))


def _draft(pk: UUID, by: User) -> Publication:
    row = locked(pk, by, WRITE)
    in_state(row, Publication.State.DRAFT)
    return row


def _draft_outside(pk: UUID, by: User) -> Publication:
    return Publication.objects.get_allowed(by, WRITE, pk=pk)


def _check(said: Statement) -> None:
    if said.consent not in Consent.values:
        raise invalid("consent", _("请选照片声明。"))
    if said.consent == Consent.AGREED and said.shows_children and not said.guardians_agreed:
        raise invalid("guardians_agreed", _("照片中有未成年人的，要监护人同意公开；没有同意的请先模糊。"))
    if len(said.caption) > 60:
        raise invalid("caption", _("图片说明最多 60 字。"))


def _keep(photo: PublicationPhoto, content: bytes, *, is_new: bool) -> None:
    photo.digest, photo.octets = hashlib.sha256(content).hexdigest(), len(content)
    _vault(photo.publication_id).put(_name(photo), content)
    photo.save(force_insert=is_new)


def _name(photo: PublicationPhoto) -> str:
    return f"{photo.pk}-{photo.digest[:16]}"


def _vault(publication: UUID) -> Vault:
    return Vault("publication", publication, root="files")
