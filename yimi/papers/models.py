"""Papers of relief applications (申请资料): the station looks whether they are complete and agree, and nothing more.

Whether relief is given, and how much, the authority decides (审核确认); here only what it said is noted.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yimi.catalogue.models import Edition
from yimi.clients.models import Person
from yimi.core.ids import new_id
from yimi.core.scope import Reach, Scoped
from yimi.core.seal import SealedField
from yimi.network.models import Station
from yimi.services.models import Contact


class Mark(models.TextChoices):
    """What was found of one paper (核对结果)."""

    PRESENT = "present", _("齐全")
    MISSING = "missing", _("缺")
    DIFFERS = "differs", _("不一致")
    NOT_NEEDED = "not_needed", _("不需要")


class Papers(Scoped):
    """The papers of one application (申请资料) as they pass through the station.

    They stand on the contact that their receiving was: where that is void, so are they. `marks` says of each paper
    of the list of its edition what was found; `complete` is empty until somebody has looked.
    """

    class State(models.TextChoices):
        RECEIVED = "received", _("待核对")
        CHECKING = "checking", _("核对中")
        RETURNED = "returned", _("待补正")
        HANDED = "handed", _("已移交")
        NOTED = "noted", _("已反馈结果")
        WITHDRAWN = "withdrawn", _("已撤回")

    class Outcome(models.TextChoices):
        PASSED = "passed", _("通过")
        NOT_PASSED = "not_passed", _("不通过")
        OTHER = "other", _("其他")

    AT_STATION = (State.RECEIVED, State.CHECKING)
    ABOVE = (State.HANDED, State.NOTED)

    reach = Reach(station="station_id", area="station__area_path", county="station__county_id")
    key_owner = ("papers", "id")
    opened: dict[str, str | None]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    station = models.ForeignKey(Station, models.PROTECT, related_name="+", verbose_name=_("社工站"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="papers", verbose_name=_("服务对象"))
    contact = models.OneToOneField(Contact, models.PROTECT, related_name="papers", verbose_name=_("服务接触"))
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", verbose_name=_("目录版本"))
    kind = models.CharField(_("申请事项"), max_length=16)
    received_on = models.DateField(_("收件日期"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.RECEIVED)
    state_on = models.DateField(_("状态日期"))
    marks = models.JSONField(_("核对结果"), default=dict)
    complete = models.BooleanField(_("齐全一致"), null=True, default=None)
    remarks = SealedField(_("各项说明"), null=True)
    note = SealedField(_("备注"), null=True)
    outcome = models.CharField(_("主管部门反馈"), max_length=10, choices=Outcome, blank=True)
    outcome_words = SealedField(_("反馈说明"), null=True)
    why_withdrawn = SealedField(_("撤回原因"), null=True)
    digest = models.CharField(_("内容摘要"), max_length=64)
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("申请资料")
        verbose_name_plural = _("申请资料")
        indexes = [
            models.Index(fields=["station", "state", "state_on", "id"], name="papers_of_a_station"),
            models.Index(fields=["state", "state_on", "id"], name="papers_by_state"),
        ]
        constraints = [
            models.CheckConstraint(
                name="papers_noted_with_what_was_said",
                condition=Q(state="noted", outcome__in=("passed", "not_passed", "other"))
                | (~Q(state="noted") & Q(outcome="")),
            ),
            models.CheckConstraint(
                name="papers_withdrawn_with_a_reason",
                condition=~Q(state="withdrawn") | Q(why_withdrawn__isnull=False),
            ),
            models.CheckConstraint(
                name="papers_handed_when_complete", condition=~Q(state__in=("handed", "noted")) | Q(complete=True)
            ),
            models.CheckConstraint(
                name="papers_returned_when_not_complete", condition=~Q(state="returned") | Q(complete=False)
            ),
        ]

    class Privacy:
        plain = {
            "id", "station", "contact", "edition", "received_on", "state", "state_on", "digest", "version",
        }  # fmt: skip
        guarded = {"person", "kind", "marks", "complete", "outcome"}
        sealed = {"remarks", "note", "outcome_words", "why_withdrawn"}

    def __str__(self):
        return f"{self.kind} {self.received_on}"


class Step(models.Model):
    """One step that papers took (办理经过): received, returned, received again, handed over."""

    papers = models.ForeignKey(Papers, models.CASCADE, related_name="steps", verbose_name=_("申请资料"))
    state = models.CharField(_("状态"), max_length=10, choices=Papers.State)
    on = models.DateField(_("日期"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("办理人"))

    class Meta:
        verbose_name = _("办理经过")

    class Privacy:
        plain = {"id", "papers", "state", "on", "by"}
        guarded: set[str] = set()
        sealed: set[str] = set()

    def __str__(self):
        return f"{self.state} {self.on}"
