"""Pages of tracked items (督办): the list, its table, raising one, and one item with its loop."""

from io import BytesIO

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimi.core.actors import may
from yimi.core.api import page
from yimi.core.errors import Invalid
from yimi.core.files import write_table
from yimi.core.files.answers import kept_file
from yimi.core.files.sent import read_sent
from yimi.core.files.shown import shown
from yimi.core.permissions import Permission
from yimi.network.choosing import stations_to_choose
from yimi.ui.forms import refuse_unread
from yimi.ui.paging import pager_of, without_cursor
from yimi.ui.toasts import done

from . import actions, pages, panels, queries, reminding
from .actions import ItemFields
from .forms import ExtendForm, FilterForm, PlanForm, ProofForm, RaiseForm, RecheckForm, WordsForm

PAGE, MOST_ROWS = 50, 20_000


@require_GET
def item_list(request):
    """督办: what is not settled, the first due first."""
    form = _filter(request)
    rows, order = _asked(request, form)
    found, following = page(rows, PAGE, request.GET.get("cursor"), order)
    lines = pages.rows(found)
    shown = {
        "form": form, "rows": lines, "has_late": any(line["is_late"] for line in lines),
        "columns": pages.COLUMNS, "pages": pager_of(request, following),
        "tiles": pages.tiles(queries.numbers(request.user)), "query": without_cursor(request).urlencode(),
        "more": any(request.GET.get(name) for name in ("kind", "level", "source", "station", "sort")),
        "may_raise": may(request.user, Permission.TRACKING_RECHECK),
        "may_export": may(request.user, Permission.EXPORT),
        "may_remind": may(request.user, Permission.REMIND), "remindable": reminding.KIND,
    }  # fmt: skip
    return render(request, "tracking/list.html", shown, status=422 if form.errors else 200)


@require_GET
def today(request):
    """The part of a home page that says what needs her today."""
    return HttpResponse(panels.needs(request))


@require_GET
def item_table(request):
    """The list as .xlsx, with the same filters."""
    form = _filter(request)
    refuse_unread(form)
    rows, order = _asked(request, form)
    stream = BytesIO()
    told = pages.table_rows(rows.order_by(*order)[:MOST_ROWS])
    write_table(stream, _("督办事项"), pages.table_header(), told, by=request.user, purpose=_("督办事项名单"))
    return kept_file(stream.getvalue(), "tracked-items.xlsx")


def _filter(request) -> FilterForm:
    return FilterForm(request.GET, stations=stations_to_choose(request.user, Permission.TRACKING_VIEW))


def _asked(request, form):
    said = form.asked()
    order = queries.SORTS[said.pop("sort", "")]
    return queries.items_for(request.user, queries.Asked(**said)), order


@require_http_methods(["GET", "POST"])
def new(request):
    """Raise an item by hand."""
    stations, counties = queries.stations_to_ask(request.user), queries.counties_to_ask(request.user)
    start = {"station": request.GET.get("station", "")[:12]}
    form = RaiseForm(request.POST or None, stations=stations, counties=counties, initial=start)
    if form.is_valid():
        said = dict(form.cleaned_data)
        try:
            item = actions.raise_item(said.pop("id"), by=request.user, fields=ItemFields(**said))
        except Invalid as refused:
            _show(form, refused)
        else:
            done(request, _("已提出，期限 %(day)s。") % {"day": item.due_on.isoformat()})
            return redirect("tracking:item", item.pk)
    return render(request, "tracking/new.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
def item(request, pk):
    return render(request, "tracking/item.html", pages.shown(request.user, queries.item_for(request.user, pk)))


@require_POST
def proof(request, pk):
    """Proof with its files; what is wrong is said beside the form, which keeps the words."""
    queries.item_for(request.user, pk)
    form = ProofForm(request.POST)
    try:
        files = read_sent(request)
        if form.is_valid():
            said = form.cleaned_data
            actions.submit_proof(pk, by=request.user, step=said["step"], words=said["words"], files=files)
            done(request, _("已提交，等待复查。"))
            return redirect("tracking:item", pk)
    except Invalid as refused:
        _show(form, refused)
    return _again(request, pk, "proof", form)


@require_POST
def recheck(request, pk):
    queries.item_for(request.user, pk)
    form = RecheckForm(request.POST, auto_id="recheck-%s")
    accept = request.POST.get("answer") == "accept"
    if form.is_valid():
        try:
            actions.recheck(pk, by=request.user, accept=accept, **form.cleaned_data)
        except Invalid as refused:
            _show(form, refused)
        else:
            done(request, _("已办结。") if accept else _("已退回。"))
            return redirect("tracking:item", pk)
    return _again(request, pk, "recheck", form)


@require_POST
def extend(request, pk):
    actions.extend(pk, by=request.user, **_said(ExtendForm(request.POST)))
    done(request, _("已调整期限。"))
    return redirect("tracking:item", pk)


@require_POST
def escalate(request, pk):
    actions.escalate(pk, by=request.user, **_said(WordsForm(request.POST)))
    done(request, _("已升级。"))
    return redirect("tracking:item", pk)


@require_POST
def plan(request, pk):
    actions.plan(pk, by=request.user, **_said(PlanForm(request.POST)))
    done(request, _("已列入计划。"))
    return redirect("tracking:item", pk)


@require_POST
def void(request, pk):
    actions.void(pk, by=request.user, **_said(WordsForm(request.POST)))
    done(request, _("已撤销。"))
    return redirect("tracking:item", pk)


@require_GET
def file(request, pk):
    """A proof itself; a PDF is downloaded."""
    return shown(*actions.open_file(pk, by=request.user))


def _again(request, pk, name, form):
    shown = pages.shown(request.user, queries.item_for(request.user, pk), {name: form})
    return render(request, "tracking/item.html", shown | {"wrong": form}, status=422)


def _said(form) -> dict:
    if not form.is_valid():
        raise Invalid({name: list(texts) for name, texts in form.errors.items()})
    return form.cleaned_data


def _show(form, refused: Invalid) -> None:
    for path, texts in refused.fields.items():
        form.add_error(path if path in form.fields else None, [str(text) for text in texts])
