"""What the engine keeps (数字): marks of what changed, leaves, nodes and changes of stock.

A leaf is one station and one month, a node one county (市县) and one month. Both are pure functions of the
facts and may be thrown away and rebuilt at any time; what a locked month was is kept for good. No
personal data: only counts and sets of person numbers.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from yimi.network.models import Area, Station

from .parts import TOTALS


class Mark(models.Model):
    """Facts of this station and month changed since the leaf was made (待重算标记). Insert-only."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="+", verbose_name=_("社工站"))
    month = models.DateField(_("月份"))

    class Meta:
        verbose_name = _("待重算标记")
        indexes = [models.Index(fields=["month", "station"], name="mark_by_month")]

    class Privacy:
        plain = {"id", "station", "month"}
        guarded: set[str] = set()
        sealed: set[str] = set()


class NodeMark(models.Model):
    """A leaf below this county changed since the node was made (市县待重算标记). Insert-only."""

    area = models.ForeignKey(Area, models.CASCADE, related_name="+", verbose_name=_("市县"))
    month = models.DateField(_("月份"))

    class Meta:
        verbose_name = _("市县待重算标记")
        indexes = [models.Index(fields=["month", "area"], name="node_mark_by_month")]

    class Privacy:
        plain = {"id", "area", "month"}
        guarded: set[str] = set()
        sealed: set[str] = set()


class Parts(models.QuerySet):
    """The stored parts of leaves or nodes."""

    def each(self) -> "Parts":
        """One row for each leaf or node: all of them have their totals."""
        return self.filter(part=TOTALS)


class Part(models.Model):
    """One of the parts of a leaf or node, so that a reader fetches what she asks for and nothing else.

    `part` is `totals` (what most readers ask for alone), `counts` (all counts by breakdown) or a distinct measure
    with one of its breakdowns, of which `content` holds the person numbers (`figures.parts`).
    """

    month = models.DateField(_("月份"))
    part = models.CharField(_("部分"), max_length=80)
    content = models.BinaryField(_("内容"))

    objects = Parts.as_manager()

    class Meta:
        abstract = True


class LeafPart(Part):
    """A part of the figures of one station and one month (月叶)."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="+", verbose_name=_("社工站"))

    class Meta:
        verbose_name = _("月叶")
        constraints = [models.UniqueConstraint(fields=["month", "part", "station"], name="leaf_part_once")]

    class Privacy:
        plain = {"id", "station", "month", "part"}
        guarded = {"content"}
        sealed: set[str] = set()


class NodePart(Part):
    """A part of the figures of one county and one month (月节点): its leaves added and united."""

    area = models.ForeignKey(Area, models.CASCADE, related_name="+", verbose_name=_("市县"))

    class Meta:
        verbose_name = _("月节点")
        constraints = [models.UniqueConstraint(fields=["month", "part", "area"], name="node_part_once")]

    class Privacy:
        plain = {"id", "area", "month", "part"}
        guarded = {"content"}
        sealed: set[str] = set()


class StockChange(models.Model):
    """By how much a stock of a station changed in a month (存量变化); the level is the running sum."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="+", verbose_name=_("社工站"))
    month = models.DateField(_("月份"))
    measure = models.CharField(_("指标"), max_length=32)
    change = models.IntegerField(_("变化"))

    class Meta:
        verbose_name = _("存量变化")
        # Levels are sums over a station's months, read from this index alone.
        indexes = [models.Index(fields=["measure", "station", "month", "change"], name="stock_changes_of_station")]
        constraints = [models.UniqueConstraint(fields=["measure", "month", "station"], name="stock_change_once")]

    class Privacy:
        plain = {"id", "station", "month", "measure", "change"}
        guarded: set[str] = set()
        sealed: set[str] = set()


class Unlike(models.Model):
    """A stored leaf or node that a sample found to differ from the facts (抽查不一致), and that was made again."""

    station = models.ForeignKey(Station, models.CASCADE, null=True, related_name="+", verbose_name=_("社工站"))
    area = models.ForeignKey(Area, models.CASCADE, null=True, related_name="+", verbose_name=_("市县"))
    month = models.DateField(_("月份"))
    found_on = models.DateField(_("抽查日期"))

    class Meta:
        verbose_name = _("抽查不一致")
        constraints = [
            models.CheckConstraint(
                name="unlike_is_of_a_station_or_a_county",
                condition=models.Q(station=None, area__isnull=False) | models.Q(station__isnull=False, area=None),
            ),
        ]

    class Privacy:
        plain = {"id", "station", "area", "month", "found_on"}
        guarded: set[str] = set()
        sealed: set[str] = set()


class MonthLock(models.Model):
    """That a month is locked (月锁定): when, and up to which number of the journal its figures go."""

    month = models.DateField(_("月份"), unique=True)
    at = models.DateTimeField(_("锁定时间"))
    position = models.BigIntegerField(_("日志序号"))

    class Meta:
        verbose_name = _("月锁定")

    class Privacy:
        plain = {"id", "month", "at", "position"}
        guarded: set[str] = set()
        sealed: set[str] = set()


class Frozen(models.Model):
    """The numbers of a station or an area as they were when the month was locked (锁定值). Never changed."""

    lock = models.ForeignKey(MonthLock, models.PROTECT, related_name="frozen", verbose_name=_("月锁定"))
    place = models.UUIDField(_("社工站或区划"))
    values = models.JSONField(_("各指标的数"))

    class Meta:
        verbose_name = _("锁定值")
        constraints = [models.UniqueConstraint(fields=["lock", "place"], name="frozen_once_for_a_place")]

    class Privacy:
        plain = {"id", "lock", "place", "values"}
        guarded: set[str] = set()
        sealed: set[str] = set()
