"""What was said when somebody asked for figures (已提供数据): the answer as it was given, and to whom."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yimi.core.ids import new_id
from yimi.core.scope import Reach, Scoped
from yimi.core.seal import SealedField
from yimi.network.models import Area, Station


class Provided(Scoped):
    """An answer to a question about figures (已提供数据). Never changed; a later one to the same question says why.

    Of a station, `area` is where it stands. `question` is a digest of place, days, people and measures, `nth` which
    answer to it this is. `position` is the number of the journal up to which the ledger was read. Its numbers were
    fit for outsiders when it was made.
    """

    reach = Reach(station="station_id", area="area__path", county="county_id")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("区划"))
    station = models.ForeignKey(Station, models.PROTECT, null=True, related_name="+", verbose_name=_("社工站"))
    county = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+", verbose_name=_("市县"))
    first = models.DateField(_("从"))
    last = models.DateField(_("到"))
    people = models.CharField(_("人群"), max_length=24, blank=True)
    question = models.CharField(_("问题摘要"), max_length=64)
    nth = models.PositiveSmallIntegerField(_("第几次答复"), default=1)
    answer = models.JSONField(_("答复"))
    why_again = models.CharField(_("另行答复的原因"), max_length=200, blank=True)
    position = models.BigIntegerField(_("日志序号"))
    given_at = models.DateTimeField(_("提供时间"))
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("提供人"))

    class Meta:
        verbose_name = _("已提供数据")
        indexes = [models.Index(fields=["-given_at", "-id"], name="provided_by_time")]
        constraints = [
            models.UniqueConstraint(fields=["question", "nth"], name="answers_to_a_question_in_turn"),
            models.CheckConstraint(name="provided_of_days_in_order", condition=Q(last__gte=F("first"))),
            models.CheckConstraint(name="provided_otherwise_with_a_reason", condition=Q(nth=1) | ~Q(why_again="")),
        ]

    class Privacy:
        plain = {
            "id", "area", "station", "county", "first", "last", "people", "question", "nth", "answer",
            "why_again", "position", "given_at", "given_by",
        }  # fmt: skip
        guarded: set[str] = set()
        sealed: set[str] = set()

    def __str__(self):
        return f"{self.first} – {self.last}"


class Told(Scoped):
    """That an answer went to somebody (提供给): to whom, by whom and when; the same answer goes to many."""

    reach = Reach(station="provided__station_id", area="provided__area__path", county="provided__county_id")
    key_owner = ("provided", "provided_id")
    opened: dict[str, str | None]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    provided = models.ForeignKey(Provided, models.PROTECT, related_name="told", verbose_name=_("已提供数据"))
    to = SealedField(_("提供给"))
    at = models.DateTimeField(_("提供时间"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("提供人"))

    class Meta:
        verbose_name = _("数据提供记录")
        indexes = [models.Index(fields=["provided", "at", "id"], name="told_in_turn")]

    class Privacy:
        plain = {"id", "provided", "at", "by"}
        guarded: set[str] = set()
        sealed = {"to"}

    def __str__(self):
        return str(self.pk)
