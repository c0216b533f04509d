"""The quarterly dispatch (季调度): a meeting over frozen figures, its minutes, and decisions that are followed."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yimi.core.ids import new_id
from yimi.core.scope import Reach, Scoped
from yimi.core.seal import SealedField
from yimi.dispatches.reach import HELD
from yimi.network.models import Area, Station
from yimi.reports.models import Report
from yimi.tracking.models import Kind


class Dispatch(Scoped):
    """The dispatch of a quarter (季调度) of the province, or of a 市县 that holds its own.

    Its figures are those of its report, frozen when that is locked. How far it has come is computed from its days.
    """

    class Stage(models.TextChoices):
        PREPARING = "preparing", _("准备中")
        FROZEN = "frozen", _("数字已定稿")
        HELD = "held", _("已开会")
        ISSUED = "issued", _("任务已下达")
        CLOSED = "closed", _("已办结")

    reach = HELD
    key_owner = ("dispatch", "id")
    opened: dict[str, str | None]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.OneToOneField(Report, models.PROTECT, related_name="+", verbose_name=_("季度报告"))
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("区划"))
    county = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+", verbose_name=_("市县"))
    last = models.DateField(_("季末"))
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("召集人"))
    held_on = models.DateField(_("会议日期"), null=True, blank=True)
    place = models.CharField(_("会议地点"), max_length=60, blank=True)
    chair = models.CharField(_("主持"), max_length=60, blank=True)
    attendees = SealedField(_("参加人员"))
    minutes = SealedField(_("会议情况"))
    minutes_due_on = models.DateField(_("纪要期限"), null=True, blank=True)
    issued_on = models.DateField(_("下达日期"), null=True, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("下达人")
    )
    closed_on = models.DateField(_("办结日期"), null=True, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("季调度")
        indexes = [models.Index(fields=["-last", "id"], name="dispatches_newest_first")]
        constraints = [
            models.CheckConstraint(
                name="dispatch_held_on_a_day_that_sets_the_minutes",
                condition=Q(held_on=None, minutes_due_on=None)
                | Q(held_on__isnull=False, minutes_due_on__gte=F("held_on")),
            ),
            models.CheckConstraint(
                name="dispatch_issued_after_its_meeting",
                condition=Q(issued_on=None, issued_by=None)
                | Q(issued_on__gte=F("held_on"), issued_by__isnull=False, held_on__isnull=False),
            ),
            models.CheckConstraint(
                name="dispatch_closed_after_it_was_issued",
                condition=Q(closed_on=None) | Q(closed_on__gte=F("issued_on"), issued_on__isnull=False),
            ),
        ]

    class Privacy:
        plain = {
            "id", "report", "area", "county", "last", "begun_by", "held_on", "minutes_due_on", "issued_on",
            "issued_by", "closed_on", "version",
        }  # fmt: skip
        guarded = {"place", "chair"}
        sealed = {"attendees", "minutes"}

    def __str__(self):
        return f"{self.report.period}"

    @property
    def stage(self) -> Stage:
        """How far it has come."""
        reached = ((self.closed_on, self.Stage.CLOSED), (self.issued_on, self.Stage.ISSUED))
        for day, stage in (*reached, (self.held_on, self.Stage.HELD)):
            if day:
                return stage
        return self.Stage.FROZEN if self.report.state == Report.State.LOCKED else self.Stage.PREPARING

    def is_overdue(self, today: date) -> bool:
        """Whether the minutes are not issued in time (纪要未按时)."""
        return bool(self.minutes_due_on and not self.issued_on and self.minutes_due_on < today)


class Decision(Scoped):
    """What a dispatch decided (议定事项): who does what until when. Issued, it is a tracked item with the same id."""

    reach = Reach(station="station_id", area="county__path", county="county_id")
    key_owner = ("dispatch", "dispatch_id")
    opened: dict[str, str | None]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dispatch = models.ForeignKey(Dispatch, models.PROTECT, related_name="decisions", verbose_name=_("季调度"))
    county = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("责任市县"))
    station = models.ForeignKey(Station, models.PROTECT, null=True, related_name="+", verbose_name=_("责任社工站"))
    title = models.CharField(_("事项"), max_length=100)
    detail = SealedField(_("要求"))
    kind = models.CharField(_("等次"), max_length=8, choices=Kind, default=Kind.CHASED)
    due_on = models.DateField(_("办结期限"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人"))
    digest = models.CharField(_("内容摘要"), max_length=64)
    is_void = models.BooleanField(_("已撤回"), default=False)
    why_void = SealedField(_("撤回原因"))

    class Meta:
        verbose_name = _("议定事项")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="decision_withdrawn_with_a_reason", condition=Q(is_void=False) | Q(why_void__isnull=False)
            )
        ]

    class Privacy:
        plain = {
            "id", "dispatch", "county", "station", "title", "kind", "due_on", "made_by", "digest", "is_void",
        }  # fmt: skip
        guarded: set[str] = set()
        sealed = {"detail", "why_void"}

    def __str__(self):
        return self.title
