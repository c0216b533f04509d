"""Keys of those whose data is sealed (密钥)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Key(models.Model):
    """The key of one owner (密钥), wrapped by the root key. Without it the owner's sealed fields are gone."""

    owner_kind = models.CharField(_("所属类型"), max_length=20)
    owner_id = models.UUIDField(_("所属编号"))
    wrapped = models.BinaryField(_("加密的密钥"))

    class Privacy:
        plain = {"id", "owner_kind"}
        guarded = {"owner_id", "wrapped"}
        sealed: set[str] = set()

    class Meta:
        verbose_name = _("密钥")
        verbose_name_plural = _("密钥")
        constraints = [models.UniqueConstraint(fields=["owner_kind", "owner_id"], name="key_once_per_owner")]
