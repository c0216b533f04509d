"""Areas (区划): divisions of the province, statistical units and management units."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yimi.core.ids import new_id


class Area(models.Model):
    """An area (区划). Its path begins with its parent's path, and depth differs from county to county.

    `county` is the ranked ancestor (市县), the area itself for a county, and nothing for the province.
    """

    class Level(models.TextChoices):
        PROVINCE = "province", _("省")
        CITY = "city", _("设区的市")
        COUNTY = "county", _("市县")
        DISTRICT = "district", _("区")
        TOWNSHIP = "township", _("乡镇（街道）")
        VILLAGE = "village", _("村（居）")
        UNIT = "unit", _("大社区")

    class Kind(models.TextChoices):
        ADMINISTRATIVE = "administrative", _("行政区划")
        STATISTICAL = "statistical", _("统计用区划")
        MANAGEMENT_UNIT = "management_unit", _("管理单元")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(_("区划代码"), max_length=12, unique=True)
    name = models.CharField(_("名称"), max_length=50)
    short_name = models.CharField(_("简称"), max_length=50)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children", verbose_name=_("上级"))
    path = models.CharField(_("区划路径"), max_length=80, unique=True)  # 46/460100/460106/460106100/
    level = models.CharField(_("层级"), max_length=10, choices=Level)
    kind = models.CharField(_("类别"), max_length=16, choices=Kind, default=Kind.ADMINISTRATIVE)
    is_ranked = models.BooleanField(_("市县"), default=False)
    is_hidden = models.BooleanField(_("不供选择"), default=False)
    order = models.PositiveIntegerField(_("次序"), default=0)
    county = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", verbose_name=_("所属市县"))
    valid_from = models.DateField(_("启用日期"), null=True)
    valid_to = models.DateField(_("停用日期"), null=True)
    source = models.CharField(_("来源"), max_length=100, blank=True)
    note = models.CharField(_("说明"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("区划")
        ordering = ["path"]
        indexes = [models.Index(fields=["parent", "order"]), models.Index(fields=["level", "order"])]
        constraints = [
            models.CheckConstraint(
                name="area_ranked_is_city_or_county", condition=Q(is_ranked=False) | Q(level__in=["city", "county"])
            ),
            models.CheckConstraint(
                name="area_only_province_has_no_parent",
                condition=Q(parent=None, level="province") | Q(parent__isnull=False) & ~Q(level="province"),
            ),
            models.CheckConstraint(
                name="area_valid_to_after_valid_from",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    class Privacy:
        plain = {
            *("id", "code", "name", "short_name", "parent", "path", "level", "kind", "is_ranked", "is_hidden"),
            *("order", "county", "valid_from", "valid_to", "source", "note"),
        }
        guarded: set[str] = set()
        sealed: set[str] = set()

    def __str__(self):
        return self.name


class AreaCode(models.Model):
    """A code that an area had once (原区划代码); it goes on finding the area."""

    area = models.ForeignKey(Area, models.CASCADE, related_name="codes", verbose_name=_("区划"))
    code = models.CharField(_("原代码"), max_length=12, db_index=True)
    until_on = models.DateField(_("变更日期"))
    source = models.CharField(_("来源"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("原区划代码")
        ordering = ["-until_on", "-pk"]

    class Privacy:
        plain = {"id", "area", "code", "until_on", "source"}
        guarded: set[str] = set()
        sealed: set[str] = set()

    def __str__(self):
        return self.code


class Covered(models.Model):
    """A village or community (村居) that a management unit (大社区) covers."""

    unit = models.ForeignKey(Area, models.CASCADE, related_name="covered", verbose_name=_("管理单元"))
    area = models.ForeignKey(Area, models.PROTECT, related_name="covered_by", verbose_name=_("村（居）"))

    class Meta:
        verbose_name = _("覆盖村（居）")
        ordering = ["area__path"]
        constraints = [models.UniqueConstraint(name="covered_village_has_one_unit", fields=["area"])]

    class Privacy:
        plain = {"id", "unit", "area"}
        guarded: set[str] = set()
        sealed: set[str] = set()

    def __str__(self):
        return f"{self.unit_id}:{self.area_id}"
