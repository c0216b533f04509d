"""What a report is called on pages and in messages (报告的叫法), and where it is."""

from django.urls import reverse
from django.utils.translation import gettext as _

from .models import AFTER_PERIOD, Report


def owner(report: Report) -> str:
    """Who owes it, in words."""
    return report.station.short_name if report.station else report.area.short_name


def title(report: Report) -> str:
    """2026年10月月报告, 2026年第3季度调度."""
    return _("%(label)s%(cadence)s") % {"label": report.period_label, "cadence": AFTER_PERIOD[report.cadence]}


def report_url(report: Report) -> str:
    return reverse("reports:report", args=[report.pk])
