"""The visits that are owed (走访窗口), and when none can be made (暂停走访)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yimi.clients.models import Person
from yimi.core.ids import new_id
from yimi.core.scope import Reach, Scoped
from yimi.core.seal import SealedField
from yimi.network.models import Station

from .lists import Listed


class Pause(Scoped):
    """Days on which a person cannot be visited (暂停走访); windows that they touch are not owed."""

    class Reason(models.TextChoices):
        INSTITUTION = "institution", _("入住机构")
        AWAY = "away", _("外出")
        DECLINED_SIGNED = "declined_signed", _("不便接访（已签字）")

    reach = Reach(station="station_id", area="station__area_path", county="station__county_id")
    key_owner = ("pause", "id")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="pauses", verbose_name=_("服务对象"))
    station = models.ForeignKey(Station, models.PROTECT, related_name="+", verbose_name=_("社工站"))
    from_on = models.DateField(_("起"))
    until_on = models.DateField(_("止（含）"), null=True, blank=True)
    reason = models.CharField(_("原因"), max_length=16, choices=Reason)
    note = SealedField(_("说明"), null=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("办理人"))
    made_at = models.DateTimeField(_("办理时间"))

    class Meta:
        verbose_name = _("暂停走访")
        indexes = [models.Index(fields=["station", "until_on"], name="pause_by_station")]
        constraints = [
            models.CheckConstraint(
                name="pause_ends_after_it_begins", condition=Q(until_on=None) | Q(until_on__gte=F("from_on"))
            ),
            models.UniqueConstraint(fields=["person"], condition=Q(until_on=None), name="pause_open_once_for_a_person"),
        ]

    class Privacy:
        plain = {"id", "station", "made_by", "made_at"}
        guarded = {"person", "from_on", "until_on", "reason"}
        sealed = {"note"}


class ListMonth(Scoped):
    """A month at whose end a person is on the list (名单成员月); what a month owes her is asked of the ledger.

    The rows follow from `Listed` and the end of the file, as those of `VisitSlot` do.
    """

    reach = Reach(station="station_id", area="station__area_path", county="station__county_id")

    id = models.UUIDField(primary_key=True, editable=False)
    listed = models.ForeignKey(Listed, models.CASCADE, related_name="months", verbose_name=_("名单成员"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("服务对象"))
    station = models.ForeignKey(Station, models.PROTECT, related_name="+", verbose_name=_("社工站"))
    from_on = models.DateField(_("月初"))
    until_on = models.DateField(_("月末"))

    class Meta:
        verbose_name = _("名单成员月")
        indexes = [models.Index(fields=["station", "until_on"], name="list_month_by_station")]
        constraints = [
            models.UniqueConstraint(fields=["listed", "until_on"], name="list_month_once_for_a_listing"),
            models.CheckConstraint(name="list_month_ends_after_it_begins", condition=Q(until_on__gte=F("from_on"))),
        ]

    class Privacy:
        plain = {"id", "station"}
        guarded = {"listed", "person", "from_on", "until_on"}
        sealed: set[str] = set()


class VisitSlot(Scoped):
    """A window in which one visit is owed to a person of the list (走访窗口); due in the month of its last day.

    The rows follow from `Listed`, `Pause` and the end of the file and from nothing else, ids included. Whether one
    is met is asked of the ledger and never stored.
    """

    reach = Reach(station="station_id", area="station__area_path", county="station__county_id")

    id = models.UUIDField(primary_key=True, editable=False)
    listed = models.ForeignKey(Listed, models.CASCADE, related_name="slots", verbose_name=_("名单成员"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("服务对象"))
    station = models.ForeignKey(Station, models.PROTECT, related_name="+", verbose_name=_("社工站"))
    nth = models.PositiveSmallIntegerField(_("第几次"))
    from_on = models.DateField(_("起"))
    until_on = models.DateField(_("止（含）"))
    remote_counts = models.BooleanField(_("电话（视频）可抵"), default=False)
    is_shared = models.BooleanField(_("按户走访"), default=False)

    class Meta:
        verbose_name = _("走访窗口")
        indexes = [models.Index(fields=["station", "until_on", "from_on"], name="slot_by_station")]
        constraints = [
            models.UniqueConstraint(fields=["listed", "nth"], name="slot_once_for_a_listing"),
            models.CheckConstraint(name="slot_ends_after_it_begins", condition=Q(until_on__gte=F("from_on"))),
        ]

    class Privacy:
        plain = {"id", "station", "nth"}
        guarded = {"listed", "person", "from_on", "until_on", "remote_counts", "is_shared"}
        sealed: set[str] = set()
