"""How often people are visited (走访频次规则), as a county says it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yimi.core.ids import new_id
from yimi.core.scope import Reach, Scoped
from yimi.network.models import Area


class VisitRule(Scoped):
    """A rule of visiting (走访频次规则) of one county, from a day on; without a county, of the province.

    `content`: `tiers` (code → days or null), `categories` (code → tier, where it differs from the catalogue),
    `remote_counts` (tiers that a call meets), `shared` (categories visited by household), `visits_per_day`,
    `visiting_share`. A trigger of migration 0002 keeps what is published as it was published.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        PUBLISHED = "published", _("已发布")

    reach = Reach(area="county__path", county="county_id")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    county = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("市县"))
    effective_from = models.DateField(_("生效日期"))
    content = models.JSONField(_("内容"), default=dict)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.DRAFT)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("拟订人"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("发布人")
    )
    published_on = models.DateField(_("发布日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("走访频次规则")
        constraints = [
            models.CheckConstraint(
                name="rule_published_by_somebody_on_a_day",
                condition=Q(state="draft", published_by=None, published_on=None)
                | Q(state="published", published_by__isnull=False, published_on__isnull=False),
            ),
            models.UniqueConstraint(fields=["county"], condition=Q(state="draft"), name="rule_one_draft_for_a_county"),
            models.UniqueConstraint(
                fields=["county", "effective_from"], condition=Q(state="published"), name="rule_one_begins_on_a_day"
            ),
        ]

    class Privacy:
        plain = {"id", "county", "effective_from", "content", "state", "made_by", "published_by", "published_on"}
        guarded: set[str] = set()
        sealed: set[str] = set()

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED
