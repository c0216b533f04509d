"""Incidents that must be reported at once (强制报告). Writing one down is never a condition of reporting it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yimi.clients.models import Person
from yimi.core.ids import new_id
from yimi.core.scope import Reach, Scoped
from yimi.core.seal import SealedField
from yimi.network.models import Area, Station


class Incident(Scoped):
    """An incident (强制报告单): restricted from its first minute. Its state follows from what is filled in."""

    class Kind(models.TextChoices):
        MINOR = "minor", _("侵害未成年人")
        FAMILY_VIOLENCE = "family_violence", _("家庭暴力")
        ELDER_NEGLECT = "elder_neglect", _("老年人被虐待、遗弃")
        OTHER = "other", _("其他")

    class State(models.TextChoices):
        FOUND = "found", _("已发现")
        REPORTED = "reported", _("已报告")
        RECEIPT = "receipt", _("已有回执")
        SAFETY_PLAN = "safety_plan", _("已有安全计划")
        CLOSED = "closed", _("已转入保护个案或办结")

    reach = Reach(station="station_id", area="station__area_path", county="county_id")
    key_owner = ("incident", "id")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    station = models.ForeignKey(Station, models.PROTECT, verbose_name=_("社工站"), related_name="+")
    county = models.ForeignKey(Area, models.PROTECT, verbose_name=_("市县"), related_name="+")
    kind = models.CharField(_("情形"), max_length=20, choices=Kind)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, verbose_name=_("服务对象"), related_name="+"
    )
    state = models.CharField(_("状态"), max_length=12, choices=State, default=State.FOUND)
    found_at = models.DateTimeField(_("发现时间"))
    police_at = models.DateTimeField(_("报警时间"), null=True, blank=True)
    civil_at = models.DateTimeField(_("报告民政部门、乡镇（街道）的时间"), null=True, blank=True)
    reported_on = models.DateField(_("报告日期"), null=True, blank=True)
    receipt = SealedField(_("回执编号"))
    what = SealedField(_("发现的情况"))
    safety = SealedField(_("已采取的安全措施"))
    plan = SealedField(_("安全计划"))
    closed_on = models.DateField(_("办结日期"), null=True, blank=True)
    head_excluded = models.BooleanField(_("站长回避"), default=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("录入人"), related_name="+"
    )
    digest = models.CharField(_("内容摘要"), max_length=64)
    version = models.PositiveIntegerField(_("版本"), default=1)
    voided_at = models.DateTimeField(_("作废时间"), null=True, blank=True)
    void_reason = SealedField(_("作废原因"))
    workers: models.ManyToManyField = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="IncidentWorker", related_name="+", verbose_name=_("知情社工")
    )

    class Meta:
        verbose_name = _("强制报告单")
        indexes = [
            models.Index(fields=["station", "-found_at", "-id"], name="incident_by_station"),
            models.Index(fields=["county", "-found_at", "-id"], name="incident_by_county"),
        ]
        constraints = [
            models.CheckConstraint(
                name="incident_reported_on_a_day_when_somebody_was_told",
                condition=Q(reported_on=None, police_at=None, civil_at=None)
                | Q(reported_on__isnull=False) & (Q(police_at__isnull=False) | Q(civil_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="incident_voided_with_a_reason", condition=Q(voided_at=None) | Q(void_reason__isnull=False)
            ),
        ]

    class Privacy:
        plain = {
            "id", "station", "county", "kind", "state", "found_at", "police_at", "civil_at", "reported_on", "closed_on",
            "head_excluded", "recorded_by", "digest", "version", "voided_at",
        }  # fmt: skip
        guarded = {"person"}
        sealed = {"receipt", "what", "safety", "plan", "void_reason"}

    def __str__(self):
        return f"{self.get_kind_display()} {self.get_state_display()}"

    @property
    def gap(self) -> int | None:
        """Minutes from finding to the first report (发现到报告的间隔)."""
        told = [at for at in (self.police_at, self.civil_at) if at]
        return int((min(told) - self.found_at).total_seconds() // 60) if told else None


class IncidentWorker(models.Model):
    """A worker who knows of an incident (知情社工); no other worker does."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="parts", verbose_name=_("强制报告单"))
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("社工"))

    class Meta:
        verbose_name = _("知情社工")
        constraints = [models.UniqueConstraint(fields=["incident", "worker"], name="worker_once_an_incident")]

    class Privacy:
        plain = {"id", "incident", "worker"}
        guarded: set[str] = set()
        sealed: set[str] = set()

    def __str__(self):
        return str(self.worker)
