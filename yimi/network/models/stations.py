"""Stations (社工站) of the three levels, who hosts and runs them, and the area each belongs to."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from yimi.core.ids import new_id
from yimi.core.scope import Reach, Scoped

from .areas import Area


class Organisation(models.Model):
    """An organisation (机构): a department, a township government, an agency, a partner."""

    class Kind(models.TextChoices):
        DEPARTMENT = "department", _("省级部门")
        BUREAU = "bureau", _("市县民政局")
        TOWNSHIP_GOV = "township_gov", _("乡镇人民政府（街道办事处）")
        AGENCY = "agency", _("社会工作服务机构")
        CENTRE = "centre", _("社会工作服务中心")
        EVALUATOR = "evaluator", _("评估机构")
        TRAINING = "training", _("培训机构")
        PARTNER = "partner", _("合作单位")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(_("类别"), max_length=16, choices=Kind)
    name = models.CharField(_("名称"), max_length=100)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, null=True, unique=True)  # noqa: DJ001 (null: unknown)
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+", verbose_name=_("所在区划"))

    class Meta:
        verbose_name = _("机构")
        ordering = ["name"]

    class Privacy:
        plain = {"id", "kind", "name", "uscc", "area"}
        guarded: set[str] = set()
        sealed: set[str] = set()

    def __str__(self):
        return self.name


class Station(Scoped):
    """A social work station (社工站): county centre, township station or village room.

    Its code is the code of its seat area. Unveiling (揭牌) is an event and no condition of operating.
    """

    class Level(models.TextChoices):
        COUNTY_CENTRE = "county_centre", _("县级社会工作服务中心")
        STATION = "station", _("社工站")
        VILLAGE_ROOM = "village_room", _("村（居）社工室")

    class Mode(models.TextChoices):
        TOWNSHIP = "township", _("乡镇")
        SUBDISTRICT = "subdistrict", _("街道")
        BIG_COMMUNITY = "big_community", _("大社区")

    class Kind(models.TextChoices):
        GENERAL = "general", _("社工站")
        SPECIAL = "special", _("专项社工站")
        FARM = "farm", _("农场（改居）社工站")

    class State(models.TextChoices):
        PLANNED = "planned", _("规划选址")
        BUILDING = "building", _("建设中")
        SELF_CHECKED = "self_checked", _("自查完成")
        ACCEPTING = "accepting", _("验收中")
        RECTIFYING = "rectifying", _("整改中")
        ACCEPTED = "accepted", _("验收合格")
        OPERATING = "operating", _("运营")
        SUSPENDED = "suspended", _("暂停运营")
        CLOSED = "closed", _("已撤销")

    class PremisesSource(models.TextChoices):
        REUSED = "reused", _("利旧")
        MERGED = "merged", _("整合")
        SHARED = "shared", _("共享")
        RENTED = "rented", _("新租")

    reach = Reach(station="id", area="area_path", county="county_id")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(_("站点代码"), max_length=12, unique=True)
    name = models.CharField(_("站名"), max_length=60)
    short_name = models.CharField(_("简称"), max_length=30)
    level = models.CharField(_("层级"), max_length=16, choices=Level, default=Level.STATION)
    mode = models.CharField(_("建设模式"), max_length=16, choices=Mode, blank=True)
    kind = models.CharField(_("类型"), max_length=10, choices=Kind, default=Kind.GENERAL)
    batch = models.CharField(_("批次"), max_length=20, blank=True)
    state = models.CharField(_("状态"), max_length=16, choices=State, default=State.PLANNED)
    area = models.ForeignKey(Area, models.PROTECT, related_name="stations", verbose_name=_("驻地区划"))
    area_path = models.CharField(_("区划路径"), max_length=80, db_index=True)
    county = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("市县"))
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children", verbose_name=_("上级站点"))
    host = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+", verbose_name=_("主管单位"))
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="merged", verbose_name=_("并入站点")
    )
    operator = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+", verbose_name=_("承接机构"))
    prefix = models.CharField(
        _("档案号前缀"),
        max_length=8,
        unique=True,
        validators=[RegexValidator("^[A-Z]{4,8}$", _("请填 4 至 8 个大写字母。"))],
    )
    next_file_number = models.PositiveIntegerField(_("下一档案序号"), default=1)
    phone = models.CharField(_("电话"), max_length=20, blank=True)
    address = models.CharField(_("地址"), max_length=100, blank=True)
    premises_source = models.CharField(_("场地来源"), max_length=10, choices=PremisesSource, blank=True)
    self_checked_on = models.DateField(_("自查日期"), null=True, blank=True)
    accepted_on = models.DateField(_("验收合格日期"), null=True, blank=True)
    unveiled_on = models.DateField(_("揭牌日期"), null=True, blank=True)
    operating_on = models.DateField(_("运营日期"), null=True, blank=True)
    ceased_on = models.DateField(_("停止运营日期"), null=True, blank=True)
    stop_reason = models.CharField(_("停止运营原因"), max_length=200, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("社工站")
        ordering = ["code"]
        indexes = [models.Index(fields=["county", "level", "state"])]
        constraints = [
            models.CheckConstraint(
                name="station_mode_only_at_level_station", condition=Q(mode="") | Q(level="station")
            ),
            models.CheckConstraint(
                name="station_operating_has_operating_on",
                condition=~Q(state="operating") | Q(operating_on__isnull=False),
            ),
            models.CheckConstraint(
                name="station_ceased_on_exactly_when_it_ceased",
                condition=Q(ceased_on__isnull=False, state__in=["suspended", "closed"])
                | Q(ceased_on=None) & ~Q(state__in=["suspended", "closed"]),
            ),
            models.CheckConstraint(
                name="station_accepted_after_self_check",
                condition=Q(self_checked_on=None) | Q(accepted_on=None) | Q(accepted_on__gte=F("self_checked_on")),
            ),
            models.CheckConstraint(
                name="station_operating_after_acceptance",
                condition=Q(accepted_on=None) | Q(operating_on=None) | Q(operating_on__gte=F("accepted_on")),
            ),
            models.CheckConstraint(
                name="station_ceased_after_operating",
                condition=Q(operating_on=None) | Q(ceased_on=None) | Q(ceased_on__gte=F("operating_on")),
            ),
            models.CheckConstraint(name="station_merged_is_closed", condition=Q(merged_into=None) | Q(state="closed")),
            models.CheckConstraint(
                name="station_not_merged_into_itself", condition=Q(merged_into=None) | ~Q(merged_into=F("id"))
            ),
            models.CheckConstraint(name="station_prefix_is_upper_case", condition=Q(prefix=Upper("prefix"))),
        ]

    class Privacy:
        plain = {
            *("id", "code", "name", "short_name", "level", "mode", "kind", "batch", "state", "area", "area_path"),
            *("county", "parent", "host", "operator", "prefix", "next_file_number", "phone", "address"),
            *(
                "premises_source",
                "self_checked_on",
                "accepted_on",
                "unveiled_on",
                "operating_on",
                "ceased_on",
                "stop_reason",
                "merged_into",
                "version",
            ),
        }
        guarded: set[str] = set()
        sealed: set[str] = set()

    def __str__(self):
        return self.name
