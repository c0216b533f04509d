"""The half-year circular (半年通报): signed by a second person, issued with a number, signed for by every 市县."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yimi.core.ids import new_id
from yimi.core.scope import Reach, Scoped
from yimi.core.seal import SealedField
from yimi.dispatches.reach import OF_OFFICES
from yimi.network.models import Area
from yimi.reports.models import Report


class Circular(Scoped):
    """The circular of a half-year (半年通报): the words and figures of a report of the province, made official."""

    class State(models.TextChoices):
        DRAFTING = "drafting", _("拟稿")
        REVIEW = "review", _("核稿")
        SIGNED = "signed", _("已签发")
        ISSUED = "issued", _("已印发")
        ARCHIVED = "archived", _("已归档")

    OUT = (State.ISSUED, State.ARCHIVED)

    reach = OF_OFFICES
    key_owner = ("circular", "id")
    opened: dict[str, str | None]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.OneToOneField(Report, models.PROTECT, related_name="+", verbose_name=_("半年报告"))
    last = models.DateField(_("期末"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.DRAFTING)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("拟稿人"))
    why_back = SealedField(_("退回原因"))
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("签发人")
    )
    signed_at = models.DateTimeField(_("签发时间"), null=True, blank=True)
    signed_digest = models.CharField(_("签发时文字的摘要"), max_length=64, blank=True)
    number = models.CharField(_("发文字号"), max_length=40, blank=True)
    issued_on = models.DateField(_("印发日期"), null=True, blank=True)
    receive_by = models.DateField(_("签收期限"), null=True, blank=True)
    reply_by = models.DateField(_("回复期限"), null=True, blank=True)
    archived_on = models.DateField(_("归档日期"), null=True, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("半年通报")
        indexes = [models.Index(fields=["-last", "id"], name="circulars_newest_first")]
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="circular_number_given_once"),
            models.CheckConstraint(
                name="circular_signed_by_another_than_its_drafter",
                condition=Q(signed_by=None) | ~Q(signed_by=F("drafted_by")),
            ),
            models.CheckConstraint(
                name="circular_signed_before_it_is_issued",
                condition=Q(state__in=["drafting", "review"], signed_by=None, signed_at=None)
                | Q(state__in=["signed", "issued", "archived"], signed_by__isnull=False, signed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="circular_issued_with_number_and_day",
                condition=Q(state__in=["drafting", "review", "signed"], number="", issued_on=None)
                | Q(state__in=["issued", "archived"], issued_on__isnull=False) & ~Q(number=""),
            ),
        ]

    class Privacy:
        plain = {
            "id", "report", "last", "state", "drafted_by", "signed_by", "signed_at", "signed_digest", "number",
            "issued_on", "receive_by", "reply_by", "archived_on", "version",
        }  # fmt: skip
        guarded: set[str] = set()
        sealed = {"why_back"}

    def __str__(self):
        return self.number or f"{self.report.period}"


class Receipt(Scoped):
    """That a 市县 has a circular (签收), and what it answers (回复)."""

    reach = Reach(area="county__path", county="county_id")
    key_owner = ("circular", "circular_id")
    opened: dict[str, str | None]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    circular = models.ForeignKey(Circular, models.PROTECT, related_name="receipts", verbose_name=_("半年通报"))
    county = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("市县"))
    received_at = models.DateTimeField(_("签收时间"), null=True, blank=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("签收人")
    )
    replied_at = models.DateTimeField(_("回复时间"), null=True, blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("回复人")
    )
    reply = SealedField(_("回复"))

    class Meta:
        verbose_name = _("通报签收")
        constraints = [
            models.UniqueConstraint(fields=["circular", "county"], name="circular_received_once_by_each_county"),
            models.CheckConstraint(
                name="circular_replied_after_it_was_received",
                condition=Q(replied_at=None) | Q(received_at__isnull=False, reply__isnull=False),
            ),
        ]

    class Privacy:
        plain = {"id", "circular", "county", "received_at", "received_by", "replied_at", "replied_by"}
        guarded: set[str] = set()
        sealed = {"reply"}

    def __str__(self):
        return f"{self.circular_id} {self.county_id}"
