"""What is to be reached in a year (目标), and how it is handed down (分解): province, county, station, month."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yimi.core.ids import new_id
from yimi.core.scope import Reach, Scoped
from yimi.network.models import Area, Station


class Target(Scoped):
    """A yearly target (年度目标) of the province or of a county: a measure, a year, and the policy it rests on.

    What is to be reached stands in its decompositions, version by version; `due_on` is until when a level is reached.
    """

    reach = Reach(area="area__path", county="county_id")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    measure = models.CharField(_("指标"), max_length=24)
    year = models.PositiveSmallIntegerField(_("年度"))
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("下达单位"))
    county = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+", verbose_name=_("市县"))
    anchor = models.CharField(_("政策依据"), max_length=16)
    anchor_number = models.CharField(_("文号"), max_length=60, blank=True)
    anchor_title = models.CharField(_("文件名称"), max_length=120)
    due_on = models.DateField(_("完成期限"))
    digest = models.CharField(_("内容摘要"), max_length=64)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("拟订人"))
    made_at = models.DateTimeField(_("拟订时间"))

    class Meta:
        verbose_name = _("年度目标")
        constraints = [
            models.UniqueConstraint(fields=["area", "measure", "year"], name="target_once_a_measure_and_year")
        ]

    class Privacy:
        plain = {
            "id", "measure", "year", "area", "county", "anchor", "anchor_number", "anchor_title", "due_on", "digest",
            "made_by", "made_at",
        }  # fmt: skip
        guarded: set[str] = set()
        sealed: set[str] = set()

    def __str__(self):
        return f"{self.measure} {self.year}"


class Decomposition(Scoped):
    """How one place hands a target down (目标分解), in one version: county by county, station by station, or by month.

    A draft may not add up; a published one does, and never changes: a later change is the next number. `total` is
    what is to be reached; of a rate it is in tenths of a per cent. `place` is `area:469030` or `station:469030104`.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        PUBLISHED = "published", _("已下达")

    class Rule(models.TextChoices):
        EQUAL = "equal", _("平均")
        STATIONS = "stations", _("按运营社工站数")
        CLIENTS = "clients", _("按在册档案数")
        LAST_YEAR = "last_year", _("按上年完成数")
        WORKDAYS = "workdays", _("按工作日")
        SAME = "same", _("各地相同")

    reach = Reach(station="station_id", area="area__path", county="county_id")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    target = models.ForeignKey(Target, models.PROTECT, related_name="decompositions", verbose_name=_("年度目标"))
    place = models.CharField(_("分解单位"), max_length=24)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("区划"))
    county = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+", verbose_name=_("市县"))
    station = models.ForeignKey(Station, models.PROTECT, null=True, related_name="+", verbose_name=_("社工站"))
    number = models.PositiveSmallIntegerField(_("第几版"), default=1)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.DRAFT)
    total = models.PositiveBigIntegerField(_("目标值"))
    rule = models.CharField(_("分解办法"), max_length=10, choices=Rule)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("编制人"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("下达人")
    )
    published_at = models.DateTimeField(_("下达时间"), null=True, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("目标分解")
        constraints = [
            models.UniqueConstraint(fields=["target", "place", "number"], name="decomposition_numbered_once"),
            models.UniqueConstraint(
                fields=["target", "place"], condition=Q(state="draft"), name="decomposition_one_draft_for_a_place"
            ),
            models.CheckConstraint(
                name="decomposition_published_by_somebody",
                condition=Q(state="draft", published_by=None, published_at=None)
                | Q(state="published", published_by__isnull=False, published_at__isnull=False),
            ),
        ]

    class Privacy:
        plain = {
            "id", "target", "place", "area", "county", "station", "number", "state", "total", "rule", "made_by",
            "published_by", "published_at", "version",
        }  # fmt: skip
        guarded: set[str] = set()
        sealed: set[str] = set()

    def __str__(self):
        return f"{self.target_id} {self.number}"


class Share(Scoped):
    """What one county, one station or one month has to reach (分解值); locked, no rule changes it.

    The `place` of a month is `month:03`.
    """

    reach = Reach(station="station_id", area="area__path", county="county_id")

    decomposition = models.ForeignKey(
        Decomposition, models.CASCADE, related_name="shares", verbose_name=_("目标分解")
    )  # fmt: skip
    place = models.CharField(_("承担单位"), max_length=24)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("区划"))
    county = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+", verbose_name=_("市县"))
    station = models.ForeignKey(Station, models.PROTECT, null=True, related_name="+", verbose_name=_("社工站"))
    month = models.PositiveSmallIntegerField(_("月份"), null=True)
    value = models.PositiveBigIntegerField(_("分解值"))
    is_locked = models.BooleanField(_("锁定"), default=False)

    class Meta:
        verbose_name = _("分解值")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["decomposition", "place"], name="share_once_in_a_decomposition"),
            models.CheckConstraint(
                name="share_of_a_month_of_the_year", condition=Q(month=None) | Q(month__gte=1, month__lte=12)
            ),
        ]

    class Privacy:
        plain = {"id", "decomposition", "place", "area", "county", "station", "month", "value", "is_locked"}
        guarded: set[str] = set()
        sealed: set[str] = set()

    def __str__(self):
        return f"{self.value}"
