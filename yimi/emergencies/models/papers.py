"""What goes out on paper before the power fails, and the one tap by which workers say that they are safe."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yimi.core.ids import new_id
from yimi.core.scope import Reach
from yimi.network.models import Area, Station

from .operations import Operation, ScopedWhileOpen


class RosterCopy(ScopedWhileOpen):
    """A numbered copy of a village's roster on paper (纸质名册), to be taken back afterwards (收回)."""

    reach = Reach(station="station_id", area="station__area_path", county="station__county_id")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    operation = models.ForeignKey(Operation, models.PROTECT, related_name="+", verbose_name=_("应急关爱行动"))
    station = models.ForeignKey(Station, models.PROTECT, related_name="+", verbose_name=_("社工站"))
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("村（居）"))
    number = models.PositiveIntegerField(_("份号"))
    rows = models.PositiveIntegerField(_("户数"))
    printed_at = models.DateTimeField(_("打印时间"))
    printed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("打印人"))
    recalled_at = models.DateTimeField(_("收回时间"), null=True, blank=True)
    recalled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("收回人")
    )

    class Meta:
        verbose_name = _("纸质名册")
        constraints = [
            models.UniqueConstraint(fields=["operation", "station", "number"], name="roster_copy_number_once"),
            models.CheckConstraint(
                name="roster_copy_recalled_by_somebody",
                condition=Q(recalled_at=None, recalled_by=None)
                | Q(recalled_at__isnull=False, recalled_by__isnull=False),
            ),
        ]

    class Privacy:
        plain = {
            "id", "operation", "station", "area", "number", "rows", "printed_at", "printed_by", "recalled_at",
            "recalled_by",
        }  # fmt: skip
        guarded: set[str] = set()
        sealed: set[str] = set()

    def __str__(self):
        return f"{self.number:03d}"


class SafetyReport(ScopedWhileOpen):
    """A worker says that she is safe (报平安), only in an open action and after everybody went indoors.

    It says nothing of where she is or how long she works, and is no attendance.
    """

    reach = Reach(station="station_id", area="station__area_path", county="station__county_id")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    operation = models.ForeignKey(Operation, models.PROTECT, related_name="+", verbose_name=_("应急关爱行动"))
    station = models.ForeignKey(Station, models.PROTECT, related_name="+", verbose_name=_("社工站"))
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("社工"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("报平安")
        indexes = [models.Index(fields=["operation", "station", "-at"], name="safety_reports_latest")]

    class Privacy:
        plain = {"id", "operation", "station", "worker", "at"}
        guarded: set[str] = set()
        sealed: set[str] = set()

    def __str__(self):
        return str(self.worker)
