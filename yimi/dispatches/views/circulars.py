"""Pages of circulars (半年通报): the list, one with its way and receipts, and its file."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimi.core.api import page
from yimi.core.files.answers import kept_file
from yimi.core.paper import made
from yimi.dispatches import actions, documents, pages
from yimi.dispatches.forms import BeginForm, ReasonForm, VersionForm
from yimi.dispatches.queries import circulars as queries
from yimi.ui.forms import attempt
from yimi.ui.paging import pager_of
from yimi.ui.toasts import done

from .dispatches import cleaned

PAGE = 30


@require_GET
def circular_list(request):
    """半年通报: the newest first, and the one that can be begun."""
    some, following = page(queries.circulars_for(request.user), PAGE, request.GET.get("cursor"), queries.ORDER)
    shown = {
        "tabs": pages.tabs("circulars"), "rows": pages.circular_rows(some), "columns": pages.CIRCULAR_COLUMNS,
        "begin": pages.to_begin(queries.reports_to_begin(request.user)[:1]), "pages": pager_of(request, following),
        "quota": pages.quota_words(),
    }  # fmt: skip
    return render(request, "dispatches/circulars.html", shown)


@require_POST
def begin(request):
    said = cleaned(BeginForm(request.POST))
    row = actions.begin_circular(said["id"], by=request.user, report=said["report"])
    done(request, _("已开始拟稿。文字在半年报告里填写。"))
    return redirect("dispatches:circular", row.pk)


@require_GET
def circular(request, pk):
    row = queries.circular_for(request.user, pk)
    return render(request, "dispatches/circular.html", pages.circular_shown(request.user, row))


@require_POST
def send(request, pk):
    actions.send(pk, by=request.user, **cleaned(VersionForm(request.POST)))
    return _said(request, pk, _("已送核。"))


@require_POST
def send_back(request, pk):
    actions.send_back(pk, by=request.user, **cleaned(ReasonForm(request.POST)))
    return _said(request, pk, _("已退回，拟稿人会看到原因。"))


@require_POST
def sign(request, pk):
    actions.sign(pk, by=request.user, **cleaned(VersionForm(request.POST)))
    return _said(request, pk, _("已签发，可以编号印发。"))


@require_POST
def receive(request, pk):
    actions.receive(pk, by=request.user)
    return _said(request, pk, _("已签收。"))


@require_POST
def archive(request, pk):
    actions.archive(pk, by=request.user, **cleaned(VersionForm(request.POST)))
    return _said(request, pk, _("已归档。"))


def _said(request, pk, words: str):
    done(request, words)
    return redirect("dispatches:circular", pk)


@require_http_methods(["GET", "POST"])
def issue(request, pk):
    """Number, day, until when it is signed for and answered."""
    row = queries.circular_for(request.user, pk)
    if not queries.may_draft(request.user, row):
        raise Http404
    form = pages.issue_form(row, request.POST or None)
    if form.is_valid() and not attempt(form, lambda: actions.issue_circular(pk, by=request.user, **form.cleaned_data)):
        return _said(request, pk, _("已印发，报告已定稿。"))
    shown = {"form": form, "row": row, "title": _("印发通报"), "verb": _("印发通报"), "quota": pages.quota_words()}
    return render(request, "dispatches/circular_form.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def reply(request, pk):
    """What a 市县 answers."""
    row = queries.circular_for(request.user, pk)
    if queries.own_receipt(request.user, row) is None:
        raise Http404
    form = pages.reply_form(request.user, row, request.POST or None)
    if form.is_valid() and not attempt(form, lambda: actions.reply(pk, by=request.user, **form.cleaned_data)):
        return _said(request, pk, _("已回复。"))
    shown = {"form": form, "row": row, "title": _("回复通报"), "verb": _("提交回复")}
    return render(request, "dispatches/circular_form.html", shown, status=422 if form.errors else 200)


@require_GET
def download(request, pk):
    """The circular as .docx or .pdf."""
    layout = request.GET.get("layout", "docx")
    row = queries.circular_for(request.user, pk)
    content = made(documents.circular_document(row, request.user), layout)
    actions.export_circular(row, by=request.user)
    return kept_file(content, f"circular-{row.report.period}.{layout}")
