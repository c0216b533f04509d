"""Pages of exports (导出): narrow, say what for, wait, take; and allowing numbers in full."""

from io import BytesIO

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimi.core.errors import Invalid, RuleBroken
from yimi.core.files.answers import kept_file
from yimi.exchange import actions, pages, queries
from yimi.exchange.forms import AnswerForm, PurposeForm
from yimi.exchange.kinds import Outlet, may_take, outlets
from yimi.ui.toasts import done


@require_http_methods(["GET", "POST"])
def new(request, kind):
    outlet = _outlet(request.user, kind)
    narrowed = outlet.form(request.user, request.POST if request.method == "POST" else request.GET or None)
    form = PurposeForm(request.POST or None, can_be_full=outlet.can_be_full)
    if request.method == "POST" and form.is_valid() and narrowed.is_valid():
        try:
            task = actions.ask_export(kind, by=request.user, filters=narrowed.filters(), **form.asked())
            return redirect("exchange:export", task.pk)
        except Invalid as refused:
            for path, texts in refused.fields.items():
                form.add_error(path if path in form.fields else None, [str(text) for text in texts])
        except RuleBroken as refused:
            form.add_error(None, str(refused.message))
    context = {"form": form, "narrowed": narrowed, "outlet": outlet, "has_blank": outlet.blank is not None}
    return render(request, "exchange/export_new.html", context, status=422 if form.errors or narrowed.errors else 200)


def _outlet(user, kind: str) -> Outlet:
    outlet = outlets.get(kind)
    if outlet is None:
        raise Http404
    if not may_take(user, outlet):
        raise PermissionDenied
    return outlet


@require_POST
def blank(request, kind):
    """The same table with nobody in it, to write on."""
    outlet = _outlet(request.user, kind)
    narrowed = outlet.form(request.user, request.POST)
    if outlet.blank is None or not narrowed.is_valid():
        raise Http404
    stream = BytesIO()
    outlet.blank(stream, request.user, narrowed.filters())
    return kept_file(stream.getvalue(), outlet.name(narrowed.filters()))


@require_GET
def shown(request, pk):
    """How far the export is; the page asks again while it is being made."""
    task = queries.export_of(request.user, pk)
    part = "exchange/export_part.html" if request.headers.get("HX-Request") else "exchange/export.html"
    return render(request, part, pages.export_page(task))


@require_POST
def take(request, pk):
    name, content = actions.take_export(pk, by=request.user)
    return kept_file(content, name)


@require_POST
def answer(request, pk):
    form = AnswerForm(request.POST)
    if not form.is_valid():
        raise Invalid({name: list(texts) for name, texts in form.errors.items()})
    accept = form.cleaned_data["accept"] == "yes"
    actions.answer_export(pk, by=request.user, accept=accept, reason=form.cleaned_data["reason"])
    done(request, _("已同意，表格生成后由申请人下载。") if accept else _("已答复不同意。"))
    return redirect("exchange:list")
