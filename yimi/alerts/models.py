"""Daily monitoring (日监测): an alert for each safety finding as long as it lasts, and the count of each day."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yimi.core.ids import new_id
from yimi.core.scope import Reach, Scoped
from yimi.core.seal import SealedField
from yimi.network.models import Area, Station
from yimi.tracking.safety import Item


class Alert(Scoped):
    """A safety alert (安全提醒): one for each finding while it lasts, however many days.

    `source` is the check that found it, `subject` the id of the record; no name is kept. It is closed when the finding
    is gone, or settled by a person. What was settled and is still so stays one row until it is gone (`gone_on`).
    """

    class State(models.TextChoices):
        OPEN = "open", _("待说明")
        EXPLAINED = "explained", _("已说明")
        RESOLVED = "resolved", _("已办结")
        GONE = "gone", _("情况已消除")

    UNSETTLED = (State.OPEN, State.EXPLAINED)

    reach = Reach(station="station_id", area="station__area_path", county="county_id")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    item = models.CharField(_("安全事项"), max_length=10, choices=Item)
    source = models.CharField(_("监测项"), max_length=20)
    subject = models.UUIDField(_("对象编号"))
    station = models.ForeignKey(Station, models.PROTECT, related_name="+", verbose_name=_("社工站"))
    county = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("市县"))
    since_on = models.DateField(_("起始日期"))
    found_on = models.DateField(_("监测日期"))
    due_on = models.DateField(_("说明期限"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.OPEN)
    escalated_on = models.DateField(_("升级日期"), null=True, blank=True)
    closed_on = models.DateField(_("结束日期"), null=True, blank=True)
    gone_on = models.DateField(_("情况消除日期"), null=True, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("安全提醒")
        indexes = [
            models.Index(fields=["county", "closed_on"], name="alert_of_a_county"),
            models.Index(fields=["station", "closed_on"], name="alert_of_a_station"),
            models.Index(fields=["due_on", "id"], name="alert_by_due_day"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "subject"], condition=Q(gone_on=None), name="alert_once_while_the_finding_lasts"
            ),
            models.CheckConstraint(
                name="alert_closed_on_a_day_when_settled",
                condition=Q(state__in=["open", "explained"], closed_on=None)
                | Q(state__in=["resolved", "gone"], closed_on__isnull=False),
            ),
            models.CheckConstraint(
                name="alert_gone_on_the_day_it_was_gone", condition=~Q(state="gone") | Q(gone_on__isnull=False)
            ),
            models.CheckConstraint(
                name="alert_once_gone_is_not_open",
                condition=Q(gone_on=None) | Q(state__in=["resolved", "gone"]),
            ),
            models.CheckConstraint(name="alert_began_before_it_was_found", condition=Q(since_on__lte=F("found_on"))),
        ]

    class Privacy:
        plain = {
            "id", "item", "source", "station", "county", "since_on", "found_on", "due_on", "state", "escalated_on",
            "closed_on", "gone_on", "version",
        }  # fmt: skip
        guarded = {"subject"}
        sealed: set[str] = set()

    def __str__(self):
        return f"{self.get_item_display()} {self.since_on}"

    @property
    def is_settled(self) -> bool:
        return self.closed_on is not None


class AlertStep(Scoped):
    """What somebody did about an alert (处理过程), in which words."""

    class What(models.TextChoices):
        EXPLAINED = "explained", _("说明")
        ESCALATED = "escalated", _("升级到省级")
        RESOLVED = "resolved", _("办结")

    reach = Reach(station="alert__station_id", area="alert__station__area_path", county="alert__county_id")
    key_owner = ("alert", "alert_id")
    opened: dict[str, str | None]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    alert = models.ForeignKey(Alert, models.CASCADE, related_name="steps", verbose_name=_("安全提醒"))
    what = models.CharField(_("处理"), max_length=10, choices=What)
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("办理人")
    )
    words = SealedField(_("说明内容"))

    class Meta:
        verbose_name = _("提醒处理过程")
        ordering = ["at", "id"]

    class Privacy:
        plain = {"id", "alert", "what", "at", "by"}
        guarded: set[str] = set()
        sealed = {"words"}

    def __str__(self):
        return self.get_what_display()


class DailyMonitor(Scoped):
    """What the monitoring of one day found in one county (日监测): counts and nothing else, never changed.

    `counts` are the alerts that were open at the end of the day, by item. `is_late` where it was made after its hour.
    """

    reach = Reach(area="county__path", county="county_id")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    county = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("市县"))
    day = models.DateField(_("监测日期"))
    is_workday = models.BooleanField(_("工作日"))
    operating = models.PositiveIntegerField(_("运营社工站"))
    counts = models.JSONField(_("未办结的安全事项"), default=dict)
    opened = models.PositiveIntegerField(_("新增"))
    closed = models.PositiveIntegerField(_("结束"))
    escalated = models.PositiveIntegerField(_("升级到省级"))
    is_late = models.BooleanField(_("补算"))
    made_at = models.DateTimeField(_("生成时间"))

    class Meta:
        verbose_name = _("日监测")
        constraints = [models.UniqueConstraint(fields=["day", "county"], name="monitor_once_for_a_day_and_county")]

    class Privacy:
        plain = {
            "id", "county", "day", "is_workday", "operating", "counts", "opened", "closed", "escalated", "is_late",
            "made_at",
        }  # fmt: skip
        guarded: set[str] = set()
        sealed: set[str] = set()

    def __str__(self):
        return f"{self.county} {self.day}"

    @property
    def unsettled(self) -> int:
        """How many alerts were open at the end of the day."""
        return sum(self.counts.values())
