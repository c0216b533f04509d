"""Days that an area works or rests otherwise than the country (工作日历)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CalendarDay(models.Model):
    """One day that differs in one area (工作日调整): 三月三 is a holiday in some counties only."""

    area_path = models.CharField(_("区划"), max_length=80)
    on = models.DateField(_("日期"))
    is_workday = models.BooleanField(_("是否工作日"))
    name = models.CharField(_("名称"), max_length=40)

    class Privacy:
        plain = {"id", "area_path", "on", "is_workday", "name"}
        guarded: set[str] = set()
        sealed: set[str] = set()

    class Meta:
        verbose_name = _("工作日调整")
        verbose_name_plural = _("工作日调整")
        constraints = [models.UniqueConstraint(fields=["on", "area_path"], name="calendar_day_once_per_area")]
