"""Publications (信息宣传): what a station writes and hands in, what was printed of it, and by whom it was adopted."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yimi.core.ids import new_id
from yimi.core.scope import Reach, Scoped
from yimi.core.seal import SealedField
from yimi.network.models import Station
from yimi.services.models import Contact


class Kind(models.TextChoices):
    """What sort of text it is (信息类别). The first two are written and handed in, the others only noted."""

    BRIEF = "brief", _("信息简报")
    CASE = "case", _("典型案例")
    NEWS = "news", _("新闻")
    MEDIA = "media", _("媒体采用")


class Level(models.TextChoices):
    """Who adopted it (采用层级): an office of county, province or nation, or a medium."""

    COUNTY = "county", _("市县")
    PROVINCE = "province", _("省级")
    MEDIA = "media", _("媒体")
    NATION = "nation", _("国家级")


class OutletLevel(models.TextChoices):
    """How far a medium reaches (媒体级别)."""

    NATION = "nation", _("国家级媒体")
    PROVINCE = "province", _("省级媒体")
    COUNTY = "county", _("市县媒体")
    AGENCY = "agency", _("机构自有渠道")


class Publication(Scoped):
    """One text of a station (信息宣传). It names no client: people are 服务对象, places are villages.

    Written texts go from the station to the county and from there to the province; news and what a medium printed
    are only noted. A draft is read by its station alone.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        SENT = "sent", _("已报送市县")
        FORWARDED = "forwarded", _("已报送省级")
        NOTED = "noted", _("已登记")
        VOID = "void", _("已作废")

    HANDED_IN = (State.SENT, State.FORWARDED)

    reach = Reach(station="station_id", area="station__area_path", county="station__county_id")
    key_owner = ("publication", "id")
    opened: dict[str, str | None]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    station = models.ForeignKey(Station, models.PROTECT, related_name="+", verbose_name=_("社工站"))
    kind = models.CharField(_("信息类别"), max_length=8, choices=Kind)
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("服务记录")
    )
    on = models.DateField(_("日期"))
    title = SealedField(_("标题"))
    body = SealedField(_("正文"))
    writer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("撰稿人"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.DRAFT)
    sent_on = models.DateField(_("报送日期"), null=True, blank=True)
    forwarded_on = models.DateField(_("报送省级日期"), null=True, blank=True)
    void_reason = SealedField(_("作废原因"))
    digest = models.CharField(_("内容摘要"), max_length=64)
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("信息宣传")
        indexes = [models.Index(fields=["station", "-on", "-id"], name="publications_of_a_station")]
        constraints = [
            models.CheckConstraint(
                name="publication_sent_on_a_day",
                condition=Q(state__in=["draft", "noted"], sent_on=None)
                | Q(state__in=["sent", "forwarded"], sent_on__isnull=False)
                | Q(state="void"),
            ),
            models.CheckConstraint(
                name="publication_forwarded_on_a_day",
                condition=~Q(state="forwarded") | Q(forwarded_on__isnull=False),
            ),
            models.CheckConstraint(
                name="publication_voided_with_a_reason", condition=~Q(state="void") | Q(void_reason__isnull=False)
            ),
            models.CheckConstraint(
                name="publication_handed_in_only_where_it_was_written",
                condition=Q(kind__in=["brief", "case"]) | Q(state__in=["noted", "void"]),
            ),
        ]

    class Privacy:
        plain = {
            "id", "station", "kind", "contact", "on", "writer", "state", "sent_on", "forwarded_on", "digest", "version",
        }  # fmt: skip
        guarded: set[str] = set()
        sealed = {"title", "body", "void_reason"}

    def __str__(self):
        return f"{self.get_kind_display()} {self.on}"

    @property
    def is_written(self) -> bool:
        return self.kind in (Kind.BRIEF, Kind.CASE)


class Adoption(Scoped):
    """What one level made of a text (采用情况): adopted or not, on which day, where it can be read."""

    reach = Reach(
        station="publication__station_id", area="publication__station__area_path",
        county="publication__station__county_id",
    )  # fmt: skip
    key_owner = ("publication", "publication_id")
    opened: dict[str, str | None]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    publication = models.ForeignKey(Publication, models.CASCADE, related_name="adoptions", verbose_name=_("信息宣传"))
    station = models.ForeignKey(Station, models.PROTECT, related_name="+", verbose_name=_("社工站"))
    level = models.CharField(_("采用层级"), max_length=10, choices=Level)
    outlet_level = models.CharField(_("媒体级别"), max_length=10, choices=OutletLevel, blank=True)
    is_adopted = models.BooleanField(_("采用"))
    on = models.DateField(_("采用日期"))
    outlet = SealedField(_("采用单位或媒体"))
    link = SealedField(_("链接"))
    words = SealedField(_("说明"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人"))
    is_void = models.BooleanField(_("已撤回"), default=False)

    class Meta:
        verbose_name = _("采用情况")
        ordering = ["on", "id"]
        indexes = [models.Index(fields=["station", "on"], name="adoptions_of_a_station")]
        constraints = [
            models.UniqueConstraint(
                name="an_office_answers_once",
                fields=["publication", "level"],
                condition=Q(is_void=False) & ~Q(level="media"),
            ),
            models.CheckConstraint(
                name="only_a_medium_has_a_reach",
                condition=Q(level="media") & ~Q(outlet_level="") | ~Q(level="media") & Q(outlet_level=""),
            ),
            models.CheckConstraint(
                name="only_the_county_or_the_province_declines",
                condition=Q(is_adopted=True) | Q(level__in=["county", "province"]),
            ),
        ]

    class Privacy:
        plain = {"id", "publication", "station", "level", "outlet_level", "is_adopted", "on", "by", "is_void"}
        guarded: set[str] = set()
        sealed = {"outlet", "link", "words"}

    def __str__(self):
        return f"{self.get_level_display()} {self.on}"
