"""Pages of the chronicle (大事记): what happened at a place in a year, and entries written by hand."""

from functools import partial

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimi.core.errors import Invalid
from yimi.core.paper.layouts import LAYOUTS
from yimi.publications import actions, documents, pages
from yimi.publications.forms import ChronicleForm, EntryForm, ReasonForm
from yimi.publications.queries import chronicle as queries
from yimi.ui.forms import attempt
from yimi.ui.paging import without_cursor
from yimi.ui.toasts import done

from .logs import file

MOST = 300


@require_GET
def chronicle(request):
    """大事记 of a year, the last first; as a file all of it, the first first."""
    places = queries.places_for(request.user)
    form = ChronicleForm(request.GET, places=places)
    asked = form.asked()
    rows = queries.chronicle(request.user, asked)
    name = _name(places, asked)
    layout = request.GET.get("as", "")
    if layout in LAYOUTS:
        return file(documents.chronicle_document(name, asked.year, rows), layout, f"{name} {asked.year}")
    mine = set(queries.entries_to_change(request.user).values_list("pk", flat=True))
    query = without_cursor(request)
    query.pop("as", None)
    context = {
        "form": form, "rows": rows[::-1][:MOST], "total": len(rows), "columns": pages.CHRONICLE_COLUMNS, "mine": mine,
        "place": name, "asked": asked, "query": query.urlencode(), "most": MOST,
        "may_write": any(vars(queries.places_to_write(request.user)).values()), "void_form": ReasonForm(),
    }  # fmt: skip
    return render(request, "publications/chronicle.html", context, status=422 if form.errors else 200)


def _name(places, asked) -> str:
    """The station or county that the chronicle is of, or all that she sees."""
    stations = {each.code: each.name for each in places.stations}
    counties = {each.code: each.name for each in places.counties}
    if asked.station or asked.county:
        return stations.get(asked.station) or counties.get(asked.county) or ""
    return places.stations[0].name if places.is_one_station else ""


@require_http_methods(["GET", "POST"])
def new(request):
    """Write down what stands in no record."""
    places = queries.places_to_write(request.user)
    if not (places.stations or places.counties):
        raise Http404
    form = EntryForm(request.POST or None, places=places)
    status = 422 if request.method == "POST" else 200
    if form.is_valid():
        entry = form.entry()
        status = attempt(form, partial(actions.put_entry, form.cleaned_data["id"], by=request.user, fields=entry))
        if not status:
            done(request, _("已登记。"))
            return redirect(f"{reverse('publications:chronicle')}?year={entry.on.year}")
    return render(request, "publications/entry.html", {"form": form}, status=status)


@require_POST
def void(request, pk):
    """Void an entry, with the reason."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise Invalid({name: list(texts) for name, texts in form.errors.items()})
    actions.void_entry(pk, by=request.user, **form.cleaned_data)
    done(request, _("已作废。"))
    return redirect("publications:chronicle")
