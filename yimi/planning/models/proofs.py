"""Photos and scans that prove what was done (佐证材料); the bytes lie sealed on the disk."""

from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from yimi.core.ids import new_id
from yimi.core.scope import Reach, Scoped
from yimi.core.seal import SealedField

from .roadmap import Duty, Milestone


class Proof(Scoped):
    """One photo or PDF (佐证材料). What is removed is shown no more, and stays sealed."""

    opened: dict[str, str | None]
    of_id: UUID

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = SealedField(_("文件名"))
    content_type = models.CharField(_("文件类型"), max_length=40)
    octets = models.PositiveIntegerField(_("文件大小"))
    digest = models.CharField(_("内容摘要"), max_length=64)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("上传人"))
    added_at = models.DateTimeField(_("上传时间"))
    removed_at = models.DateTimeField(_("移除时间"), null=True, blank=True)

    class Meta:
        abstract = True

    class Privacy:
        plain = {"id", "of", "content_type", "octets", "digest", "added_by", "added_at", "removed_at"}
        guarded: set[str] = set()
        sealed = {"name"}

    def __str__(self):
        return self.content_type


class MilestoneFile(Proof):
    """What proves that a step is done (节点佐证材料)."""

    reach = Reach(station="of__station_id", area="of__area__path", county="of__county_id")
    key_owner = ("milestone", "of_id")

    of = models.ForeignKey(Milestone, models.CASCADE, related_name="files", verbose_name=_("工作节点"))

    class Meta:
        verbose_name = _("节点佐证材料")


class DutyFile(Proof):
    """What proves how an item of the 责任清单 goes (责任事项佐证材料)."""

    reach = Reach(area="of__county__path", county="of__county_id")
    key_owner = ("duty", "of_id")

    of = models.ForeignKey(Duty, models.CASCADE, related_name="files", verbose_name=_("责任事项"))

    class Meta:
        verbose_name = _("责任事项佐证材料")
