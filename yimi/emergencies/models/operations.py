"""The emergency action itself (应急关爱行动). A person opens it, advances it and ends it; no weather feed does."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.actors import Actor, Reached
from yimi.core.ids import new_id
from yimi.core.permissions import OnKind, Permission
from yimi.core.scope import Reach, Scoped, ScopedQuerySet, path_range
from yimi.network.models import Area, Station
from yimi.network.queries import paths_above

NOWHERE = "-/-/"


class Kind(models.TextChoices):
    """What it is about (行动类别)."""

    TYPHOON = "typhoon", _("台风")
    RAINSTORM = "rainstorm", _("暴雨")
    HEAT = "heat", _("高温")
    COLD = "cold", _("低温")


class Level(models.IntegerChoices):
    """The response level that is in force (应急响应等级); one is the highest."""

    ONE = 1, _("Ⅰ级")
    TWO = 2, _("Ⅱ级")
    THREE = 3, _("Ⅲ级")
    FOUR = 4, _("Ⅳ级")


class Phase(models.TextChoices):
    """How far it has come (行动阶段)."""

    CHECK = "check", _("临灾排查")
    MOVE = "move", _("转移避险")
    CONTACT = "contact", _("灾中联络")
    AFTER = "after", _("灾后探访")


def _of_area(grant: Reached) -> Q:
    return _concerning(grant.area_path or NOWHERE)


def _of_station(grant: Reached) -> Q:
    station = Station.objects.unscoped("社工站所在区划").filter(pk=grant.on_id)
    return _concerning(station.values_list("area_path", flat=True).first() or NOWHERE)


def _concerning(path: str) -> Q:
    """Actions over a place or within it. A join would give an action once for each of its places."""
    here = Q(places__path__in=paths_above(path)) | path_range("places__path", path)
    return Q(pk__in=Operation.objects.unscoped("涉及本地的行动").filter(here).values("pk"))


class Operation(Scoped):
    """An emergency action (应急关爱行动) over some places. What the province opened has no county.

    The decision and the order to move people belong to villages, towns and 三防; stations tell, help and report.
    `is_drill` (演练) keeps all of it out of the figures. From `closes_on` nobody reads its list any more.
    """

    reach = Reach(relations={str(OnKind.AREA): _of_area, str(OnKind.STATION): _of_station})

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(_("行动类别"), max_length=10, choices=Kind)
    name = models.CharField(_("名称"), max_length=30)
    number = models.CharField(_("编号"), max_length=30, blank=True)
    level = models.PositiveSmallIntegerField(_("应急响应等级"), choices=Level)
    phase = models.CharField(_("行动阶段"), max_length=8, choices=Phase, default=Phase.CHECK)
    is_drill = models.BooleanField(_("演练"), default=False)
    places: models.ManyToManyField = models.ManyToManyField(Area, related_name="+", verbose_name=_("涉及区划"))
    county = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("启动市县")
    )
    impact_at = models.DateTimeField(_("预计影响时间"))
    indoors_at = models.DateTimeField(_("停止外出时间"), null=True, blank=True)
    opened_at = models.DateTimeField(_("启动时间"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("启动人"))
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    closes_on = models.DateField(_("名单关闭日期"), null=True, blank=True)
    digest = models.CharField(_("内容摘要"), max_length=64)
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("应急关爱行动")
        indexes = [models.Index(fields=["-opened_at", "-id"], name="emergencies_newest_first")]
        constraints = [
            models.CheckConstraint(name="emergency_level_is_one_to_four", condition=Q(level__range=(1, 4))),
            models.CheckConstraint(
                name="emergency_indoors_before_it_strikes",
                condition=Q(indoors_at=None) | Q(indoors_at__lte=F("impact_at")),
            ),
            models.CheckConstraint(
                name="emergency_list_closes_after_the_end",
                condition=Q(ended_at=None, closes_on=None) | Q(ended_at__isnull=False, closes_on__isnull=False),
            ),
        ]

    class Privacy:
        plain = {
            "id", "kind", "name", "number", "level", "phase", "is_drill", "county", "impact_at", "indoors_at",
            "opened_at", "opened_by", "ended_at", "closes_on", "digest", "version",
        }  # fmt: skip
        guarded: set[str] = set()
        sealed: set[str] = set()

    def __str__(self):
        return self.name

    @property
    def is_over(self) -> bool:
        return self.ended_at is not None

    @property
    def is_closed(self) -> bool:
        """Whether nobody reads its list any more (名单已关闭)."""
        return self.closes_on is not None and self.closes_on < clock.today()

    @property
    def is_indoors(self) -> bool:
        """Whether everybody is to stay indoors now: only the telephone is left."""
        is_due = self.indoors_at is not None and clock.now() >= self.indoors_at
        return is_due and not self.is_over and self.phase != Phase.AFTER


class Change(models.Model):
    """One turn of an action (行动变动): opened, another level or phase, ended; when and by whom."""

    class What(models.TextChoices):
        OPENED = "opened", _("启动")
        LEVEL = "level", _("调整响应等级")
        PHASE = "phase", _("进入阶段")
        TIMES = "times", _("修改内容")
        ENDED = "ended", _("结束")

    operation = models.ForeignKey(Operation, models.CASCADE, related_name="changes", verbose_name=_("应急关爱行动"))
    what = models.CharField(_("变动"), max_length=8, choices=What)
    to = models.CharField(_("改为"), max_length=10, blank=True)
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("经办人"))

    class Meta:
        verbose_name = _("行动变动")
        ordering = ["at", "id"]

    class Privacy:
        plain = {"id", "operation", "what", "to", "at", "by"}
        guarded: set[str] = set()
        sealed: set[str] = set()

    def __str__(self):
        return f"{self.get_what_display()} {self.to_label}".strip()

    @property
    def to_label(self) -> str:
        if self.what == self.What.LEVEL or self.what == self.What.OPENED:
            return str(Level(int(self.to)).label)
        return str(Phase(self.to).label) if self.what == self.What.PHASE else ""


class OfOperation(ScopedQuerySet):
    """Rows of an action: within reach only as long as its list is open. `counted` are numbers, which stay."""

    def allowed(self, actor: Actor, permission: Permission):
        return self.counted(actor, permission).filter(while_open(self.model.operation_path))

    def counted(self, actor: Actor, permission: Permission):
        """The same rows without the day on which the list closes, to be counted and not shown."""
        return super().allowed(actor, permission)


def while_open(path: str) -> Q:
    """Until the day on which the list of an action closes (名单关闭前)."""
    closes = f"{path}__closes_on"
    return Q(**{closes: None}) | Q(**{f"{closes}__gte": clock.today()})


class ScopedWhileOpen(Scoped):
    """A model whose rows are read only until the list of their action closes."""

    operation_path = "operation"

    objects: ClassVar[Any] = OfOperation.as_manager()

    class Meta:
        abstract = True
