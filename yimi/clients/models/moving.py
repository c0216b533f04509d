"""Files that go to another station (转站), and files that two stations look at together (会商)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yimi.core.ids import new_id
from yimi.core.scope import Reach, Scoped
from yimi.core.seal import SealedField
from yimi.network.models import Station

from .person import Person


class Asked(models.TextChoices):
    """The state of what one station asks of another (申请状态)."""

    ASKED = "asked", _("待答复")
    ACCEPTED = "accepted", _("已同意")
    DECLINED = "declined", _("未同意")
    WITHDRAWN = "withdrawn", _("已撤回")


class Transfer(Scoped):
    """A file to move from one station to another (转站): asked by the head of either, answered by the other's."""

    reach = Reach(
        station="person__station_id",
        area="person__area_path",
        county="person__county_id",
    )
    key_owner = ("person", "person_id")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="transfers", verbose_name=_("服务对象"))
    from_station = models.ForeignKey(Station, models.PROTECT, related_name="+", verbose_name=_("转出站点"))
    to_station = models.ForeignKey(Station, models.PROTECT, related_name="+", verbose_name=_("转入站点"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("申请人"))
    asked_at_station = models.ForeignKey(Station, models.PROTECT, related_name="+", verbose_name=_("申请站点"))
    asked_at = models.DateTimeField(_("申请时间"))
    reason = SealedField(_("事由"))
    state = models.CharField(_("状态"), max_length=10, choices=Asked, default=Asked.ASKED)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("答复人")
    )
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    answer = SealedField(_("答复"), null=True)
    moved_on = models.DateField(_("转站日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("转站")
        constraints = [
            models.CheckConstraint(name="transfer_to_another_station", condition=~Q(from_station=F("to_station"))),
            models.UniqueConstraint(fields=["person"], condition=Q(state="asked"), name="transfer_asked_once"),
        ]

    class Privacy:
        plain = {
            "id", "from_station", "to_station", "asked_by", "asked_at_station", "asked_at", "state", "answered_by",
            "answered_at", "moved_on",
        }  # fmt: skip
        guarded = {"person"}
        sealed = {"reason", "answer"}


class Consult(Scoped):
    """A look at another station's file for a time (会商): asked by who needs it, allowed by the file's head."""

    reach = Reach(station="person__station_id", area="person__area_path", county="person__county_id")
    key_owner = ("person", "person_id")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="consults", verbose_name=_("服务对象"))
    station = models.ForeignKey(Station, models.PROTECT, related_name="+", verbose_name=_("申请站点"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("申请人"))
    asked_at = models.DateTimeField(_("申请时间"))
    reason = SealedField(_("事由"))
    state = models.CharField(_("状态"), max_length=10, choices=Asked, default=Asked.ASKED)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("答复人")
    )
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    answer = SealedField(_("答复"), null=True)
    until_on = models.DateField(_("会商截止"), null=True, blank=True)

    class Meta:
        verbose_name = _("会商")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "station"], condition=Q(state="asked"), name="consult_asked_once"
            ),
        ]

    class Privacy:
        plain = {
            "id", "station", "asked_by", "asked_at", "state", "answered_by", "answered_at", "until_on",
        }  # fmt: skip
        guarded = {"person"}
        sealed = {"reason", "answer"}
