"""Pages of the coverage plan (覆盖计划): the plan with its list, and what the province changes on it."""

from io import BytesIO

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimi.core.actors import may
from yimi.core.api import page
from yimi.core.errors import Invalid
from yimi.core.files import write_table
from yimi.core.files.answers import kept_file
from yimi.core.permissions import Permission
from yimi.ui.paging import pager_of, without_cursor
from yimi.ui.toasts import done

from . import actions, forms, pages, queries
from .forms import DelistForm, FilterForm, ListForm, PlaceForm
from .queries import Asked

PAGE = 50


@require_GET
def plan(request):
    """覆盖计划: how far the province has come, by year and county, and every place of the list."""
    told, cover = queries.plan(), queries.cover_rate(request.user)
    form, asked = _asked(request, told)
    rows, following = page(queries.places_asked(asked), PAGE, request.GET.get("cursor"), queries.ORDER)
    shown = {
        "plan": told, "form": form, "asked": asked, "lines": queries.lines_of(rows),
        "pages": pager_of(request, following),
        "ledger": pages.ledger(told, cover), "unlisted": (cover.numerator or 0) - told.whole.covered,
        "grid": pages.tile_grid(told), "columns": pages.PLACE_COLUMNS,
        "county_columns": pages.county_columns(told), "year_columns": pages.year_columns(),
        "years": [(year, progress, told.until[year]) for year, progress in told.years.items()],
        "query": without_cursor(request).urlencode(), "may_plan": may(request.user, Permission.COVERAGE_PLAN),
        "may_export": may(request.user, Permission.EXPORT),
    }  # fmt: skip
    return render(request, "coverage/plan.html", shown, status=422 if form.errors else 200)


@require_GET
def table(request):
    """The list as .xlsx, in the columns in which it is read back."""
    _form, asked = _asked(request, queries.plan())
    lines = queries.lines_of(list(queries.places_asked(asked)))
    header = [forms.CODE, forms.NAME, forms.YEAR, forms.NOTE, _("市县"), _("社工站"), _("状态")]
    stream, title = BytesIO(), _("应覆盖地点清单")
    write_table(stream, title, header, pages.table_rows(lines), by=request.user, purpose=title)
    return kept_file(stream.getvalue(), "coverage.xlsx")


@require_http_methods(["GET", "POST"])
def edit(request):
    """The whole list as a table, or one place."""
    form = ListForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            told = actions.put_list(
                form.lines(), by=request.user, total=form.cleaned_data["total"], on=form.cleaned_data["on"]
            )
            done(
                request,
                _("清单已更新：新增 %(added)s，调整 %(changed)s，移出 %(removed)s，不变 %(same)s。") % vars(told),
            )
            return redirect("coverage:plan")
        except Invalid as refused:
            form.show(refused)
    return _edit_page(request, list_form=form)


@require_POST
def place(request):
    """Put one place on the list, or change its year."""
    form = PlaceForm(request.POST)
    if form.is_valid():
        try:
            row = actions.put_place(form.place(), by=request.user)
            done(request, _("已列入：%(name)s，%(year)s 年。") % {"name": row.area.name, "year": row.year})
            return redirect("coverage:plan")
        except Invalid as refused:
            form.show(refused)
    return _edit_page(request, place_form=form)


@require_POST
def delist(request):
    """Take one place off the list."""
    form = DelistForm(request.POST, auto_id="delist_%s")
    if form.is_valid():
        try:
            row = actions.delist_place(by=request.user, **form.cleaned_data)
            done(request, _("已移出：%(name)s。") % {"name": row.area.name})
            return redirect("coverage:plan")
        except Invalid as refused:
            form.show(refused)
    return _edit_page(request, delist_form=form, code=request.POST.get("code", ""))


def _edit_page(request, code="", **given):
    row = queries.listed_place((code or request.GET.get("place", ""))[:12])
    start = {"code": row.area.code, "year": row.year, "note": row.note} if row else {}
    shown = {
        "place": row, "list_form": ListForm(), "place_form": PlaceForm(initial=start),
        "delist_form": DelistForm(initial=start, auto_id="delist_%s"),
    } | given  # fmt: skip
    wrong = any(form.errors for form in given.values())
    return render(request, "coverage/edit.html", shown, status=422 if wrong else 200)


def _asked(request, told) -> tuple[FilterForm, Asked]:
    form = FilterForm(request.GET or None, years=list(told.years))
    form.is_valid()
    said = getattr(form, "cleaned_data", {})
    year = said.get("year")
    return form, Asked(said.get("county", ""), int(year) if year else None, said.get("gap", False))
