"""What daily monitoring puts on a home page (面板): the safety matters that need her today."""

from django.template.loader import render_to_string

from . import pages, queries

SHOWN = 5


def today(request, subject) -> str:
    """今日要处理的安全事项: nothing where there is none."""
    counts = queries.numbers(request.user)
    if not counts["all"]:
        return ""
    rows = list(queries.alerts_for(request.user).order_by(*queries.ORDER)[:SHOWN])
    shown = {"rows": pages.rows(request.user, rows), "tabs": pages.tabs(counts, "")[1:], "all": counts["all"]}
    return render_to_string("alerts/today.html", shown, request=request)
