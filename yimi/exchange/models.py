"""Tables on their way in and out (导入导出): who sent or took what, how far it is, and until when it is kept."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yimi.core.ids import new_id
from yimi.core.scope import Reach, Scoped
from yimi.core.seal import SealedField
from yimi.network.models import Area


class Import(Scoped):
    """A table that somebody sent (导入任务): read, checked whole, confirmed, written batch by batch.

    The table itself lies sealed in the vault, in batches of rows. `done` is how many rows the present step has behind
    it; when rows are written it moves in the same transaction, so that work which was cut off goes on where it was.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("等待读取")
        READING = "reading", _("正在读取")
        ASKING = "asking", _("待对应列")
        CHECKING = "checking", _("正在检查")
        CHECKED = "checked", _("待确认")
        WRITING = "writing", _("正在导入")
        DONE = "done", _("已导入")
        REFUSED = "refused", _("未导入")
        CANCELLED = "cancelled", _("已取消")
        EXPIRED = "expired", _("已过期")

    WORKED_ON = (State.WAITING, State.READING, State.CHECKING, State.WRITING)
    OPEN = (*WORKED_ON, State.ASKING, State.CHECKED)

    key_owner = ("import", "id")
    opened: dict[str, str | None]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(_("种类"), max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("导入人"))
    name = SealedField(_("文件名"), null=True)
    options = SealedField(_("选项"), null=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.WAITING)
    rows = models.PositiveIntegerField(_("行数"), default=0)
    done = models.PositiveIntegerField(_("已处理行数"), default=0)
    counts = models.JSONField(_("结果"), default=dict)
    faults = models.PositiveIntegerField(_("有问题的行数"), default=0)
    message = SealedField(_("原因"), null=True)
    made_at = models.DateTimeField(_("提交时间"))
    served_at = models.DateTimeField(_("上次处理时间"))
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    is_kept = models.BooleanField(_("文件还在"), default=True)

    class Meta:
        verbose_name = _("导入任务")
        indexes = [
            models.Index(fields=["by", "-id"], name="imports_of_a_user"),
            models.Index(fields=["state", "served_at"], name="imports_to_work_on"),
        ]
        constraints = [
            models.CheckConstraint(
                name="import_ended_has_a_time",
                condition=~Q(state__in=("done", "refused", "cancelled", "expired")) | Q(ended_at__isnull=False),
            ),
        ]

    class Privacy:
        plain = {
            "id", "kind", "by", "state", "rows", "done", "counts", "faults", "made_at", "served_at", "ended_at",
            "is_kept",
        }  # fmt: skip
        guarded: set[str] = set()
        sealed = {"name", "options", "message"}

    def __str__(self):
        return f"{self.kind} {self.pk}"

    @property
    def percent(self) -> int:
        return self.done * 100 // self.rows if self.rows else 0

    @property
    def is_worked_on(self) -> bool:
        return self.state in self.WORKED_ON

    @property
    def may_be_asked(self) -> bool:
        """Whether somebody may say which column is which."""
        return self.state in (self.State.ASKING, self.State.CHECKED)


class Export(Scoped):
    """A table that somebody asked for (导出任务): made in the background, taken before it expires.

    Values are masked unless `is_full`; that is asked for, and somebody else allows it.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("待审批")
        WAITING = "waiting", _("等待生成")
        MAKING = "making", _("正在生成")
        READY = "ready", _("可以下载")
        DECLINED = "declined", _("未同意")
        FAILED = "failed", _("没有生成")
        EXPIRED = "expired", _("已过期")

    WORKED_ON = (State.WAITING, State.MAKING)

    reach = Reach(area="area__path")
    key_owner = ("export", "id")
    opened: dict[str, str | None]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(_("种类"), max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("导出人"))
    filters = SealedField(_("筛选条件"), null=True)
    purpose = SealedField(_("用途"))
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("所涉区划"))
    is_full = models.BooleanField(_("完整号码"), default=False)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.WAITING)
    rows = models.PositiveIntegerField(_("行数"), default=0)
    done = models.PositiveIntegerField(_("已写行数"), default=0)
    message = SealedField(_("原因"), null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("审批人")
    )
    answered_at = models.DateTimeField(_("审批时间"), null=True, blank=True)
    made_at = models.DateTimeField(_("申请时间"))
    served_at = models.DateTimeField(_("上次处理时间"))
    ready_at = models.DateTimeField(_("生成时间"), null=True, blank=True)
    expires_at = models.DateTimeField(_("到期时间"), null=True, blank=True)
    taken = models.PositiveSmallIntegerField(_("下载次数"), default=0)
    is_kept = models.BooleanField(_("文件还在"), default=True)

    class Meta:
        verbose_name = _("导出任务")
        indexes = [
            models.Index(fields=["by", "-id"], name="exports_of_a_user"),
            models.Index(fields=["state", "served_at"], name="exports_to_work_on"),
        ]
        constraints = [
            models.CheckConstraint(
                name="export_ready_expires", condition=~Q(state="ready") | Q(expires_at__isnull=False)
            ),
            models.CheckConstraint(
                name="export_allowed_by_somebody_else", condition=Q(answered_by=None) | ~Q(answered_by=models.F("by"))
            ),
            models.CheckConstraint(
                name="export_in_full_was_allowed",
                condition=Q(is_full=False)
                | Q(state__in=("asked", "declined", "expired"))
                | Q(answered_by__isnull=False),
            ),
        ]

    class Privacy:
        plain = {
            "id", "kind", "by", "area", "is_full", "state", "rows", "done", "answered_by", "answered_at", "made_at",
            "served_at", "ready_at", "expires_at", "taken", "is_kept",
        }  # fmt: skip
        guarded: set[str] = set()
        sealed = {"filters", "purpose", "message"}

    def __str__(self):
        return f"{self.kind} {self.pk}"

    @property
    def percent(self) -> int:
        return self.done * 100 // self.rows if self.rows else 0

    @property
    def is_worked_on(self) -> bool:
        return self.state in self.WORKED_ON

    @property
    def is_ready(self) -> bool:
        return self.state == self.State.READY

    @property
    def copy(self) -> str:
        """The number of this copy as it stands on every page of it (导出编号)."""
        return f"E{self.pk.hex[:6].upper()}{self.pk.hex[-6:].upper()}"
