"""What a report is called on pages and in messages (报告的叫法), and where it is."""

from django.urls import reverse

from .models import Report


def owner(report: Report) -> str:
    """Who owes it, in words."""
    return report.station.short_name if report.station else report.area.short_name


def title(report: Report) -> str:
    """2026年10月月报告."""
    return f"{report.period_label}{report.get_cadence_display()}"


def report_url(report: Report) -> str:
    return reverse("reports:report", args=[report.pk])
