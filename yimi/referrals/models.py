"""Referrals (转介): a person is sent on to another station or body, with the least that it needs to know."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yimi.clients.models import Person
from yimi.core.ids import new_id
from yimi.core.scope import Reach, Scoped
from yimi.core.seal import SealedField
from yimi.network.models import Area, Station
from yimi.services.models import Sensitivity


class State(models.TextChoices):
    """Where a referral stands (转介状态)."""

    DRAFT = "draft", _("待同意")
    CONSENTED = "consented", _("待转出")
    SENT = "sent", _("待答复")
    ACCEPTED = "accepted", _("已接收")
    DECLINED = "declined", _("未接收")
    IN_SERVICE = "in_service", _("服务中")
    RESULT = "result", _("已反馈结果")
    CLOSED = "closed", _("已办结")
    WITHDRAWN = "withdrawn", _("已撤回")


class Receiver(models.TextChoices):
    """Who is asked (接收方): a station or centre of the network, or another body."""

    STATION = "station", _("社工站（中心）")
    HOSPITAL = "hospital", _("医疗机构")
    SCHOOL = "school", _("学校")
    LEGAL_AID = "legal_aid", _("法律援助")
    POLICE = "police", _("公安")
    OTHER = "other", _("其他单位")


class Referral(Scoped):
    """A referral (转介). Its contact in the ledger has the same id and is written when it is sent."""

    class Speaker(models.TextChoices):
        SELF = "self", _("本人")
        GUARDIAN = "guardian", _("监护人")

    class How(models.TextChoices):
        ORAL = "oral", _("口头")
        WRITTEN = "written", _("书面")

    OPEN = (State.DRAFT, State.CONSENTED)
    UNDER_WAY = (State.SENT, State.ACCEPTED, State.IN_SERVICE)

    reach = Reach(station="station_id", area="station__area_path", county="county_id")
    key_owner = ("referral", "id")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    station = models.ForeignKey(Station, models.PROTECT, verbose_name=_("转出站点"), related_name="+")
    county = models.ForeignKey(Area, models.PROTECT, verbose_name=_("市县"), related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("服务对象"), related_name="+")
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("经办社工"), related_name="+")
    state = models.CharField(_("状态"), max_length=12, choices=State, default=State.DRAFT)
    receiver = models.CharField(_("接收方类别"), max_length=12, choices=Receiver)
    to_station = models.ForeignKey(
        Station, models.PROTECT, null=True, blank=True, verbose_name=_("接收站点"), related_name="+"
    )
    to_name = SealedField(_("接收单位"))
    to_contact = SealedField(_("接收单位联系方式"))
    services = models.JSONField(_("服务项目"), default=list)
    items = models.JSONField(_("转介的信息"), default=list)
    need = SealedField(_("转介事由"))
    sensitivity = models.CharField(_("敏感级别"), max_length=10, choices=Sensitivity, default=Sensitivity.NORMAL)
    consent_by = models.CharField(_("同意人"), max_length=10, choices=Speaker, blank=True)
    consent_how = models.CharField(_("同意方式"), max_length=10, choices=How, blank=True)
    consent_on = models.DateField(_("同意日期"), null=True, blank=True)
    urgent_reason = SealedField(_("紧急转介原因"))
    letter = SealedField(_("转介函"))
    made_on = models.DateField(_("填写日期"))
    sent_on = models.DateField(_("转出日期"), null=True, blank=True)
    answer_by = models.DateField(_("答复期限"), null=True, blank=True)
    result_by = models.DateField(_("反馈期限"), null=True, blank=True)
    answered_on = models.DateField(_("答复日期"), null=True, blank=True)
    answer = SealedField(_("答复说明"))
    served_on = models.DateField(_("开始服务日期"), null=True, blank=True)
    result_on = models.DateField(_("反馈日期"), null=True, blank=True)
    result = SealedField(_("结果"))
    ended_on = models.DateField(_("结束日期"), null=True, blank=True)
    end_note = SealedField(_("结束说明"))
    digest = models.CharField(_("内容摘要"), max_length=64)
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("转介单")
        indexes = [
            models.Index(fields=["station", "-made_on", "-id"], name="referral_by_station"),
            models.Index(fields=["county", "-made_on", "-id"], name="referral_by_county"),
            models.Index(fields=["person"], name="referral_by_person"),
        ]
        constraints = [
            models.CheckConstraint(
                name="referral_to_a_station_or_a_named_body",
                condition=Q(receiver=Receiver.STATION, to_station__isnull=False)
                | (~Q(receiver=Receiver.STATION) & Q(to_station=None, to_name__isnull=False)),
            ),
            models.CheckConstraint(
                name="referral_goes_to_another_station",
                condition=Q(to_station=None) | ~Q(to_station=models.F("station")),
            ),
            models.CheckConstraint(
                name="referral_sent_with_consent_or_urgently",
                condition=Q(state__in=("draft", "consented", "withdrawn"))
                | (Q(sent_on__isnull=False, letter__isnull=False))
                & (Q(consent_on__isnull=False) | Q(urgent_reason__isnull=False)),
            ),
        ]

    class Privacy:
        plain = {
            "id", "station", "county", "worker", "state", "receiver", "to_station", "sensitivity", "consent_by",
            "consent_how", "consent_on", "made_on", "sent_on", "answer_by", "result_by", "answered_on", "served_on",
            "result_on", "ended_on", "digest", "version",
        }  # fmt: skip
        guarded = {"person", "services", "items"}
        sealed = {
            "to_name", "to_contact", "need", "urgent_reason", "letter", "answer", "result", "end_note",
        }  # fmt: skip

    def __str__(self):
        return f"{self.get_state_display()} {self.made_on}"


class Incoming(Scoped):
    """A referral as it lies at the station that is asked (转入): only its letter can be read there."""

    reach = Reach(station="station_id", area="station__area_path", county="station__county_id")

    referral = models.OneToOneField(
        Referral, models.CASCADE, primary_key=True, related_name="incoming", verbose_name=_("转介")
    )
    station = models.ForeignKey(Station, models.PROTECT, verbose_name=_("接收站点"), related_name="+")
    sent_on = models.DateField(_("转出日期"))
    sensitivity = models.CharField(_("敏感级别"), max_length=10, choices=Sensitivity)
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=_("接办社工"), related_name="+"
    )

    class Meta:
        verbose_name = _("转入的转介")
        indexes = [models.Index(fields=["station", "-sent_on", "-referral"], name="incoming_by_station")]

    class Privacy:
        plain = {"referral", "station", "sent_on", "sensitivity", "worker"}
        guarded: set[str] = set()
        sealed: set[str] = set()

    def __str__(self):
        return str(self.sent_on)
