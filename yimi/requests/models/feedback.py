"""What users say of the burden and of the product (投诉建议)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yimi.core.ids import new_id
from yimi.core.scope import Reach, Scoped
from yimi.core.seal import SealedField
from yimi.network.models import Area

from .demands import Demand


class Feedback(Scoped):
    """A complaint or a suggestion (投诉建议), for the county or for the province. Without a name, no sender is kept.

    Of the moment only the day is kept, so that one without a name stays so.
    """

    class Kind(models.TextChoices):
        COMPLAINT = "complaint", _("投诉")
        SUGGESTION = "suggestion", _("建议")

    reach = Reach(area="area__path", county="area_id")
    key_owner = ("feedback", "id")
    opened: dict[str, str | None]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(_("类型"), max_length=10, choices=Kind)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("受理单位所在区划"))
    demand = models.ForeignKey(Demand, models.PROTECT, null=True, related_name="+", verbose_name=_("有关的填报事项"))
    text = SealedField(_("内容"))
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("提出人")
    )
    sent_on = models.DateField(_("提出日期"))
    answer = SealedField(_("答复"))
    answered_on = models.DateField(_("答复日期"), null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("答复人")
    )
    digest = models.CharField(_("内容摘要"), max_length=64)
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("投诉建议")
        indexes = [models.Index(fields=["-sent_on", "-id"], name="feedback_newest_first")]
        constraints = [
            models.CheckConstraint(
                name="feedback_answered_on_a_day_by_somebody",
                condition=Q(answer=None, answered_on=None, answered_by=None)
                | Q(answer__isnull=False, answered_on__isnull=False, answered_by__isnull=False),
            ),
        ]

    class Privacy:
        plain = {
            "id", "kind", "area", "demand", "sender", "sent_on", "answered_on", "answered_by", "digest", "version",
        }  # fmt: skip
        guarded: set[str] = set()
        sealed = {"text", "answer"}

    def __str__(self):
        return f"{self.kind} {self.sent_on}"
