"""Pages of imports (导入): send a table, watch it being checked, read what it would do, confirm."""

from io import BytesIO

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimi.core.actors import may
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.files.answers import kept_file
from yimi.exchange import actions, pages, queries
from yimi.exchange.forms import TableForm
from yimi.exchange.kinds import Intake, intakes
from yimi.ui.toasts import done


@require_GET
def tasks(request):
    """What I sent and took, and what waits for my answer."""
    return render(request, "exchange/list.html", pages.overview(request.user))


@require_http_methods(["GET", "POST"])
def new(request, kind):
    intake = _intake(request.user, kind)
    form = TableForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            task = actions.receive_table(kind, by=request.user, name=sent.name, content=sent.read())
            return redirect("exchange:import", task.pk)
        except Invalid as refused:
            form.add_error("file", [str(text) for texts in refused.fields.values() for text in texts])
        except RuleBroken as refused:
            form.add_error(None, str(refused.message))
    context = {"form": form, "intake": intake, "has_template": intake.template is not None}
    return render(request, "exchange/import_new.html", context, status=_status(form))


def _intake(user, kind: str) -> Intake:
    intake = intakes.get(kind)
    if intake is None or not intake.is_offered:
        raise Http404
    if not may(user, intake.permission):
        raise PermissionDenied
    return intake


def _status(form) -> int:
    return 422 if form.errors else 200


@require_GET
def shown(request, pk):
    """How far the import is; the page asks again while it is worked on."""
    task = queries.import_of(request.user, pk)
    part = "exchange/import_part.html" if request.headers.get("HX-Request") else "exchange/import.html"
    return render(request, part, pages.import_page(task))


@require_GET
def faults(request, pk):
    """The rows with something wrong, as they were sent, with what is wrong beside them."""
    task = queries.import_of(request.user, pk)
    stream = BytesIO()
    pages.write_faults(stream, task)
    return kept_file(stream.getvalue(), "import-faults.xlsx")


@require_POST
def confirm(request, pk):
    actions.confirm_import(pk, by=request.user)
    return redirect("exchange:import", pk)


@require_POST
def cancel(request, pk):
    actions.cancel_import(pk, by=request.user)
    done(request, _("已取消，文件已销毁。"))
    return redirect("exchange:list")


@require_GET
def template(request, kind) -> HttpResponse:
    intake = intakes.get(kind)
    if intake is None or intake.template is None:
        raise Http404
    stream = BytesIO()
    intake.template(stream)
    return kept_file(stream.getvalue(), f"{kind}-template.xlsx")
