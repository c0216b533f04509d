from io import BytesIO
from urllib.parse import urlencode

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from yimi.core import clock
from yimi.core.actors import may
from yimi.core.errors import Invalid
from yimi.core.files.answers import kept_file
from yimi.core.permissions import Permission
from yimi.figures.measure import RATE
from yimi.ui.panels import first_lead

from . import analysis as analyses
from . import board as boards
from . import counties as county_pages
from . import pages, tables
from .breakdowns import apart
from .choices import choice_of, title_of
from .comparison import comparison
from .scopes import counties as counties_of
from .scopes import ranked, scope_bar, scope_of

STATIONS = "stations"


def home(request):
    """Where this person begins."""
    user = request.user
    if may(user, Permission.CONTACT_WRITE):
        shown = {"lead": first_lead(user), "today": clock.today(), "scope": scope_of(user, None, None)}
        return render(request, "desk/today.html", shown)
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
            "board": board, "scope": scope, "show": show, "by_station": by_station,
            "first": first, "begin_url": pages.begin_url(scope, is_chosen=bool(request.GET)),
            "scope_bar": scope_bar(scope, "desk:overview", {"period": period}, board.counties),
            "period_bar": pages.period_bar(_with(scope, show), period, board.span, "desk:overview"),
            "parts_url": f"{reverse('desk:parts')}?{urlencode(scope.query | {'period': period})}",
            "columns": pages.columns_of(board, first),
            "grid": None if by_station else pages.tile_grid(board),
            "table_url": pages.table_url(scope, period, show) if may(request.user, Permission.EXPORT) else "",
            "counties_url": boards.overview_url(scope.query, period),
            "stations_url": boards.overview_url(scope.query | {"show": STATIONS}, period),
        },
    )  # fmt: skip


def begin(request):
    """What an overview begins with once it is there: where nothing was chosen one sentence, and what waits for her."""
    scope = scope_of(request.user, request.GET.get("area"), request.GET.get("station"))
    lead = None if request.GET.get("chosen") else first_lead(request.user)
    return render(request, "desk/begin.html", {"scope": scope, "lead": lead})


def overview_parts(request):
    """The main figure by domain, category and age (分项)."""
    scope, period, _show = _asked(request)
    taken = apart(request.user, scope, period)
    return render(
        request, "desk/parts.html",
        {
            "apart": taken, "scope": scope, "label": boards.period_label(period, taken.span),
            "scope_bar": scope_bar(scope, "desk:parts", {"period": period}, ranked()),
            "period_bar": pages.period_bar(scope.query, period, taken.span, "desk:parts"),
            "back_url": boards.overview_url(scope.query, period),
            "rows_url": boards.rows_url(taken.measure.code, scope.query, period),
        },
    )  # fmt: skip


def overview_table(request):
    """The table of the overview as a spreadsheet (导出 Excel)."""
    scope, period, show = _asked(request)
    by_station = show == STATIONS or not scope.is_province
    board = boards.board(scope, period, by_station=by_station)
    stream = BytesIO()
    tables.write_overview(stream, board, _("社工站") if by_station else _("市县"), by=request.user)
    return kept_file(stream.getvalue(), f"overview-{scope.place.code}-{period}.xlsx")


def counties(request):
    """各地模式: every 市县 and its mode."""
    shown = {"lines": county_pages.county_lines(), "columns": county_pages.list_columns()}
    return render(request, "desk/counties.html", shown)


def county(request, code):
    """The page of one 市县."""
    shown = {"page": county_pages.county_page(code), "columns": county_pages.station_columns()}
    return render(request, "desk/county.html", shown)


def analysis(request):
    """One measure taken apart and compared (分析). The address holds the whole choice."""
    choice = choice_of(request.user, request.GET)
    counties, taking_part = counties_of()
    shown = None if choice.faults else comparison(request.user, choice, taking_part)
    exportable = shown and may(request.user, Permission.EXPORT)
    return render(
        request, "desk/analysis.html",
        _choosers(choice, counties) | (_drawn(shown, counties, taking_part) if shown else {})
        | {"shown": shown, "table_url": choice.url("desk:analysis_table") if exportable else ""},
        status=422 if choice.faults else 200,
    )  # fmt: skip


def analysis_table(request):
    """The table of the analysis page as a spreadsheet (导出 Excel)."""
    choice = choice_of(request.user, request.GET)
    if choice.faults:
        raise Invalid({"": list(choice.faults)})
    shown = comparison(request.user, choice, counties_of()[1])
    stream = BytesIO()
    tables.write_analysis(stream, shown, by=request.user)
    name = f"{choice.measure.code}-{choice.scope.place.code}-{choice.period}"
    return kept_file(stream.getvalue(), f"analysis-{name}.xlsx")


def _choosers(choice, counties):
    place = choice.scope.query
    period = {"period": choice.period}
    against = {name: value for name, value in choice.kept.items() if name != "against"}
    return {
        "choice": choice, "by_title": title_of(choice.by, choice.scope) or _("不分列"),
        "scope_bar": scope_bar(choice.scope, "desk:analysis", period | choice.kept, counties),
        "period_bar": analyses.period_bar(choice),
        "measure_groups": analyses.measure_groups(choice),
        "breakdown_options": analyses.breakdown_options(choice),
        "against_options": analyses.against_options(choice),
        "kept_without_against": list((place | period | against).items()),
        "kept_without_period": list((place | choice.kept).items()),
    }  # fmt: skip


def _drawn(shown, counties, taking_part):
    grid = analyses.grid(shown, counties, taking_part)
    bars, curve = analyses.chart(shown)
    left_out = grid and [area.name for area in counties if area.code not in taking_part]
    return {
        "said": analyses.sentence(shown), "made_of": analyses.made_of(shown),
        "columns": analyses.columns_of(shown), "grid": grid, "bars": bars, "curve": curve,
        "measure_heading": analyses.heading(shown.choice), "without": left_out,
        "is_running": analyses.running(shown.choice), "is_rate": shown.choice.measure.kind == RATE,
    }  # fmt: skip


def _with(scope, show) -> dict[str, str]:
    return scope.query | ({"show": show} if show else {})


def _asked(request):
    asked = request.GET
    scope = scope_of(request.user, asked.get("area"), asked.get("station"))
    return scope, asked.get("period") or boards.this_month(), asked.get("show", "")
