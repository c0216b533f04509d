"""What a town hands to its station (镇街交办事项), and how many hours went into it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yimi.core.ids import new_id
from yimi.core.scope import Reach, Scoped
from yimi.core.seal import SealedField
from yimi.network.models import Station


class Kind(models.TextChoices):
    """What sort of work it is (事项性质)."""

    PROFESSIONAL = "professional", _("专业服务")
    CIVIL_ASSIST = "civil_assist", _("民政辅助")
    UNRELATED = "unrelated", _("非本职")


class Assignment(Scoped):
    """A task that the town handed to the station (交办事项), in writing or by word of mouth."""

    class State(models.TextChoices):
        HANDED = "handed", _("待接收")
        ACCEPTED = "accepted", _("办理中")
        DONE = "done", _("已办结")
        RETURNED = "returned", _("已退回")

    OPEN = (State.HANDED, State.ACCEPTED)

    reach = Reach(station="station_id", area="station__area_path", county="station__county_id")
    key_owner = ("assignment", "id")
    opened: dict[str, str | None]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    station = models.ForeignKey(Station, models.PROTECT, related_name="+", verbose_name=_("社工站"))
    kind = models.CharField(_("事项性质"), max_length=12, choices=Kind)
    title = SealedField(_("事项"))
    is_oral = models.BooleanField(_("口头交办"), default=False)
    handed_on = models.DateField(_("交办日期"))
    handed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人"))
    due_on = models.DateField(_("办结期限"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.HANDED)
    done_on = models.DateField(_("办结日期"), null=True, blank=True)
    done_note = SealedField(_("办结情况"), null=True)
    why_returned = SealedField(_("退回原因"), null=True)
    digest = models.CharField(_("内容摘要"), max_length=64)
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("交办事项")
        verbose_name_plural = _("交办事项")
        indexes = [models.Index(fields=["station", "-handed_on", "-id"], name="assignments_of_a_station")]
        constraints = [
            models.CheckConstraint(
                name="assignment_done_on_a_day",
                condition=Q(state="done", done_on__isnull=False) | (~Q(state="done") & Q(done_on=None)),
            ),
            models.CheckConstraint(
                name="assignment_returned_with_a_reason", condition=~Q(state="returned") | Q(why_returned__isnull=False)
            ),
            models.CheckConstraint(
                name="assignment_due_after_it_was_handed", condition=Q(due_on=None) | Q(due_on__gte=F("handed_on"))
            ),
        ]

    class Privacy:
        plain = {
            "id", "station", "kind", "is_oral", "handed_on", "handed_by", "due_on", "state", "done_on", "digest",
            "version",
        }  # fmt: skip
        guarded: set[str] = set()
        sealed = {"title", "done_note", "why_returned"}

    def __str__(self):
        return f"{self.kind} {self.handed_on}"


class Spent(Scoped):
    """Half hours that the station spent on a task on one day (用时). No time of day, nobody's name."""

    reach = Reach(station="station_id", area="station__area_path", county="station__county_id")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="spent", verbose_name=_("交办事项"))
    station = models.ForeignKey(Station, models.PROTECT, related_name="+", verbose_name=_("社工站"))
    on = models.DateField(_("日期"))
    half_hours = models.PositiveSmallIntegerField(_("半小时数"))
    is_void = models.BooleanField(_("已撤回"), default=False)

    class Meta:
        verbose_name = _("交办用时")
        indexes = [models.Index(fields=["station", "on"], name="spent_of_a_station")]
        constraints = [
            models.CheckConstraint(
                name="spent_between_half_an_hour_and_three_days", condition=Q(half_hours__gte=1, half_hours__lte=144)
            )
        ]

    class Privacy:
        plain = {"id", "assignment", "station", "on", "half_hours", "is_void"}
        guarded: set[str] = set()
        sealed: set[str] = set()

    def __str__(self):
        return f"{self.on} {self.half_hours}"
