"""What is followed until it is settled (督办事项): one item for every finding, its proof, recheck and escalation."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yimi.core.ids import new_id
from yimi.core.scope import Reach, Scoped
from yimi.core.seal import SealedField
from yimi.network.models import Area, Station


class Kind(models.TextChoices):
    """How firmly it is asked (督办等次), mild to firm."""

    NOTICE = "notice", _("工作提示")
    URGED = "urged", _("督促")
    CHASED = "chased", _("督办事项")


class Level(models.TextChoices):
    """Who follows it (跟办层级), from the station up."""

    STATION = "station", _("社工站")
    COUNTY = "county", _("市县")
    PROVINCE = "province", _("省级")


class TrackedItem(Scoped):
    """One finding that is followed from its discovery to the proof that it is settled (督办事项).

    It is owed by a station, or by a county where no station is named. Whether it is late is computed, never stored.
    """

    class State(models.TextChoices):
        OPEN = "open", _("待办理")
        ANSWERED = "answered", _("待复查")
        CLOSED = "closed", _("已办结")
        VOID = "void", _("已撤销")

    UNSETTLED = (State.OPEN, State.ANSWERED)

    reach = Reach(station="station_id", area="area__path", county="county_id")
    key_owner = ("tracked", "id")
    opened: dict[str, str | None]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source_kind = models.CharField(_("来源"), max_length=20)
    source_id = models.UUIDField(_("来源编号"))
    kind = models.CharField(_("等次"), max_length=8, choices=Kind, default=Kind.NOTICE)
    level = models.CharField(_("跟办层级"), max_length=8, choices=Level, default=Level.STATION)
    station = models.ForeignKey(
        Station, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("社工站")
    )
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("区划"))
    county = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("市县"))
    title = models.CharField(_("事项"), max_length=100)
    detail = SealedField(_("要求"))
    found_on = models.DateField(_("发现日期"))
    due_on = models.DateField(_("办结期限"))
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("提出人")
    )
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.OPEN)
    closed_on = models.DateField(_("办结日期"), null=True, blank=True)
    plan_year = models.PositiveSmallIntegerField(_("列入计划年度"), null=True, blank=True)
    digest = models.CharField(_("内容摘要"), max_length=64)
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("督办事项")
        indexes = [
            models.Index(fields=["due_on", "id"], name="tracked_by_due_day"),
            models.Index(fields=["station", "state"], name="tracked_of_a_station"),
            models.Index(fields=["county", "state"], name="tracked_of_a_county"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source_kind", "source_id"], condition=Q(state__in=["open", "answered"]),
                name="tracked_once_for_each_finding",
            ),
            models.CheckConstraint(
                name="tracked_closed_on_a_day",
                condition=Q(state="closed", closed_on__isnull=False) | (~Q(state="closed") & Q(closed_on=None)),
            ),
            models.CheckConstraint(name="tracked_due_after_it_was_found", condition=Q(due_on__gte=F("found_on"))),
        ]  # fmt: skip

    class Privacy:
        plain = {
            "id", "source_kind", "source_id", "kind", "level", "station", "area", "county", "title", "found_on",
            "due_on", "raised_by", "state", "closed_on", "plan_year", "digest", "version",
        }  # fmt: skip
        guarded: set[str] = set()
        sealed = {"detail"}

    def __str__(self):
        return self.title


class Step(Scoped):
    """One thing that was done about an item (办理过程), by whom and in which words."""

    class What(models.TextChoices):
        RAISED = "raised", _("提出")
        PROOF = "proof", _("提交佐证")
        RETURNED = "returned", _("退回")
        CLOSED = "closed", _("复查通过")
        ESCALATED = "escalated", _("升级")
        EXTENDED = "extended", _("调整期限")
        PLANNED = "planned", _("列入下年度计划")
        VOIDED = "voided", _("撤销")

    reach = Reach(station="item__station_id", area="item__area__path", county="item__county_id")
    key_owner = ("tracked", "item_id")
    opened: dict[str, str | None]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    item = models.ForeignKey(TrackedItem, models.CASCADE, related_name="steps", verbose_name=_("督办事项"))
    what = models.CharField(_("办理"), max_length=10, choices=What)
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("办理人")
    )
    words = SealedField(_("说明"))

    class Meta:
        verbose_name = _("办理过程")
        ordering = ["at", "id"]

    class Privacy:
        plain = {"id", "item", "what", "at", "by"}
        guarded: set[str] = set()
        sealed = {"words"}

    def __str__(self):
        return self.get_what_display()


class ProofFile(Scoped):
    """A photo or scan that proves what was done (佐证材料); the bytes lie sealed on the disk."""

    reach = Reach(station="step__item__station_id", area="step__item__area__path", county="step__item__county_id")
    key_owner = ("tracked", "item_id")
    opened: dict[str, str | None]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    step = models.ForeignKey(Step, models.CASCADE, related_name="files", verbose_name=_("办理过程"))
    item = models.ForeignKey(TrackedItem, models.CASCADE, related_name="+", verbose_name=_("督办事项"))
    name = SealedField(_("文件名"))
    content_type = models.CharField(_("文件类型"), max_length=40)
    octets = models.PositiveIntegerField(_("文件大小"))
    digest = models.CharField(_("内容摘要"), max_length=64)

    class Meta:
        verbose_name = _("佐证材料")

    class Privacy:
        plain = {"id", "step", "item", "content_type", "octets", "digest"}
        guarded: set[str] = set()
        sealed = {"name"}

    def __str__(self):
        return self.content_type
