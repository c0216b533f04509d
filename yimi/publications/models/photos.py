"""Photos of a text (信息照片): none goes out before somebody has said that it may."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yimi.core.ids import new_id
from yimi.core.scope import Reach, Scoped
from yimi.core.seal import SealedField

from .publications import Publication


class Consent(models.TextChoices):
    """Why a photo may be seen (照片声明)."""

    AGREED = "agreed", _("照片中可辨认的人已同意公开")
    NOBODY = "nobody", _("无可辨认的人脸，或已做模糊")
    PENDING = "pending", _("先模糊再用")


class PublicationPhoto(Scoped):
    """A photo of a text (信息照片), made anew without place, time and camera. The bytes lie sealed on the disk.

    Where it was blurred, what it was before is thrown away.
    """

    reach = Reach(
        station="publication__station_id", area="publication__station__area_path",
        county="publication__station__county_id",
    )  # fmt: skip
    key_owner = ("publication", "publication_id")
    opened: dict[str, str | None]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    publication = models.ForeignKey(Publication, models.CASCADE, related_name="photos", verbose_name=_("信息宣传"))
    caption = SealedField(_("图片说明"))
    consent = models.CharField(_("照片声明"), max_length=8, choices=Consent)
    shows_children = models.BooleanField(_("照片中有未成年人"), default=False)
    guardians_agreed = models.BooleanField(_("监护人已同意公开"), default=False)
    stated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("声明人"))
    is_blurred = models.BooleanField(_("已做模糊"), default=False)
    octets = models.PositiveIntegerField(_("文件大小"))
    digest = models.CharField(_("内容摘要"), max_length=64)
    added_at = models.DateTimeField(_("上传时间"))
    removed_at = models.DateTimeField(_("移除时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("信息照片")
        ordering = ["added_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="a_child_is_shown_only_where_its_guardian_agreed",
                condition=~Q(consent="agreed", shows_children=True) | Q(guardians_agreed=True),
            )
        ]

    class Privacy:
        plain = {
            "id", "publication", "consent", "shows_children", "guardians_agreed", "stated_by", "is_blurred", "octets",
            "digest", "added_at", "removed_at",
        }  # fmt: skip
        guarded: set[str] = set()
        sealed = {"caption"}

    def __str__(self):
        return self.get_consent_display()
