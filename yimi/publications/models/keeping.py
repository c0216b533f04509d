"""What is written by hand beside the records: a line for a day (日志补记) and what happened (大事记条目)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yimi.core.ids import new_id
from yimi.core.scope import Reach, Scoped
from yimi.core.seal import SealedField
from yimi.network.models import Area, Station


class LogNote(Scoped):
    """The line that a worker adds to what her records say of a day (日志补记). She alone reads it."""

    reach = Reach(station="station_id", area="station__area_path", county="station__county_id")
    key_owner = ("log_note", "id")
    opened: dict[str, str | None]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    station = models.ForeignKey(Station, models.PROTECT, related_name="+", verbose_name=_("社工站"))
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("社工"))
    on = models.DateField(_("日期"))
    text = SealedField(_("补记"))

    class Meta:
        verbose_name = _("日志补记")
        constraints = [models.UniqueConstraint(fields=["worker", "on"], name="one_note_a_worker_and_day")]

    class Privacy:
        plain = {"id", "station", "worker", "on"}
        guarded: set[str] = set()
        sealed = {"text"}

    def __str__(self):
        return str(self.on)


class ChronicleEntry(Scoped):
    """Something that happened at a station or in a county and stands in no record (大事记条目)."""

    reach = Reach(station="station_id", area="area__path", county="county_id")
    key_owner = ("chronicle", "id")
    opened: dict[str, str | None]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    station = models.ForeignKey(
        Station, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("社工站")
    )
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("区划"))
    county = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("市县"))
    on = models.DateField(_("日期"))
    title = SealedField(_("事项"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人"))
    voided_on = models.DateField(_("作废日期"), null=True, blank=True)
    void_reason = SealedField(_("作废原因"))
    digest = models.CharField(_("内容摘要"), max_length=64)

    class Meta:
        verbose_name = _("大事记条目")
        indexes = [models.Index(fields=["county", "-on"], name="chronicle_of_a_county")]
        constraints = [
            models.CheckConstraint(
                name="chronicle_entry_voided_with_a_reason",
                condition=Q(voided_on=None) | Q(void_reason__isnull=False),
            )
        ]

    class Privacy:
        plain = {"id", "station", "area", "county", "on", "made_by", "voided_on", "digest"}
        guarded: set[str] = set()
        sealed = {"title", "void_reason"}

    def __str__(self):
        return str(self.on)
