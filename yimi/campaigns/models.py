"""Campaigns (专项活动): some days in which a station brings something to many people – a list, goods, deliveries.

What was delivered stands in the ledger: every delivery is a contact, and where that is void nothing was given.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yimi.clients.models import Person
from yimi.core.ids import new_id
from yimi.core.scope import Reach, Scoped
from yimi.core.seal import SealedField
from yimi.network.models import Station
from yimi.services.models import Contact


class Kind(models.TextChoices):
    """What a campaign is for (活动类别)."""

    SPRING_FESTIVAL = "spring_festival", _("春节慰问")
    SANYUESAN = "sanyuesan", _("三月三")
    DISABILITY_DAY = "disability_day", _("助残日")
    CHILDRENS_DAY = "childrens_day", _("六一")
    DROWNING = "drowning", _("夏季防溺水")
    TYPHOON = "typhoon", _("防台风")
    MID_AUTUMN = "mid_autumn", _("中秋")
    DOUBLE_NINTH = "double_ninth", _("重阳")
    OTHER = "other", _("其他专项活动")


class Campaign(Scoped):
    """A campaign of a station (专项活动), from a day to a day."""

    class State(models.TextChoices):
        PLANNED = "planned", _("筹备中")
        RUNNING = "running", _("进行中")
        SUMMED = "summed", _("已小结")
        ARCHIVED = "archived", _("已归档")
        CANCELLED = "cancelled", _("已取消")

    OVER = (State.ARCHIVED, State.CANCELLED)
    HELD = (State.RUNNING, State.SUMMED, State.ARCHIVED)

    reach = Reach(station="station_id", area="station__area_path", county="station__county_id")
    key_owner = ("campaign", "id")
    opened: dict[str, str | None]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    station = models.ForeignKey(Station, models.PROTECT, related_name="+", verbose_name=_("社工站"))
    kind = models.CharField(_("活动类别"), max_length=16, choices=Kind)
    name = SealedField(_("名称"))
    purpose = SealedField(_("目的"), null=True)
    first_on = models.DateField(_("开始日期"))
    last_on = models.DateField(_("结束日期"))
    service = models.CharField(_("服务项目"), max_length=16, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.PLANNED)
    summary = SealedField(_("小结说明"), null=True)
    summed_on = models.DateField(_("小结日期"), null=True, blank=True)
    archived_on = models.DateField(_("归档日期"), null=True, blank=True)
    cancelled_on = models.DateField(_("取消日期"), null=True, blank=True)
    cancel_reason = SealedField(_("取消原因"), null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("编制人"))
    digest = models.CharField(_("内容摘要"), max_length=64)
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("专项活动")
        verbose_name_plural = _("专项活动")
        indexes = [
            models.Index(fields=["station", "-first_on", "-id"], name="campaigns_of_a_station"),
            models.Index(fields=["-first_on", "-id"], name="campaigns_by_day"),
        ]
        constraints = [
            models.CheckConstraint(name="campaign_ends_after_it_began", condition=Q(last_on__gte=F("first_on"))),
            models.CheckConstraint(
                name="campaign_cancelled_with_a_reason",
                condition=~Q(state="cancelled") | Q(cancel_reason__isnull=False),
            ),
        ]

    class Privacy:
        plain = {
            "id", "station", "kind", "first_on", "last_on", "service", "state", "summed_on", "archived_on",
            "cancelled_on", "created_by", "digest", "version",
        }  # fmt: skip
        guarded: set[str] = set()
        sealed = {"name", "purpose", "summary", "cancel_reason"}

    def __str__(self):
        return f"{self.get_kind_display()} {self.first_on}"

    @property
    def is_over(self) -> bool:
        return self.state in self.OVER


class Good(Scoped):
    """One thing that a campaign brings (专项活动物资): so many for each, so many in all. Never any money."""

    reach = Reach(
        station="campaign__station_id", area="campaign__station__area_path", county="campaign__station__county_id"
    )

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="goods", verbose_name=_("专项活动"))
    name = models.CharField(_("物资名称"), max_length=30)
    unit = models.CharField(_("单位"), max_length=10)
    each = models.PositiveSmallIntegerField(_("每人数量"))
    prepared = models.PositiveIntegerField(_("备货数量"))
    order = models.PositiveSmallIntegerField(_("次序"), default=0)

    class Meta:
        verbose_name = _("专项活动物资")
        constraints = [models.UniqueConstraint(fields=["campaign", "name"], name="good_once_a_campaign")]

    class Privacy:
        plain = {"id", "campaign", "name", "unit", "each", "prepared", "order"}
        guarded: set[str] = set()
        sealed: set[str] = set()

    def __str__(self):
        return f"{self.name} {self.unit}"


class Recipient(Scoped):
    """A person on the list of a campaign (发放对象). Why she was chosen is not kept."""

    reach = Reach(
        station="campaign__station_id", area="campaign__station__area_path", county="campaign__station__county_id"
    )

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="recipients", verbose_name=_("专项活动"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("服务对象"))

    class Meta:
        verbose_name = _("发放对象")
        constraints = [models.UniqueConstraint(fields=["campaign", "person"], name="recipient_once_a_campaign")]

    class Privacy:
        plain = {"id", "campaign"}
        guarded = {"person"}
        sealed: set[str] = set()

    def __str__(self):
        return str(self.pk)


class Delivery(Scoped):
    """One attempt to bring her what is hers (物资发放): a contact of the ledger, met or not."""

    reach = Reach(
        station="recipient__campaign__station_id",
        area="recipient__campaign__station__area_path",
        county="recipient__campaign__station__county_id",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    recipient = models.ForeignKey(Recipient, models.PROTECT, related_name="deliveries", verbose_name=_("发放对象"))
    contact = models.OneToOneField(Contact, models.PROTECT, related_name="delivery", verbose_name=_("服务接触"))
    digest = models.CharField(_("内容摘要"), max_length=64)

    class Meta:
        verbose_name = _("物资发放")

    class Privacy:
        plain = {"id", "recipient", "contact", "digest"}
        guarded: set[str] = set()
        sealed: set[str] = set()

    def __str__(self):
        return str(self.pk)


class Given(models.Model):
    """How much of one thing was given (发放数量)."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="given", verbose_name=_("物资发放"))
    good = models.ForeignKey(Good, models.PROTECT, related_name="given", verbose_name=_("专项活动物资"))
    quantity = models.PositiveSmallIntegerField(_("数量"))

    class Meta:
        verbose_name = _("发放数量")
        constraints = [
            models.UniqueConstraint(fields=["delivery", "good"], name="good_once_a_delivery"),
            models.CheckConstraint(name="given_at_least_one", condition=Q(quantity__gte=1)),
        ]

    class Privacy:
        plain = {"id", "delivery", "good", "quantity"}
        guarded: set[str] = set()
        sealed: set[str] = set()

    def __str__(self):
        return str(self.quantity)


class CampaignFile(Scoped):
    """A photo or scan of a campaign (专项活动文件), such as the signed sheet; never asked for. The bytes lie sealed."""

    class Sort(models.TextChoices):
        PHOTO = "photo", _("现场照片")
        RECEIPTS = "receipts", _("签收表")

    reach = Reach(
        station="campaign__station_id", area="campaign__station__area_path", county="campaign__station__county_id"
    )
    key_owner = ("campaign", "campaign_id")
    opened: dict[str, str | None]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="files", verbose_name=_("专项活动"))
    sort = models.CharField(_("文件类别"), max_length=8, choices=Sort)
    name = SealedField(_("文件名"))
    content_type = models.CharField(_("文件类型"), max_length=40)
    octets = models.PositiveIntegerField(_("文件大小"))
    digest = models.CharField(_("内容摘要"), max_length=64)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("上传人"))
    added_at = models.DateTimeField(_("上传时间"))
    removed_at = models.DateTimeField(_("移除时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("专项活动文件")

    class Privacy:
        plain = {"id", "campaign", "sort", "content_type", "octets", "digest", "added_by", "added_at", "removed_at"}
        guarded: set[str] = set()
        sealed = {"name"}

    def __str__(self):
        return self.content_type
