"""Pages of figures on request (一键报数): ask, give the answer to somebody, and see what was said before."""

from functools import partial

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimi.core.api import page
from yimi.core.errors import Invalid
from yimi.core.files.answers import kept_file
from yimi.ui.components import Column
from yimi.ui.forms import attempt, show_faults
from yimi.ui.paging import pager_of
from yimi.ui.toasts import done

from . import actions, documents, queries
from .asking import answer
from .forms import AgainForm, AskForm, FilterForm, ToForm, new

PAGE = 30
COLUMNS = (
    Column(gettext_lazy("答复")),
    Column(gettext_lazy("提供给")),
    Column(gettext_lazy("提供时间")),
    Column(gettext_lazy("提供人"), secondary=True),
)
LAYOUTS = (
    ("docx", gettext_lazy("下载 Word")), ("xlsx", gettext_lazy("下载 Excel")), ("pdf", gettext_lazy("下载 PDF")),
)  # fmt: skip
NUMBERS = (Column(gettext_lazy("项目")), Column(gettext_lazy("数值"), numeric=True), Column(gettext_lazy("单位")))


@require_http_methods(["GET", "POST"])
def ask(request):
    """Ask by address, so that it can be kept; the answer stands below, and giving it to somebody is a step more."""
    places = queries.places_for(request.user)
    form = AskForm(request.GET or None, places=places)
    asked = _asked(form)
    if request.method == "POST" and asked is not None:
        return _give(request, form, asked)
    status = 422 if form.errors else 200
    return render(request, "monitoring/ask.html", {"form": form} | _shown(request, asked), status=status)


def _asked(form: AskForm):
    """The question, where it is one; what is wrong stands in the form."""
    if not form.is_valid():
        return None
    try:
        return form.asked()
    except Invalid as refused:
        show_faults(form, refused)
        return None


def _shown(request, asked, to_form=None) -> dict:
    if asked is None:
        return {}
    said, before = answer(asked), queries.latest(asked)
    kind = AgainForm if before else ToForm
    return {
        "said": said.content, "text": queries.as_text(said.content), "before": before, "columns": NUMBERS,
        "differs": before is not None and queries.differs(said, before), "near": queries.near(request.user, asked),
        "to_form": to_form or new(kind), "tell_form": new(ToForm), "asked": asked,
        "told": queries.told_of(request.user, [before]).get(before.pk, []) if before else [],
    }  # fmt: skip


def _give(request, form, asked):
    to_form = (AgainForm if "why_again" in request.POST else ToForm)(request.POST)
    if to_form.is_valid():
        fields = dict(to_form.cleaned_data)
        act = partial(actions.provide, fields.pop("id"), by=request.user, asked=asked, **fields)
        if not attempt(to_form, act):
            done(request, _("已记入已提供数据。"))
            return redirect("monitoring:provided", to_form.cleaned_data["id"])
    shown = {"form": form, "tried": to_form} | _shown(request, asked, to_form)
    return render(request, "monitoring/ask.html", shown, status=422)


@require_GET
def provided_list(request):
    """已提供数据: what was said, the newest first."""
    form = FilterForm(request.GET, places=queries.places_for(request.user))
    said = form.cleaned_data if form.is_valid() else {}
    rows = queries.provided_for(request.user, said.get("place", ""), said.get("people", ""))
    found, following = page(rows, PAGE, request.GET.get("cursor"), queries.ORDER)
    told = queries.told_of(request.user, found)
    shown = {
        "form": form, "rows": [(row, told[row.pk]) for row in found], "columns": COLUMNS,
        "pages": pager_of(request, following),
    }  # fmt: skip
    return render(request, "monitoring/provided_list.html", shown, status=422 if form.errors else 200)


@require_GET
def provided(request, pk):
    """One answer as it was given, and to whom."""
    return _page(request, pk, new(ToForm))


def _page(request, pk, form, status=200):
    row = queries.provided(request.user, pk)
    shown = {
        "row": row, "said": row.answer, "text": queries.as_text(row.answer), "columns": NUMBERS, "tell_form": form,
        "told": queries.told_of(request.user, [row])[row.pk], "layouts": LAYOUTS,
    }  # fmt: skip
    return render(request, "monitoring/provided.html", shown, status=status)


@require_GET
def download(request, pk):
    """The same as .docx, .xlsx or .pdf, by `layout`."""
    row = queries.provided(request.user, pk)
    return kept_file(*documents.file_of(row, request.GET.get("layout", "docx"), by=request.user))


@require_POST
def tell(request, pk):
    """The same answer to somebody else."""
    queries.provided(request.user, pk)
    form = ToForm(request.POST)
    act = partial(_tell, request, pk, form)
    if not form.is_valid() or attempt(form, act):
        return _page(request, pk, form, status=422)
    done(request, _("已登记。"))
    return redirect("monitoring:provided", pk)


def _tell(request, pk, form):
    said = form.cleaned_data
    actions.tell(said["id"], by=request.user, provided=pk, to=said["to"])
