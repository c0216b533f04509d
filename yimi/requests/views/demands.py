"""Pages of the register (填报事项清单): the list, a request, its form and its steps, and what a year asked."""

from functools import partial
from io import BytesIO

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimi.core import clock
from yimi.core.actors import may
from yimi.core.api import page
from yimi.core.errors import RuleBroken
from yimi.core.files import write_table
from yimi.core.files.answers import kept_file
from yimi.core.permissions import Permission
from yimi.requests import actions, forms, pages
from yimi.requests.forms import DemandForm, FilterForm, ReasonForm, VersionForm
from yimi.requests.matching import LineFields, matches
from yimi.requests.queries import answers, burden
from yimi.requests.queries import demands as queries
from yimi.requests.queries.demands import Asked
from yimi.requests.standing import standing
from yimi.ui.forms import attempt
from yimi.ui.paging import pager_of, without_cursor
from yimi.ui.toasts import done

PAGE = 50
MOST_EXPORTED = 2000


@require_GET
def demand_list(request):
    """填报事项清单: what the house makes by itself, and every request, the newest first."""
    form, asked = _asked(request)
    rows, following = page(queries.demands_for(request.user, asked), PAGE, request.GET.get("cursor"), queries.ORDER)
    is_whole = asked == Asked() and not request.GET.get("cursor")
    today = clock.today()
    shown = {
        "form": form, "rows": [(row, queries.status_of(row, today)) for row in rows], "columns": pages.COLUMNS,
        "standing": list(standing) if is_whole else [], "standing_columns": pages.STANDING_COLUMNS,
        "tones": pages.TONES, "pages": pager_of(request, following), "query": without_cursor(request).urlencode(),
        "is_narrowed": asked != Asked(), "may_write": bool(queries.offices(request.user)),
        "may_answer": may(request.user, Permission.REQUEST_ANSWER), "may_export": may(request.user, Permission.EXPORT),
    }  # fmt: skip
    return render(request, "requests/list.html", shown, status=422 if form.errors else 200)


@require_GET
def table(request):
    """The register as .xlsx, with the same filters."""
    _form, asked = _asked(request)
    rows = queries.demands_for(request.user, asked).order_by(*queries.ORDER)[:MOST_EXPORTED]
    stream = BytesIO()
    title = _("填报事项清单")
    write_table(stream, title, pages.table_header(), pages.table_rows(rows), by=request.user, purpose=title)
    return kept_file(stream.getvalue(), "requests.xlsx")


def _asked(request) -> tuple[FilterForm, Asked]:
    """The filters of the address; a value that cannot be counts for nothing."""
    form = FilterForm(request.GET or None, counties=queries.counties_to_choose())
    form.is_valid()
    said = {name: value for name, value in getattr(form, "cleaned_data", {}).items() if value}
    return form, Asked(**said)


@require_GET
def demand(request, pk):
    """One request: what is asked on what basis, and who has answered."""
    return _page(request, pk)


def _page(request, pk, status=200, **tried):
    row = queries.demand_for(request.user, pk)
    rights = queries.rights_of(request.user, row)
    state = queries.status_of(row, clock.today())
    shown = {
        "row": row, "facts": pages.facts(row), "state": state, "tone": pages.TONES[state], "rights": rights,
        "held": matches(LineFields(line.text) for line in row.lines.all()),
        "answered": answers.answered(request.user, row) if rights.reads_answers else None,
        "columns": pages.ANSWER_COLUMNS, "end_form": ReasonForm(initial={"version": row.version}),
        "return_form": ReasonForm(initial={"version": row.version}, prefix="back"),
    }  # fmt: skip
    return render(request, "requests/demand.html", shown | tried, status=status)


@require_http_methods(["GET", "POST"])
def new(request):
    """登记填报事项."""
    return _form_page(request, forms.new_values())


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    """修改, before or after it was published."""
    row = queries.demand_for(request.user, pk)
    if not queries.rights_of(request.user, row).may_edit:
        return redirect("requests:demand", pk)
    return _form_page(request, forms.values_of(row), row)


def _form_page(request, start, row=None):
    form = DemandForm(request.POST or None, initial=start, offices=queries.offices(request.user))
    met, status = [], 422
    if form.is_valid():
        try:
            status = attempt(form, partial(_put, request, form))
        except RuleBroken as broken:
            status, met = broken.status, _met(form, broken)
        if not status:
            return redirect("requests:demand", form.cleaned_data["id"])
    shown = {"form": form, "row": row, "met": met, "measures": pages.held_already()}
    return render(request, "requests/form.html", shown, status=status if form.errors else 200)


def _met(form, broken):
    """The measures that the lines name, where that is why they were refused; the words stand beside them."""
    is_of_ledger = broken.code.startswith("ledger_")
    found = matches(form.demand().lines) if is_of_ledger else []
    form.add_error("lines" if is_of_ledger else None, str(broken.message))
    return found


def _put(request, form):
    said = form.cleaned_data
    actions.put_demand(said["id"], by=request.user, fields=form.demand(), version=said["version"])
    done(request, _("已登记，公布后站点才看到。"))


@require_POST
def publish(request, pk):
    return _step(request, pk, VersionForm(request.POST), actions.publish_demand, _("已公布。"), "publish_form")


@require_POST
def give_back(request, pk):
    form = ReasonForm(request.POST, prefix="back")
    return _step(request, pk, form, actions.return_demand, _("已退回。"), "return_form")


@require_POST
def end(request, pk):
    return _step(request, pk, ReasonForm(request.POST), actions.end_demand, _("已终止，站点不再填报。"), "end_form")


def _step(request, pk, form, act, words, name):
    """Take a step of the request; what was changed by somebody else meanwhile is looked at first."""
    queries.demand_for(request.user, pk)
    status = attempt(form, partial(act, pk, by=request.user, **form.cleaned_data)) if form.is_valid() else 422
    if status:
        return _page(request, pk, status=status, tried=form, **{name: form})
    done(request, words)
    return redirect("requests:demand", pk)


@require_GET
def year(request):
    """为基层减负: what each year asked of the stations of her place, and what it did not."""
    place = burden.place_of(request.user)
    found = burden.years(request.user, place)
    rows, following = page(
        queries.refusals_for(request.user), PAGE, request.GET.get("cursor"), queries.REFUSED_ORDER
    )  # fmt: skip
    shown = {
        "place": place, "years": found, "now": found[0], "compared": burden.compared(found),
        "columns": pages.YEAR_COLUMNS, "level_columns": pages.LEVEL_COLUMNS, "refusal_columns": pages.REFUSAL_COLUMNS,
        "refusals": [(row, pages.measure_name(row.measure)) for row in rows],
        "may_see_refusals": may(request.user, Permission.REQUEST_WRITE), "pages": pager_of(request, following),
    }  # fmt: skip
    return render(request, "requests/year.html", shown)
