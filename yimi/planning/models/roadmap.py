"""When what is done, and by whom (时间表、路线图), and what each county answers for (责任清单)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yimi.core.ids import new_id
from yimi.core.scope import Reach, Scoped
from yimi.core.seal import SealedField
from yimi.network.models import Area, Station


class Milestone(Scoped):
    """A step of the way (工作节点) of the province, a county or a station: until when, whose, and what proves it."""

    reach = Reach(station="station_id", area="area__path", county="county_id")
    key_owner = ("milestone", "id")
    opened: dict[str, str | None]
    files: models.Manager

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("区划"))
    county = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+", verbose_name=_("市县"))
    station = models.ForeignKey(Station, models.PROTECT, null=True, related_name="+", verbose_name=_("社工站"))
    year = models.PositiveSmallIntegerField(_("年度"))
    title = models.CharField(_("工作节点"), max_length=100)
    office = models.CharField(_("责任单位（岗位）"), max_length=60)
    person = SealedField(_("责任人"), null=True)
    begins_on = models.DateField(_("开始日期"))
    due_on = models.DateField(_("完成期限"))
    done_on = models.DateField(_("完成日期"), null=True, blank=True)
    proof = SealedField(_("完成佐证"), null=True)
    why_early = SealedField(_("先于前置节点完成的原因"), null=True)
    is_void = models.BooleanField(_("已作废"), default=False)
    why_void = SealedField(_("作废原因"), null=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("编制人"))
    digest = models.CharField(_("内容摘要"), max_length=64)
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("工作节点")
        indexes = [models.Index(fields=["year", "due_on", "id"], name="milestones_of_a_year")]
        constraints = [
            models.CheckConstraint(name="milestone_due_after_it_begins", condition=Q(due_on__gte=F("begins_on"))),
            models.CheckConstraint(
                name="milestone_done_with_a_proof", condition=Q(done_on=None) | Q(proof__isnull=False)
            ),
            models.CheckConstraint(
                name="milestone_void_with_a_reason", condition=Q(is_void=False) | Q(why_void__isnull=False)
            ),
        ]

    class Privacy:
        plain = {
            "id", "area", "county", "station", "year", "title", "office", "begins_on", "due_on", "done_on", "is_void",
            "made_by", "digest", "version",
        }  # fmt: skip
        guarded: set[str] = set()
        sealed = {"person", "proof", "why_early", "why_void"}

    def __str__(self):
        return self.title


class Need(models.Model):
    """That one step comes after another (前置节点). Steps never wait for one another in a circle."""

    milestone = models.ForeignKey(Milestone, models.CASCADE, related_name="needs", verbose_name=_("工作节点"))
    before = models.ForeignKey(Milestone, models.CASCADE, related_name="needed_by", verbose_name=_("前置节点"))

    class Meta:
        verbose_name = _("前置节点")
        constraints = [
            models.UniqueConstraint(fields=["milestone", "before"], name="need_once"),
            models.CheckConstraint(name="need_of_another_step", condition=~Q(milestone=F("before"))),
        ]

    class Privacy:
        plain = {"id", "milestone", "before"}
        guarded: set[str] = set()
        sealed: set[str] = set()

    def __str__(self):
        return f"{self.milestone_id} ← {self.before_id}"


class Duty(Scoped):
    """What a county answers for (责任事项), on its 责任清单: on what basis, which office, until when."""

    class State(models.TextChoices):
        OPEN = "open", _("未开始")
        UNDER_WAY = "under_way", _("推进中")
        DONE = "done", _("已完成")

    reach = Reach(area="county__path", county="county_id")
    key_owner = ("duty", "id")
    opened: dict[str, str | None]
    files: models.Manager

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    county = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("市县"))
    year = models.PositiveSmallIntegerField(_("年度"))
    title = models.CharField(_("责任事项"), max_length=200)
    basis = models.CharField(_("依据"), max_length=200)
    office = models.CharField(_("责任科室"), max_length=60)
    leader = SealedField(_("分管领导"), null=True)
    liaison = SealedField(_("联络员"), null=True)
    due_on = models.DateField(_("完成期限"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.OPEN)
    done_on = models.DateField(_("完成日期"), null=True, blank=True)
    progress = models.CharField(_("进展"), max_length=300, blank=True)
    is_void = models.BooleanField(_("已作废"), default=False)
    why_void = SealedField(_("作废原因"), null=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("编制人"))
    digest = models.CharField(_("内容摘要"), max_length=64)
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("责任事项")
        indexes = [models.Index(fields=["county", "year", "due_on", "id"], name="duties_of_a_county")]
        constraints = [
            models.CheckConstraint(
                name="duty_done_on_a_day",
                condition=Q(state="done", done_on__isnull=False) | ~Q(state="done") & Q(done_on=None),
            ),
            models.CheckConstraint(
                name="duty_void_with_a_reason", condition=Q(is_void=False) | Q(why_void__isnull=False)
            ),
        ]

    class Privacy:
        plain = {
            "id", "county", "year", "title", "basis", "office", "due_on", "state", "done_on", "progress", "is_void",
            "made_by", "digest", "version",
        }  # fmt: skip
        guarded: set[str] = set()
        sealed = {"leader", "liaison", "why_void"}

    def __str__(self):
        return self.title
