"""The board of construction (建站进度): the table of batches, the tile grid, the years, and every station."""

from io import BytesIO

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yimi.construction import pages, progress
from yimi.construction.forms import FilterForm
from yimi.core.actors import may
from yimi.core.api import page
from yimi.core.files import write_table
from yimi.core.files.answers import kept_file
from yimi.core.permissions import Permission
from yimi.network.queries import OFFICIAL
from yimi.ui.paging import pager_of, without_cursor

PAGE = 50


@require_GET
def station_list(request):
    rows, form = _asked(request)
    found, following = page(rows, PAGE, request.GET.get("cursor"), OFFICIAL)
    batches = progress.by_batch(request.user)
    shown = pages.board(request.user) | {
        "form": form, "columns": pages.BOARD_COLUMNS,
        "stations": [(one, pages.STATE_TONES.get(one.state, "")) for one in found],
        "pages": pager_of(request, following), "query": without_cursor(request).urlencode(),
        "stage_columns": pages.stage_columns(batches), "stage_rows": pages.stage_rows(batches),
        "years": progress.by_year(request.user), "may_export": may(request.user, Permission.EXPORT),
        "may_manage": may(request.user, Permission.STATION_MANAGE),
    }  # fmt: skip
    return render(request, "construction/list.html", shown, status=422 if form.errors else 200)


@require_GET
def station_table(request):
    """The list as .xlsx, with the same filters."""
    rows, _form = _asked(request)
    stream = BytesIO()
    write_table(
        stream, _("建站进度"), pages.table_header(), pages.table_rows(rows), by=request.user, purpose=_("建站进度表")
    )
    return kept_file(stream.getvalue(), "construction.xlsx")


def _asked(request):
    user = request.user
    form = FilterForm(request.GET, batches=progress.batches(user), counties=progress.counties(user))
    return progress.stations_listed(user, progress.Asked(**form.asked())), form
