"""What a station does in a year (年度服务计划), after the 1+1+5+X of the policy."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yimi.core.ids import new_id
from yimi.core.scope import Reach, Scoped
from yimi.core.seal import SealedField
from yimi.network.models import Station


class AnnualPlan(Scoped):
    """The yearly plan of a station (年度服务计划): one resource platform, one key project, five domains, X specials.

    Number 1 is the plan itself, every later number an amendment (调整) of the one before; the approved one with the
    greatest number is in force. `ladder` is who signs, as it stood when it was submitted, and `signed` who has.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("编制中")
        SUBMITTED = "submitted", _("已提交")
        TOWNSHIP_AGREED = "township_agreed", _("乡镇（街道）已同意")
        APPROVED = "approved", _("已审定")
        RETURNED = "returned", _("已退回")

    class Level(models.TextChoices):
        PROVINCE = "province", _("省级")
        COUNTY = "county", _("市县级")
        STATION = "station", _("站级")

    EDITABLE = (State.DRAFT, State.RETURNED)
    WAITING = (State.SUBMITTED, State.TOWNSHIP_AGREED)

    reach = Reach(station="station_id", area="station__area_path", county="station__county_id")
    key_owner = ("plan", "id")
    opened: dict[str, str | None]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    station = models.ForeignKey(Station, models.PROTECT, related_name="+", verbose_name=_("社工站"))
    year = models.PositiveSmallIntegerField(_("年度"))
    number = models.PositiveSmallIntegerField(_("第几次"), default=1)
    state = models.CharField(_("状态"), max_length=16, choices=State, default=State.DRAFT)
    platform = models.CharField(_("资源平台"), max_length=500, blank=True)
    partners = models.CharField(_("合作单位"), max_length=300, blank=True)
    project = models.CharField(_("重点项目"), max_length=100, blank=True)
    project_level = models.CharField(_("重点项目级别"), max_length=10, choices=Level, default=Level.STATION)
    project_aim = models.CharField(_("重点项目目标"), max_length=500, blank=True)
    ladder = models.JSONField(_("审核环节"), default=list, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("编制人"))
    made_at = models.DateTimeField(_("编制时间"))
    township_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("同意人")
    )
    township_at = models.DateTimeField(_("同意时间"), null=True, blank=True)
    county_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("审定人")
    )
    county_at = models.DateTimeField(_("审定时间"), null=True, blank=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("退回人")
    )
    why_returned = SealedField(_("退回原因"), null=True)
    why_amended = SealedField(_("调整原因"), null=True)
    digest = models.CharField(_("内容摘要"), max_length=64, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("年度服务计划")
        indexes = [models.Index(fields=["year", "state"], name="plans_of_a_year")]
        constraints = [
            models.UniqueConstraint(fields=["station", "year", "number"], name="plan_numbered_once"),
            models.UniqueConstraint(
                fields=["station", "year"], condition=~Q(state="approved"), name="plan_one_open_for_a_year"
            ),
            models.CheckConstraint(
                name="plan_agreed_by_another", condition=Q(township_by=None) | ~Q(township_by=F("made_by"))
            ),
            models.CheckConstraint(
                name="plan_approved_by_another",
                condition=Q(county_by=None)
                | ~Q(county_by=F("made_by")) & (Q(township_by=None) | ~Q(county_by=F("township_by"))),
            ),
            models.CheckConstraint(
                name="plan_approved_by_somebody", condition=~Q(state="approved") | Q(county_by__isnull=False)
            ),
            models.CheckConstraint(
                name="plan_returned_with_a_reason", condition=~Q(state="returned") | Q(why_returned__isnull=False)
            ),
            models.CheckConstraint(
                name="plan_approved_with_its_key_project", condition=~Q(state="approved") | ~Q(project="")
            ),
        ]

    class Privacy:
        plain = {
            "id", "station", "year", "number", "state", "platform", "partners", "project", "project_level",
            "project_aim", "ladder", "made_by", "made_at", "township_by", "township_at", "county_by", "county_at",
            "returned_by", "digest", "version",
        }  # fmt: skip
        guarded: set[str] = set()
        sealed = {"why_returned", "why_amended"}

    def __str__(self):
        return f"{self.station_id} {self.year} {self.number}"


class PlanLine(models.Model):
    """How much of what is planned in one of the five domains (领域计划数): a measure of the figures and a quantity."""

    plan = models.ForeignKey(AnnualPlan, models.CASCADE, related_name="lines", verbose_name=_("年度服务计划"))
    order = models.PositiveSmallIntegerField(_("序号"), default=0)
    domain = models.CharField(_("领域"), max_length=8)
    measure = models.CharField(_("指标"), max_length=24)
    quantity = models.PositiveIntegerField(_("计划数"))

    class Meta:
        verbose_name = _("领域计划数")
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "domain", "measure"], name="line_once_in_a_plan"),
            models.CheckConstraint(name="line_plans_something", condition=Q(quantity__gte=1)),
        ]

    class Privacy:
        plain = {"id", "plan", "order", "domain", "measure", "quantity"}
        guarded: set[str] = set()
        sealed: set[str] = set()

    def __str__(self):
        return f"{self.domain} {self.measure} {self.quantity}"


class Special(models.Model):
    """A special service of the station (特色服务, the X), under its local code, perhaps with a quantity."""

    plan = models.ForeignKey(AnnualPlan, models.CASCADE, related_name="specials", verbose_name=_("年度服务计划"))
    order = models.PositiveSmallIntegerField(_("序号"), default=0)
    code = models.CharField(_("编号"), max_length=12)
    name = models.CharField(_("特色服务"), max_length=60)
    measure = models.CharField(_("指标"), max_length=24, blank=True)
    quantity = models.PositiveIntegerField(_("计划数"), null=True, blank=True)

    class Meta:
        verbose_name = _("特色服务")
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="special_once_in_a_plan"),
            models.CheckConstraint(
                name="special_quantity_of_a_measure",
                condition=Q(measure="", quantity=None) | ~Q(measure="") & Q(quantity__gte=1),
            ),
        ]

    class Privacy:
        plain = {"id", "plan", "order", "code", "name", "measure", "quantity"}
        guarded: set[str] = set()
        sealed: set[str] = set()

    def __str__(self):
        return f"{self.code} {self.name}"
