"""The yearly assessment (年终考核) of three objects kept apart: 市县, 社工站（机构）, 社工个人."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yimi.core.ids import new_id
from yimi.core.scope import Reach, Scoped
from yimi.core.seal import SealedField
from yimi.dispatches.reach import OF_EVERYBODY
from yimi.network.models import Area, Station


class Object(models.TextChoices):
    """Who is assessed (考核对象). Of workers only that their agency's own assessment has come is kept."""

    COUNTY = "county", _("市县")
    STATION = "station", _("社工站（机构）")
    WORKER = "worker", _("社工个人")


class Assessment(Scoped):
    """The assessment of a year (年终考核): its plan (方案), the filing of it (备案), and what results are used for."""

    reach = OF_EVERYBODY
    key_owner = ("assessment", "id")
    opened: dict[str, str | None]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    year = models.PositiveSmallIntegerField(_("年度"), unique=True)
    title = models.CharField(_("方案名称"), max_length=100)
    words = SealedField(_("方案"))
    planned_on = models.DateField(_("方案日期"))
    filing_number = models.CharField(_("备案号"), max_length=60, blank=True)
    filed_on = models.DateField(_("备案日期"), null=True, blank=True)
    filing_words = SealedField(_("备案说明"))
    renewal = SealedField(_("续签"))
    funds = SealedField(_("资金"))
    honours = SealedField(_("评优"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("拟订人"))
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("年终考核方案")
        constraints = [
            models.CheckConstraint(
                name="assessment_filed_with_number_and_day",
                condition=Q(filing_number="", filed_on=None) | ~Q(filing_number="") & Q(filed_on__isnull=False),
            )
        ]

    class Privacy:
        plain = {"id", "year", "planned_on", "filed_on", "made_by", "version"}
        guarded = {"title", "filing_number"}
        sealed = {"words", "filing_words", "renewal", "funds", "honours"}

    def __str__(self):
        return f"{self.year}"


class Announcement(Scoped):
    """The results of one object (考核结果公布): proposed by one person, open to objections, published by another."""

    reach = OF_EVERYBODY

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="announcements", verbose_name=_("年终考核方案")
    )
    object = models.CharField(_("考核对象"), max_length=8, choices=Object)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("提出人")
    )
    proposed_on = models.DateField(_("异议期开始"))
    objections_until = models.DateField(_("异议期截止"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("公布人")
    )
    published_on = models.DateField(_("公布日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("考核结果公布")
        constraints = [
            models.UniqueConstraint(fields=["assessment", "object"], name="results_of_an_object_announced_once"),
            models.CheckConstraint(
                name="results_published_by_another_than_who_proposed",
                condition=Q(published_by=None, published_on=None)
                | Q(published_by__isnull=False, published_on__gt=F("objections_until"))
                & ~Q(published_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="objections_open_after_results_are_proposed",
                condition=Q(objections_until__gte=F("proposed_on")),
            ),
        ]

    class Privacy:
        plain = {
            "id", "assessment", "object", "proposed_by", "proposed_on", "objections_until", "published_by",
            "published_on",
        }  # fmt: skip
        guarded: set[str] = set()
        sealed: set[str] = set()

    def __str__(self):
        return f"{self.object} {self.proposed_on}"


class Result(Scoped):
    """What came of the assessment of one place (考核结果): words, of a 市县 perhaps a score; nothing of persons."""

    reach = Reach(station="station_id", area="area__path", county="county_id")
    key_owner = ("assessment", "assessment_id")
    opened: dict[str, str | None]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="results", verbose_name=_("年终考核方案"))
    object = models.CharField(_("考核对象"), max_length=8, choices=Object)
    place = models.UUIDField(_("单位"))
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("区划"))
    county = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("市县"))
    station = models.ForeignKey(
        Station, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("社工站")
    )
    grade = models.CharField(_("等次"), max_length=20, blank=True)
    score = models.DecimalField(_("分值"), max_digits=5, decimal_places=1, null=True, blank=True)
    words = SealedField(_("评语"))
    received_on = models.DateField(_("收到机构考核的日期"), null=True, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人"))
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("考核结果")
        constraints = [
            models.UniqueConstraint(fields=["assessment", "object", "place"], name="result_of_a_place_once_a_year"),
            models.CheckConstraint(
                name="score_only_of_a_county", condition=Q(score=None) | Q(object="county", score__range=(0, 100))
            ),
            models.CheckConstraint(
                name="of_workers_only_that_it_came",
                condition=Q(object="worker", grade="", words=None, received_on__isnull=False)
                | ~Q(object="worker") & ~Q(grade="") & Q(received_on=None),
            ),
            models.CheckConstraint(
                name="result_of_a_county_names_no_station",
                condition=Q(object="county", station=None) | ~Q(object="county") & Q(station__isnull=False),
            ),
        ]

    class Privacy:
        plain = {
            "id", "assessment", "object", "place", "area", "county", "station", "received_on", "entered_by", "version",
        }  # fmt: skip
        guarded = {"grade", "score"}
        sealed = {"words"}

    def __str__(self):
        return f"{self.object} {self.grade}"


class Objection(Scoped):
    """That a place asks for a review of its result (异议（复核）申请), and what was decided."""

    reach = Reach(station="result__station_id", area="result__area__path", county="result__county_id")
    key_owner = ("objection", "id")
    opened: dict[str, str | None]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    result = models.ForeignKey(Result, models.PROTECT, related_name="objections", verbose_name=_("考核结果"))
    raised_on = models.DateField(_("申请日期"))
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("申请人"))
    reason = SealedField(_("理由"), null=False)
    decided_on = models.DateField(_("复核日期"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("复核人")
    )
    is_upheld = models.BooleanField(_("异议成立"), null=True)
    decision = SealedField(_("复核意见"))

    class Meta:
        verbose_name = _("异议（复核）申请")
        constraints = [
            models.UniqueConstraint(
                fields=["result"], condition=Q(decided_on=None), name="one_open_objection_to_a_result"
            ),
            models.CheckConstraint(
                name="objection_decided_with_words",
                condition=Q(decided_on=None, decided_by=None, is_upheld=None, decision=None)
                | Q(decided_on__gte=F("raised_on"), decided_by__isnull=False, is_upheld__isnull=False,
                    decision__isnull=False),
            ),
            models.CheckConstraint(
                name="objection_decided_by_another_than_who_raised_it",
                condition=Q(decided_by=None) | ~Q(decided_by=F("raised_by")),
            ),
        ]  # fmt: skip

    class Privacy:
        plain = {"id", "result", "raised_on", "raised_by", "decided_on", "decided_by", "is_upheld"}
        guarded: set[str] = set()
        sealed = {"reason", "decision"}

    def __str__(self):
        return f"{self.raised_on}"
