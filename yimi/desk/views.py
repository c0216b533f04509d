from io import BytesIO

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yimi.core.actors import may
from yimi.core.permissions import Permission

from . import board as boards
from . import pages, tables
from .scopes import scope_bar, scope_of

STATIONS = "stations"


def home(request):
    """Where this person begins."""
    user = request.user
    if may(user, Permission.CONTACT_WRITE):
        return redirect("clients:list")
    if may(user, Permission.FIGURES_VIEW):
        return redirect("desk:overview")
    if may(user, Permission.USER_VIEW):
        return redirect("accounts:users")
    return render(request, "desk/home.html")


def overview(request):
    """The overview of a place and a period (总览). Every number opens its rows."""
    scope, period, show = _asked(request)
    by_station = show == STATIONS or not scope.is_province
    board = boards.board(scope, period, by_station=by_station)
    first = _("社工站") if by_station else _("市县")
    return render(
        request, "desk/overview.html",
        {
            "board": board, "scope": scope, "show": show, "by_station": by_station, "first": first,
            "scope_bar": scope_bar(scope, "desk:overview", {"period": period}),
            "period_bar": pages.period_bar(scope, period, board),
            "columns": pages.columns_of(board, first),
            "grid": None if by_station else pages.tile_grid(board),
            "table_url": pages.table_url(scope, period, show) if may(request.user, Permission.EXPORT) else "",
            "counties_url": boards.overview_url(scope.query, period),
            "stations_url": boards.overview_url(scope.query | {"show": STATIONS}, period),
        },
    )  # fmt: skip


def overview_table(request):
    """The table of the overview as a spreadsheet (导出 Excel)."""
    scope, period, show = _asked(request)
    by_station = show == STATIONS or not scope.is_province
    board = boards.board(scope, period, by_station=by_station)
    stream = BytesIO()
    tables.write_overview(stream, board, _("社工站") if by_station else _("市县"), by=request.user)
    response = HttpResponse(stream.getvalue(), content_type=tables.XLSX)
    response["Content-Disposition"] = f'attachment; filename="overview-{scope.place.code}-{period}.xlsx"'
    return response


def _asked(request):
    asked = request.GET
    scope = scope_of(request.user, asked.get("area"), asked.get("station"))
    return scope, asked.get("period") or boards.this_month(), asked.get("show", "")
