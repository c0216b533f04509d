"""What dispatches put on the page of a report (面板): the dispatch or circular on it, or how to begin one."""

from django.template.loader import render_to_string

from yimi.core.ids import new_id

from .queries import circulars, dispatches


def of_report(request, subject) -> str:
    """A link to the dispatch of a quarter, or to the circular of a half-year; nothing on other reports."""
    if subject.cadence == "quarterly" and subject.station_id is None:
        return _dispatch(request, subject)
    if subject.cadence == "half_year" and subject.level == "province":
        return _circular(request, subject)
    return ""


def _dispatch(request, report) -> str:
    row = dispatches.dispatches_for(request.user).filter(report=report).first()
    may_begin = row is None and dispatches.reports_to_hold(request.user).filter(pk=report.pk).exists()
    shown = {"dispatch": row, "may_begin": may_begin, "report": report, "id": new_id()}
    return render_to_string("dispatches/panel.html", shown, request=request) if row or may_begin else ""


def _circular(request, report) -> str:
    row = circulars.circulars_for(request.user).filter(report=report).first()
    may_begin = row is None and circulars.reports_to_begin(request.user).filter(pk=report.pk).exists()
    shown = {"circular": row, "may_begin_circular": may_begin, "report": report, "id": new_id()}
    return render_to_string("dispatches/panel.html", shown, request=request) if row or may_begin else ""
