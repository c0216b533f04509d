"""The construction file of a station (建站资料): its checklist, acceptance, photos and the unveiling of its plaque."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yimi.catalogue.models import Edition
from yimi.core.ids import new_id
from yimi.core.scope import Reach, Scoped
from yimi.network.models import Area, Station


class Result(models.TextChoices):
    """What was found of an item (核查结果)."""

    PASS = "pass", _("符合")
    FAIL = "fail", _("不符合")
    SHARED = "pass_shared", _("共用符合")
    NOT_APPLICABLE = "not_applicable", _("不适用")


PASSED = (Result.PASS, Result.SHARED)
SETTLED = (*PASSED, Result.NOT_APPLICABLE)


class Checklist(Scoped):
    """The items of the building guide that one station must meet (建站清单), of the edition it was begun under."""

    reach = Reach(station="station_id", area="station__area_path", county="station__county_id")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    station = models.OneToOneField(Station, models.PROTECT, related_name="checklist", verbose_name=_("社工站"))
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", verbose_name=_("建站指引"))
    made_on = models.DateField(_("建立日期"))
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("自查人")
    )
    is_from_before = models.BooleanField(_("按原验收结论补录"), default=False)
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("建站清单")

    class Privacy:
        plain = {"id", "station", "edition", "made_on", "checked_by", "is_from_before", "version"}
        guarded: set[str] = set()
        sealed: set[str] = set()

    def __str__(self):
        return f"{self.station_id}"


class AcceptanceItem(Scoped):
    """One item of a station's checklist (核查项目): what the station found itself, and what the inspector found."""

    reach = Reach(station="station_id", area="station__area_path", county="station__county_id")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    checklist = models.ForeignKey(Checklist, models.CASCADE, related_name="items", verbose_name=_("建站清单"))
    station = models.ForeignKey(Station, models.PROTECT, related_name="+", verbose_name=_("社工站"))
    nth = models.PositiveSmallIntegerField(_("次序"))
    code = models.CharField(_("编号"), max_length=20)
    is_mandatory = models.BooleanField(_("必备"))
    is_shareable = models.BooleanField(_("可共用"), default=False)
    own_result = models.CharField(_("自查结果"), max_length=14, choices=Result, blank=True)
    own_note = models.CharField(_("自查说明"), max_length=200, blank=True)
    result = models.CharField(_("验收结果"), max_length=14, choices=Result, blank=True)
    note = models.CharField(_("验收说明"), max_length=200, blank=True)
    inspector = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("验收人")
    )
    inspected_on = models.DateField(_("验收日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("核查项目")
        ordering = ["nth"]
        constraints = [
            models.UniqueConstraint(fields=["checklist", "code"], name="acceptance_item_once_on_a_checklist"),
            models.CheckConstraint(
                name="acceptance_item_judged_on_a_day",
                condition=Q(result="", inspected_on=None) | (~Q(result="") & Q(inspected_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="acceptance_item_shared_only_where_it_may",
                condition=Q(is_shareable=True) | ~Q(own_result="pass_shared") & ~Q(result="pass_shared"),
            ),
        ]

    class Privacy:
        plain = {
            "id", "checklist", "station", "nth", "code", "is_mandatory", "is_shareable", "own_result", "own_note",
            "result", "note", "inspector", "inspected_on",
        }  # fmt: skip
        guarded: set[str] = set()
        sealed: set[str] = set()

    def __str__(self):
        return self.code


class Acceptance(Scoped):
    """One round of acceptance by the county (验收): who was there, who inspected, how it ended."""

    class Outcome(models.TextChoices):
        PASSED = "passed", _("验收合格")
        RECTIFY = "rectify", _("限期整改")

    reach = Reach(station="station_id", area="station__area_path", county="station__county_id")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    station = models.ForeignKey(Station, models.PROTECT, related_name="+", verbose_name=_("社工站"))
    begun_on = models.DateField(_("验收日期"))
    attendees = models.CharField(_("参加单位"), max_length=200, blank=True)
    inspector = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("验收人"))
    outcome = models.CharField(_("结论"), max_length=8, choices=Outcome, blank=True)
    concluded_on = models.DateField(_("结论日期"), null=True, blank=True)
    opinion = models.CharField(_("验收意见"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("验收")
        ordering = ["begun_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["station"], condition=Q(outcome=""), name="station_has_one_acceptance_at_a_time"
            ),
            models.CheckConstraint(
                name="acceptance_concluded_on_a_day",
                condition=Q(outcome="", concluded_on=None) | (~Q(outcome="") & Q(concluded_on__isnull=False)),
            ),
        ]

    class Privacy:
        plain = {"id", "station", "begun_on", "attendees", "inspector", "outcome", "concluded_on", "opinion"}
        guarded: set[str] = set()
        sealed: set[str] = set()

    def __str__(self):
        return f"{self.station_id} {self.begun_on}"


class Unveiling(Scoped):
    """The unveiling of plaques (揭牌活动) at one or several stations: when, where, and who by office and title."""

    reach = Reach(county="county_id")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    county = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("市县"))
    title = models.CharField(_("活动名称"), max_length=60)
    on = models.DateField(_("揭牌日期"))
    place = models.CharField(_("地点"), max_length=60, blank=True)
    leaders = models.CharField(_("参加领导（单位和职务）"), max_length=200, blank=True)
    early_reason = models.CharField(_("验收前揭牌的原因"), max_length=200, blank=True)
    void_reason = models.CharField(_("撤销原因"), max_length=200, blank=True)
    voided_on = models.DateField(_("撤销日期"), null=True, blank=True)
    digest = models.CharField(_("内容摘要"), max_length=64)

    class Meta:
        verbose_name = _("揭牌活动")
        indexes = [models.Index(fields=["-on", "-id"], name="unveilings_newest_first")]
        constraints = [
            models.CheckConstraint(
                name="unveiling_voided_with_a_reason",
                condition=Q(voided_on=None, void_reason="") | (Q(voided_on__isnull=False) & ~Q(void_reason="")),
            )
        ]

    class Privacy:
        plain = {
            "id", "county", "title", "on", "place", "leaders", "early_reason", "void_reason", "voided_on", "digest",
        }  # fmt: skip
        guarded: set[str] = set()
        sealed: set[str] = set()

    def __str__(self):
        return self.title


class Unveiled(models.Model):
    """A station whose plaque an event unveiled (揭牌站点)."""

    unveiling = models.ForeignKey(Unveiling, models.CASCADE, related_name="unveiled", verbose_name=_("揭牌活动"))
    station = models.ForeignKey(Station, models.PROTECT, related_name="+", verbose_name=_("社工站"))

    class Meta:
        verbose_name = _("揭牌站点")
        constraints = [models.UniqueConstraint(fields=["unveiling", "station"], name="unveiled_once_in_an_event")]

    class Privacy:
        plain = {"id", "unveiling", "station"}
        guarded: set[str] = set()
        sealed: set[str] = set()

    def __str__(self):
        return f"{self.unveiling_id}:{self.station_id}"


class SitePhoto(Scoped):
    """A photo of the building, its signs or an event there, or a scan (建站照片). Sealed on the disk, without place."""

    reach = Reach(station="station_id", area="station__area_path", county="station__county_id")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    station = models.ForeignKey(Station, models.PROTECT, related_name="+", verbose_name=_("社工站"))
    item = models.ForeignKey(
        AcceptanceItem, models.PROTECT, null=True, blank=True, related_name="photos", verbose_name=_("核查项目")
    )
    unveiling = models.ForeignKey(
        Unveiling, models.PROTECT, null=True, blank=True, related_name="photos", verbose_name=_("揭牌活动")
    )
    name = models.CharField(_("文件名"), max_length=80)
    content_type = models.CharField(_("文件类型"), max_length=40)
    octets = models.PositiveIntegerField(_("文件大小"))
    digest = models.CharField(_("内容摘要"), max_length=64)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("上传人"))
    added_at = models.DateTimeField(_("上传时间"))
    removed_at = models.DateTimeField(_("移除时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("建站照片")
        indexes = [models.Index(fields=["station", "added_at"], name="photos_of_a_station")]
        constraints = [
            models.CheckConstraint(
                name="photo_of_an_item_or_an_event",
                condition=Q(item__isnull=False, unveiling=None) | Q(item=None, unveiling__isnull=False),
            )
        ]

    class Privacy:
        plain = {
            "id", "station", "item", "unveiling", "name", "content_type", "octets", "digest", "added_by", "added_at",
            "removed_at",
        }  # fmt: skip
        guarded: set[str] = set()
        sealed: set[str] = set()

    def __str__(self):
        return self.name
