"""The journal as it is kept (操作日志): entries, and the seals that fix their order."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One act (日志条目): who did what to which thing. Inserted only, holds no personal data.

    PostgreSQL adds a column `txid`, the transaction that inserted the row; the sealer orders by it.
    """

    at = models.DateTimeField(_("时间"))
    act = models.CharField(_("操作"), max_length=60)
    actor_kind = models.CharField(_("操作人类型"), max_length=20)
    actor_id = models.UUIDField(_("操作人"))
    object_kind = models.CharField(_("对象类型"), max_length=40)
    object_id = models.CharField(_("对象编号"), max_length=64)
    station_id = models.UUIDField(_("社工站"), null=True)
    refs = models.JSONField(_("相关对象"), default=list)
    digest = models.CharField(_("内容摘要"), max_length=64)
    mac = models.BinaryField(_("校验码"))

    class Privacy:
        plain = {"id", "at", "act", "actor_kind", "actor_id", "object_kind", "station_id", "digest", "mac"}
        guarded = {"object_id", "refs"}
        sealed: set[str] = set()

    class Meta:
        verbose_name = _("日志条目")
        verbose_name_plural = _("日志条目")
        indexes = [
            models.Index(fields=["object_kind", "object_id"], name="entry_by_object"),
            models.Index(fields=["actor_id", "-id"], name="entry_by_actor"),
            models.Index(fields=["at"], name="entry_by_time"),
        ]


class Seal(models.Model):
    """The place of an entry in the chain (封存): its number, and a hash over all entries up to it."""

    number = models.BigIntegerField(_("序号"), primary_key=True)
    entry = models.OneToOneField(Entry, models.DO_NOTHING, verbose_name=_("日志条目"))
    hash = models.BinaryField(_("链值"))

    class Privacy:
        plain = {"number", "entry", "hash"}
        guarded: set[str] = set()
        sealed: set[str] = set()

    class Meta:
        verbose_name = _("日志封存")
        verbose_name_plural = _("日志封存")
