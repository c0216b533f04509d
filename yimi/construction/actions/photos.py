"""Photos of the building, its signs and events (建站照片): of rooms and plates, never of who works there."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.construction import queries
from yimi.construction.models import AcceptanceItem, SitePhoto, Unveiling
from yimi.core import clock, journal
from yimi.core.errors import RuleBroken, invalid
from yimi.core.files.sent import MOST_FILES, file_name, kept
from yimi.core.files.vault import Vault
from yimi.network.models import Station


@transaction.atomic
def add_photo(
    pk: UUID, *, by: User, station: UUID, name: str, content: bytes, item: str = "", unveiling: UUID | None = None
) -> SitePhoto:
    """Add a photo of one item of the checklist, by its code, or of an unveiling. The same bytes are the same photo."""
    place = queries.station_to_photograph(by, station)
    of = _subject(place, item, unveiling)
    sent = kept(content)
    there = SitePhoto.objects.unscoped("同一项目的照片").filter(station=place, removed_at=None, **of)
    if same := there.filter(digest=sent.digest).first():
        return same
    if there.count() >= MOST_FILES:
        raise RuleBroken(_("每项最多 %(most)d 张照片。") % {"most": MOST_FILES}, code="too_many_files")
    photo = SitePhoto(
        id=pk, station=place, name=file_name(name, sent.content_type), content_type=sent.content_type,
        octets=len(sent.content), digest=sent.digest, added_by=by, added_at=clock.now(), **of,
    )  # fmt: skip
    _vault(place.pk).put(str(pk), sent.content)
    photo.save(force_insert=True)
    journal.record("construction.add_photo", by, photo, digest=sent.digest)
    return photo


def _subject(station: Station, code: str, unveiling: UUID | None) -> dict:
    """What is on the photo: an item of this station, or an event at it."""
    if unveiling:
        event = Unveiling.objects.unscoped("本站的揭牌").filter(pk=unveiling, unveiled__station=station).first()
        if event is None:
            raise invalid("unveiling", _("本站没有这次揭牌。"))
        return {"unveiling": event}
    item = AcceptanceItem.objects.unscoped("本站的项目").filter(station=station, code=code).first()
    if item is None:
        raise invalid("item", _("清单里没有这一项。"))
    return {"item": item}


@transaction.atomic
def remove_photo(pk: UUID, *, by: User) -> SitePhoto:
    """Take a photo away (移除); it is shown no more, and stays sealed with the station."""
    photo = queries.photo_for(by, pk)
    queries.station_to_photograph(by, photo.station_id)
    photo.removed_at = clock.now()
    photo.save(update_fields=["removed_at"])
    journal.record("construction.remove_photo", by, photo, digest=photo.digest)
    return photo


def open_photo(pk: UUID, *, by: User) -> tuple[str, str, bytes]:
    """The name, type and bytes of a photo within reach; of a building, so nothing is written down."""
    photo = queries.photo_for(by, pk)
    return photo.name, photo.content_type, _vault(photo.station_id).get(str(photo.pk))


def _vault(station: UUID) -> Vault:
    return Vault("station", station, root="files")
