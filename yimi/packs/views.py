"""The page of packs (迎检材料包): which occasion, of what, what is there and what is missing."""

from urllib.parse import urlencode

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from yimi.core.errors import Invalid, RuleBroken
from yimi.exchange import actions as exchange

from .contents import occasions
from .forms import PackForm

RANGE = ("station", "county", "first", "last")


@require_http_methods(["GET", "POST"])
def choose(request):
    """Choose an occasion and see its contents; the pack is made in the background, as every table that goes out."""
    form = PackForm(request.user, request.POST or None, initial=_asked(request))
    if request.method == "POST" and form.is_valid():
        try:
            purpose = form.cleaned_data["purpose"]
            return redirect("exchange:export", _ask(request, form, purpose).pk)
        except Invalid as refused:
            for name, texts in refused.fields.items():
                form.add_error(name if name in form.fields else None, [str(text) for text in texts])
        except RuleBroken as refused:
            form.add_error(None, str(refused.message))
    shown = {"form": form, "packs": list(occasions().values()), "kept": _kept(request)}
    return render(request, "packs/choose.html", shown, status=422 if form.errors else 200)


def _ask(request, form, purpose):
    return exchange.ask_export("pack", by=request.user, filters=form.filters(), purpose=purpose)


def _asked(request):
    return {name: request.GET[name] for name in ("pack", *RANGE) if request.GET.get(name)}


def _kept(request):
    """The range as it stays in the address when another occasion is chosen."""
    return urlencode({name: request.GET[name] for name in RANGE if request.GET.get(name)})
