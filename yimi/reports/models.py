"""Reports (报告) of the six cadences: what is owed, how far it has come, and what was said when it was locked."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yimi.core.ids import new_id
from yimi.core.periods import Period
from yimi.core.scope import Reach, Scoped
from yimi.core.seal import SealedField
from yimi.figures.sections import CADENCES
from yimi.network.models import Area, Station

from .cadences import LEVELS

CADENCE_NAMES = {
    "daily": _("日监测"),
    "weekly": _("周总结"),
    "monthly": _("月报告"),
    "quarterly": _("季调度"),
    "half_year": _("半年通报"),
    "annual": _("年终考核"),
}
AFTER_PERIOD = CADENCE_NAMES | {"quarterly": _("调度"), "half_year": _("通报")}  # 第3季度调度, not 第3季度季调度


class Report(Scoped):
    """What a station, a 市县 or the province owes of one period (报告).

    Number 1 is the report, every later number an amendment (更正) of the locked one before. `ladder` is who confirms
    and until when, as it stood when it was opened; `rung` is how many of them have. Whether it is late is computed.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        SUBMITTED = "submitted", _("已提交")
        RETURNED = "returned", _("已退回")
        ACCEPTED = "accepted", _("已通过")
        LOCKED = "locked", _("已定稿")
        EXCUSED = "excused", _("免报")

    EDITABLE = (State.DRAFT, State.RETURNED)
    OPEN = (State.DRAFT, State.RETURNED, State.SUBMITTED, State.ACCEPTED)

    reach = Reach(station="station_id", area="area__path", county="county_id")
    key_owner = ("report", "id")
    opened: dict[str, str | None]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    cadence = models.CharField(_("工作周期"), max_length=10, choices=[(code, CADENCE_NAMES[code]) for code in CADENCES])
    period = models.CharField(_("期间"), max_length=10)
    first = models.DateField(_("从"))
    last = models.DateField(_("到"))
    level = models.CharField(_("层级"), max_length=8, choices=list(LEVELS.items()))
    place = models.UUIDField(_("报送单位"))  # of the station, or of the area
    station = models.ForeignKey(
        Station, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("社工站")
    )
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("区划"))
    county = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+", verbose_name=_("市县"))
    number = models.PositiveSmallIntegerField(_("第几版"), default=1)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.DRAFT)
    ladder = models.JSONField(_("审核环节"), default=list, blank=True)  # [{"rung": "township", "due_at": …}]
    rung = models.PositiveSmallIntegerField(_("已过环节"), default=0)
    opened_at = models.DateTimeField(_("开始时间"))
    due_at = models.DateTimeField(_("期限"))
    is_touched = models.BooleanField(_("有人填写过"), default=False)
    words = SealedField(_("文字"))
    typed = models.JSONField(_("填报数"), default=dict, blank=True)
    said = models.JSONField(_("提交时的数字"), default=dict, blank=True)
    submitted_at = models.DateTimeField(_("提交时间"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("提交人")
    )
    locked_at = models.DateTimeField(_("定稿时间"), null=True, blank=True)
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("定稿人")
    )
    position = models.BigIntegerField(_("台账位置"), null=True, blank=True)
    digest = models.CharField(_("定稿内容的摘要"), max_length=64, blank=True)
    frozen = models.JSONField(_("定稿时的数字"), default=dict, blank=True)
    adjusted = models.JSONField(_("说过的上期调整"), default=dict, blank=True)
    content = SealedField(_("定稿的内容"))
    why = SealedField(_("更正或免报的原因"))
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("报告")
        indexes = [
            models.Index(fields=["cadence", "period", "level"], name="reports_of_a_period"),
            models.Index(fields=["state", "due_at"], name="reports_by_due_time"),
            models.Index(fields=["place", "cadence", "last"], name="reports_of_a_place"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["cadence", "period", "place", "number"], name="report_owed_once"),
            models.UniqueConstraint(
                fields=["cadence", "period", "place"],
                condition=~Q(state__in=["locked", "excused"]), name="report_has_one_open_version",
            ),
            models.CheckConstraint(name="report_ends_after_it_begins", condition=Q(last__gte=F("first"))),
            models.CheckConstraint(
                name="report_locked_with_its_content",
                condition=Q(state="locked", locked_at__isnull=False, position__isnull=False) & ~Q(digest="")
                | ~Q(state="locked") & Q(locked_at=None, position=None, digest=""),
            ),
            models.CheckConstraint(
                name="report_of_a_station_names_it",
                condition=Q(level="station", station__isnull=False) | ~Q(level="station") & Q(station=None),
            ),
        ]  # fmt: skip

    class Privacy:
        plain = {
            "id", "cadence", "period", "first", "last", "level", "place", "station", "area", "county", "number",
            "state", "ladder", "rung", "opened_at", "due_at", "is_touched", "typed", "said", "submitted_at",
            "submitted_by", "locked_at", "locked_by", "position", "digest", "frozen", "adjusted", "version",
        }  # fmt: skip
        guarded: set[str] = set()
        sealed = {"words", "content", "why"}

    @property
    def period_label(self) -> str:
        """2026年10月, 第 46 周（11月9日–15日）."""
        return Period.parse(self.period).label

    def __str__(self):
        return f"{self.get_cadence_display()} {self.period}"


class Step(Scoped):
    """One thing that was done with a report (办理过程), by whom, at which rung and in which words."""

    class What(models.TextChoices):
        OPENED = "opened", _("系统生成")
        WRITTEN = "written", _("填写")
        SUBMITTED = "submitted", _("提交")
        AUTO = "auto", _("到时自动确认")
        CONFIRMED = "confirmed", _("确认")
        RETURNED = "returned", _("退回")
        LOCKED = "locked", _("定稿")
        AMENDED = "amended", _("更正")
        EXCUSED = "excused", _("免报")
        READ = "read", _("已阅")

    reach = Reach(station="report__station_id", area="report__area__path", county="report__county_id")
    key_owner = ("report", "report_id")
    opened: dict[str, str | None]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey(Report, models.CASCADE, related_name="steps", verbose_name=_("报告"))
    what = models.CharField(_("办理"), max_length=10, choices=What)
    rung = models.CharField(_("环节"), max_length=10, blank=True)
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("办理人")
    )
    reason = SealedField(_("说明"))

    class Meta:
        verbose_name = _("报告办理过程")
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "rung", "by"], condition=Q(what="read"), name="report_read_once_by_each"
            )
        ]

    class Privacy:
        plain = {"id", "report", "what", "rung", "at", "by"}
        guarded: set[str] = set()
        sealed = {"reason"}

    def __str__(self):
        return self.get_what_display()


class ReportNotice(models.Model):
    """That a report was due, or overdue, was told (到期提醒、逾期上报): once for each day on which it is told."""

    class Kind(models.TextChoices):
        REMINDER = "reminder", _("到期提醒")
        ESCALATION = "escalation", _("逾期上报")

    report = models.ForeignKey(Report, models.CASCADE, related_name="notices", verbose_name=_("报告"))
    kind = models.CharField(_("种类"), max_length=10, choices=Kind)
    on = models.DateField(_("日期"))
    to = models.CharField(_("告诉谁"), max_length=10)  # a level or a rung
    told_at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("报告提示")
        constraints = [
            models.UniqueConstraint(fields=["report", "kind", "on", "to"], name="report_told_once_a_day")
        ]  # fmt: skip

    class Privacy:
        plain = {"id", "report", "kind", "on", "to", "told_at"}
        guarded: set[str] = set()
        sealed: set[str] = set()

    def __str__(self):
        return f"{self.report_id}:{self.on}"
