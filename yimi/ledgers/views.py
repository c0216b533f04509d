"""The page of ledgers (台账打印): which one, of what, filled in or blank."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yimi.core.actors import may
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.files.answers import kept_file
from yimi.core.permissions import Permission
from yimi.exchange import actions as exchange

from . import writing
from .forms import LINES, BlankForm, PaperForm
from .papers import papers, permitted


@require_http_methods(["GET", "POST"])
def choose(request):
    """Choose a ledger; filled in it is made in the background, as every table that goes out."""
    form = _form(request, PaperForm, request.POST or None)
    if request.method == "POST" and not may(request.user, Permission.EXPORT):
        raise PermissionDenied
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("exchange:export", _ask(request, form).pk)
        except Invalid as refused:
            for path, texts in refused.fields.items():
                form.add_error(path if path in form.fields else None, [str(text) for text in texts])
        except RuleBroken as refused:
            form.add_error(None, str(refused.message))
    return _shown(request, form)


def _ask(request, form):
    if papers[form.cleaned_data["paper"]].rows is None:
        raise Invalid({"paper": [_("这种表只有空白表，请下载空白表。")]})
    purpose = form.cleaned_data.get("purpose", "")
    return exchange.ask_export(form.cleaned_data["paper"], by=request.user, filters=form.filters(), purpose=purpose)


@require_POST
def blank(request):
    """The ledger with free rows, to write on."""
    form = _form(request, BlankForm, request.POST)
    if not form.is_valid():
        return _shown(request, form)
    paper, lines = papers[form.cleaned_data["paper"]], form.cleaned_data["lines"] or LINES
    name, content = writing.blank(paper, request.user, form.filters(), lines)
    return kept_file(content, name)


def _form(request, kind, data):
    offered = permitted(request.user)
    if not offered:
        raise PermissionDenied
    names = ("paper", "station", "county", "first", "last")
    asked = {name: request.GET[name] for name in names if request.GET.get(name)}
    return kind(request.user, data, papers=offered, may_export=may(request.user, Permission.EXPORT), initial=asked)


def _shown(request, form):
    context = {"form": form, "may_export": may(request.user, Permission.EXPORT)}
    return render(request, "ledgers/choose.html", context, status=422 if form.errors else 200)
