"""Photos and scans of a campaign (现场照片、签收表): added, shown and removed by those who work at its station."""

from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.campaigns.models import Campaign, CampaignFile
from yimi.campaigns.queries import is_inside
from yimi.core import clock, journal, seal
from yimi.core.errors import RuleBroken, invalid
from yimi.core.files.sent import file_name, kept
from yimi.core.files.vault import Vault
from yimi.core.permissions import Permission

MOST_FILES = 30


@transaction.atomic
def add_file(pk: UUID, *, by: User, campaign: UUID, sort: str, name: str, content: bytes) -> CampaignFile:
    """Add a photo or scan to a campaign (添加照片或签收表). The same bytes again are the same file."""
    row = _to_change(campaign, by)
    if sort not in CampaignFile.Sort:
        raise invalid("sort", _("请选择文件类别。"))
    sent = kept(content)
    there = row.files.filter(removed_at=None)
    if same := there.filter(digest=sent.digest).first():
        return same
    if there.count() >= MOST_FILES:
        raise RuleBroken(_("一项活动最多 %d 个文件。") % MOST_FILES, code="too_many_files")
    made = CampaignFile(
        id=pk, campaign=row, sort=sort, content_type=sent.content_type, octets=len(sent.content),
        digest=sent.digest, added_by=by, added_at=clock.now(),
    )  # fmt: skip
    seal.write(made, name=file_name(name, sent.content_type))
    _vault(row.pk).put(str(pk), sent.content)
    made.save(force_insert=True)
    journal.record("campaigns.add_file", by, row, station=row.station_id, digest=sent.digest)
    return made


@transaction.atomic
def remove_file(pk: UUID, *, by: User) -> CampaignFile:
    """Take a file away from its campaign (移除文件); it is shown no more, and stays sealed."""
    file = _file(pk, by)
    _to_change(file.campaign_id, by)
    file.removed_at = clock.now()
    file.save(update_fields=["removed_at"])
    journal.record("campaigns.remove_file", by, file.campaign, station=file.campaign.station_id, digest=file.digest)
    return file


@transaction.atomic
def open_file(pk: UUID, *, by: User) -> tuple[str, str, bytes]:
    """The name, type and bytes of a file (查看文件), written down before it is shown."""
    file = _file(pk, by)
    journal.record("campaigns.read_file", by, file.campaign, station=file.campaign.station_id, digest=file.digest)
    seal.read(file, "name")
    return file.opened["name"] or "", file.content_type, _vault(file.campaign_id).get(str(file.pk))


def _file(pk: UUID, by: User) -> CampaignFile:
    """A file that is there, for who works at its station; else 404."""
    rows = CampaignFile.objects.filter(removed_at=None).select_related("campaign")
    file = rows.get_allowed(by, Permission.CONTACT_VIEW, pk=pk)
    if not is_inside(by, file.campaign):
        raise Http404
    return file


def _to_change(campaign: UUID, by: User) -> Campaign:
    """The campaign, locked, unless it is put away."""
    rows = Campaign.objects.select_for_update(of=("self",))
    row = rows.get_allowed(by, Permission.CONTACT_WRITE, pk=campaign)
    if row.is_over:
        raise RuleBroken(_("已归档或已取消的专项活动不能再改。"), code="campaign_over")
    return row


def _vault(campaign: UUID) -> Vault:
    return Vault("campaign", campaign, root="files")
