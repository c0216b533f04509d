"""A request for material (填报事项), its lines, and what was refused because the ledger holds it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yimi.core.ids import new_id
from yimi.core.scope import Reach, Scoped
from yimi.network.models import Area
from yimi.requests.reach import REACH


class Frequency(models.TextChoices):
    """How often it is asked (填报频次)."""

    ONCE = "once", _("一次")
    WEEKLY = "weekly", _("每周")
    MONTHLY = "monthly", _("每月")
    QUARTERLY = "quarterly", _("每季")
    HALF_YEAR = "half_year", _("每半年")
    ANNUAL = "annual", _("每年")
    IRREGULAR = "irregular", _("不定期")


class Level(models.TextChoices):
    """How high the office stands that asks (提出层级)."""

    PROVINCE = "province", _("省级")
    COUNTY = "county", _("市县级")
    TOWNSHIP = "township", _("乡镇（街道）级")


class StationLevel(models.TextChoices):
    """Which stations of an area are asked (填报层级)."""

    STATION = "station", _("社工站")
    COUNTY_CENTRE = "county_centre", _("县级社会工作服务中心")
    VILLAGE_ROOM = "village_room", _("村（居）社工室")


class Demand(Scoped):
    """A request for material (填报事项): what an office wants from stations, on what basis, how often, how long.

    `area` is the area of the office that asks, `target` that of the stations which answer. It binds nobody until the
    county or the province has published it, and nothing in it may be a number that the ledger holds.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("待公布")
        RETURNED = "returned", _("已退回")
        PUBLISHED = "published", _("已公布")
        ENDED = "ended", _("已终止")

    reach = REACH
    line_count: int  # where the register counts them

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("提出单位所在区划"))
    level = models.CharField(_("提出层级"), max_length=10, choices=Level)
    office = models.CharField(_("提出单位"), max_length=80)
    title = models.CharField(_("事项名称"), max_length=100)
    basis = models.CharField(_("文件依据"), max_length=200)
    frequency = models.CharField(_("填报频次"), max_length=10, choices=Frequency)
    times_a_year = models.PositiveSmallIntegerField(_("预计每年次数"), null=True)
    minutes = models.PositiveSmallIntegerField(_("每站每次用时（分钟）"))
    target = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("填报范围"))
    to_level = models.CharField(_("填报层级"), max_length=16, choices=StationLevel, default=StationLevel.STATION)
    valid_from = models.DateField(_("开始日期"))
    valid_until = models.DateField(_("结束日期"), null=True)
    beyond = models.CharField(_("台账之外的内容"), max_length=200, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.PROPOSED)
    proposed_on = models.DateField(_("提出日期"))
    published_on = models.DateField(_("公布日期"), null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("公布人")
    )
    ended_on = models.DateField(_("终止日期"), null=True)
    why = models.CharField(_("退回或终止原因"), max_length=200, blank=True)
    digest = models.CharField(_("内容摘要"), max_length=64)
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("填报事项")
        indexes = [
            models.Index(fields=["-proposed_on", "-id"], name="demands_newest_first"),
            models.Index(fields=["target", "to_level", "state"], name="demands_of_stations"),
        ]
        constraints = [
            models.CheckConstraint(
                name="demand_valid_from_before_until",
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="demand_asked_once_has_a_last_day", condition=~Q(frequency="once") | Q(valid_until__isnull=False)
            ),
            models.CheckConstraint(
                name="demand_without_rhythm_says_how_often",
                condition=Q(frequency="irregular", times_a_year__gte=1, times_a_year__lte=366)
                | (~Q(frequency="irregular") & Q(times_a_year=None)),
            ),
            models.CheckConstraint(
                name="demand_takes_a_minute_to_forty_hours", condition=Q(minutes__gte=1, minutes__lte=2400)
            ),
            models.CheckConstraint(
                name="demand_published_says_when_and_by_whom",
                condition=~Q(state="published") | Q(published_on__isnull=False, published_by__isnull=False),
            ),
            models.CheckConstraint(
                name="demand_ended_on_a_day_with_a_reason",
                condition=(Q(state="ended", ended_on__isnull=False) & ~Q(why=""))
                | (~Q(state="ended") & Q(ended_on=None)),
            ),
            models.CheckConstraint(
                name="demand_returned_with_a_reason", condition=~Q(state="returned") | ~Q(why="")
            ),
        ]  # fmt: skip

    class Privacy:
        plain = {
            "id", "area", "level", "frequency", "times_a_year", "minutes", "target", "to_level", "valid_from",
            "valid_until", "state", "proposed_on", "published_on", "published_by", "ended_on", "digest", "version",
        }  # fmt: skip
        guarded = {"office", "title", "basis", "beyond", "why"}
        sealed: set[str] = set()

    def __str__(self):
        return self.title


class DemandLine(models.Model):
    """One line that is asked (填报内容): words, a list, an opinion – never a number of the ledger."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    demand = models.ForeignKey(Demand, models.CASCADE, related_name="lines", verbose_name=_("填报事项"))
    nth = models.PositiveSmallIntegerField(_("第几项"))
    text = models.CharField(_("填报内容"), max_length=100)

    class Meta:
        verbose_name = _("填报内容")
        ordering = ["nth"]
        constraints = [
            models.UniqueConstraint(name="line_of_a_demand_has_its_number", fields=["demand", "nth"]),
            models.CheckConstraint(name="line_of_a_demand_says_something", condition=~Q(text="")),
        ]

    class Privacy:
        plain = {"id", "demand", "nth"}
        guarded = {"text"}
        sealed: set[str] = set()

    def __str__(self):
        return self.text


class Refusal(Scoped):
    """A line that was refused (台账已有，不再填报): who asked which stations for what, and the measure that has it.

    `tried` is the id under which it was sent; the same line sent again is the same refusal.
    """

    reach = Reach(area="area__path", county="area__county_id")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tried = models.UUIDField(_("提出的编号"))
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("提出单位所在区划"))
    office = models.CharField(_("提出单位"), max_length=80)
    title = models.CharField(_("事项名称"), max_length=100)
    text = models.CharField(_("填报内容"), max_length=100)
    measure = models.CharField(_("台账指标"), max_length=32)
    refused_on = models.DateField(_("日期"))
    refused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("提出人")
    )  # fmt: skip

    class Meta:
        verbose_name = _("台账已有的要求")
        indexes = [models.Index(fields=["-refused_on", "-id"], name="refusals_newest_first")]
        constraints = [models.UniqueConstraint(name="refused_once_for_a_measure", fields=["tried", "measure"])]

    class Privacy:
        plain = {"id", "tried", "area", "measure", "refused_on", "refused_by"}
        guarded = {"office", "title", "text"}
        sealed: set[str] = set()

    def __str__(self):
        return f"{self.measure} {self.refused_on}"
