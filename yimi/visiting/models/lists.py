"""Whom a station serves in a year, as the offices have signed it (核定服务名单)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yimi.clients.models import Person
from yimi.core.ids import new_id
from yimi.core.scope import Reach, Scoped
from yimi.core.seal import SealedField
from yimi.network.models import Station


class ServiceList(Scoped):
    """The approved service list (核定服务名单) of a station for a year. Only its members are owed visits."""

    reach = Reach(station="station_id", area="station__area_path", county="station__county_id")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    station = models.ForeignKey(Station, models.PROTECT, related_name="+", verbose_name=_("社工站"))
    year = models.PositiveSmallIntegerField(_("年度"))

    class Meta:
        verbose_name = _("核定服务名单")
        constraints = [models.UniqueConstraint(fields=["station", "year"], name="list_one_for_a_station_and_year")]

    class Privacy:
        plain = {"id", "station", "year"}
        guarded: set[str] = set()
        sealed: set[str] = set()


class Round(Scoped):
    """One round of making the list (名单核定): the station proposes, the township checks, the county settles.

    `capacity` holds what the size was reckoned from: workers, workdays, visits_per_day, share, load.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("编制中")
        PROPOSED = "proposed", _("已提交")
        TOWNSHIP_SIGNED = "township_signed", _("乡镇（街道）已审核")
        APPROVED = "approved", _("已核定")
        RETURNED = "returned", _("已退回")

    # The station may change it; an office has to act on it.
    EDITABLE = (State.DRAFT, State.RETURNED)
    WAITING = (State.PROPOSED, State.TOWNSHIP_SIGNED)

    reach = Reach(
        station="list__station_id", area="list__station__area_path", county="list__station__county_id"
    )  # fmt: skip
    key_owner = ("round", "id")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    list = models.ForeignKey(ServiceList, models.PROTECT, related_name="rounds", verbose_name=_("核定服务名单"))
    number = models.PositiveSmallIntegerField(_("轮次"))
    state = models.CharField(_("状态"), max_length=16, choices=State, default=State.DRAFT)
    from_on = models.DateField(_("起用日期"), null=True, blank=True)
    size_proposed = models.PositiveIntegerField(_("建议人数"), null=True, blank=True)
    capacity = models.JSONField(_("能力测算"), default=dict, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("编制人"))
    made_at = models.DateTimeField(_("编制时间"))
    township_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("审核人")
    )
    township_at = models.DateTimeField(_("审核时间"), null=True, blank=True)
    township_opinion = SealedField(_("审核意见"), null=True)
    county_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("审定人")
    )
    county_at = models.DateTimeField(_("审定时间"), null=True, blank=True)
    county_opinion = SealedField(_("审定意见"), null=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("退回人")
    )
    returned_at = models.DateTimeField(_("退回时间"), null=True, blank=True)
    return_reason = SealedField(_("退回原因"), null=True)

    class Meta:
        verbose_name = _("名单核定")
        indexes = [models.Index(fields=["state", "-made_at"], name="rounds_to_sign")]
        constraints = [
            models.UniqueConstraint(fields=["list", "number"], name="round_numbered_once"),
            models.UniqueConstraint(fields=["list"], condition=~Q(state="approved"), name="round_one_open_for_a_list"),
            models.CheckConstraint(
                name="round_checked_by_another", condition=Q(township_by=None) | ~Q(township_by=F("made_by"))
            ),
            models.CheckConstraint(
                name="round_settled_by_another",
                condition=Q(county_by=None)
                | ~Q(county_by=F("made_by")) & (Q(township_by=None) | ~Q(county_by=F("township_by"))),
            ),
            models.CheckConstraint(
                name="round_approved_by_somebody_from_a_day",
                condition=~Q(state="approved") | Q(county_by__isnull=False, from_on__isnull=False),
            ),
            models.CheckConstraint(
                name="round_signed_by_the_township",
                condition=~Q(state="township_signed") | Q(township_by__isnull=False),
            ),
            models.CheckConstraint(
                name="round_returned_with_a_reason", condition=~Q(state="returned") | Q(return_reason__isnull=False)
            ),
        ]

    class Privacy:
        plain = {
            "id", "list", "number", "state", "from_on", "size_proposed", "capacity", "made_by", "made_at",
            "township_by", "township_at", "county_by", "county_at", "returned_by", "returned_at",
        }  # fmt: skip
        guarded: set[str] = set()
        sealed = {"township_opinion", "county_opinion", "return_reason"}


class Listed(Scoped):
    """A person on the list (名单成员), from a day to a day, with the visits that are owed to her meanwhile.

    Proposed she has no `since_on`; struck out by the county, or never approved, she gets none. A tier that changes
    ends the row and begins another. Without `interval_days` no visits are owed by the calendar.
    """

    class Leave(models.TextChoices):
        AWAY = "away", _("迁出或长期外出")
        NOT_NEEDED = "not_needed", _("不再需要走访")
        NOT_ELIGIBLE = "not_eligible", _("不再符合对象类别")
        REFUSED = "refused", _("本人不愿接受服务")
        OTHER = "other", _("其他")
        TIER = "tier", _("调整走访级别")
        MOVED = "moved", _("已转站")
        ENDED = "ended", _("档案已结束")
        VOIDED = "voided", _("档案已作废")
        MERGED = "merged", _("档案已并入另一份")
        YEAR_OVER = "year_over", _("年度结束")

    # What a head may give as the reason; the others are what happened to the file or the year.
    GIVEN = (Leave.AWAY, Leave.NOT_NEEDED, Leave.NOT_ELIGIBLE, Leave.REFUSED, Leave.OTHER)

    reach = Reach(
        station="list__station_id", area="list__station__area_path", county="list__station__county_id"
    )  # fmt: skip
    key_owner = ("listed", "id")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    list = models.ForeignKey(ServiceList, models.PROTECT, related_name="members", verbose_name=_("核定服务名单"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="listed", verbose_name=_("服务对象"))
    since_on = models.DateField(_("起"), null=True, blank=True)
    until_on = models.DateField(_("止（含）"), null=True, blank=True)
    tier = models.CharField(_("走访级别"), max_length=10)
    interval_days = models.PositiveSmallIntegerField(_("走访间隔（天）"), null=True, blank=True)
    remote_counts = models.BooleanField(_("电话（视频）可抵"), default=False)
    is_shared = models.BooleanField(_("按户走访"), default=False)
    added_in = models.ForeignKey(Round, models.PROTECT, related_name="added", verbose_name=_("列入轮次"))
    removed_in = models.ForeignKey(
        Round, models.PROTECT, null=True, blank=True, related_name="removed", verbose_name=_("调出轮次")
    )
    is_struck = models.BooleanField(_("市县未同意"), default=False)
    leave_reason = models.CharField(_("离开原因"), max_length=12, choices=Leave, blank=True)
    leave_note = SealedField(_("离开说明"), null=True)

    class Meta:
        verbose_name = _("名单成员")
        indexes = [models.Index(fields=["list", "until_on"], name="listed_now")]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(since_on__isnull=False, until_on=None),
                name="listed_on_one_list_in_the_province",
            ),
            models.UniqueConstraint(
                fields=["added_in", "person"], condition=Q(since_on=None), name="listed_proposed_once_in_a_round"
            ),
            models.CheckConstraint(
                name="listed_leaves_after_she_came", condition=Q(until_on=None) | Q(until_on__gte=F("since_on"))
            ),
            models.CheckConstraint(
                name="listed_visited_every_so_many_days", condition=Q(interval_days=None) | Q(interval_days__gte=1)
            ),
            models.CheckConstraint(
                name="listed_struck_out_never_came", condition=Q(is_struck=False) | Q(since_on=None)
            ),
        ]

    class Privacy:
        plain = {"id", "list", "added_in", "removed_in", "is_struck"}
        guarded = {
            "person", "since_on", "until_on", "tier", "interval_days", "remote_counts", "is_shared", "leave_reason",
        }  # fmt: skip
        sealed = {"leave_note"}
