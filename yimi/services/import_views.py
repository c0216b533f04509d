"""Pages of the import (导入服务记录): send a table, read what it would do, confirm; and tables to take away."""

from io import BytesIO

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimi.core import clock
from yimi.core.errors import Invalid
from yimi.core.files import read_table, uploads
from yimi.core.files.answers import kept_file
from yimi.core.files.uploads import Upload
from yimi.ui.components import Column
from yimi.ui.forms import refuse_unread
from yimi.ui.toasts import done

from . import attendance, tables
from .forms import UploadForm
from .imports import import_contacts
from .views import asked_of, filter_form

SHOWN_FAULTS = 200
SLOT = "contacts_upload"


@require_http_methods(["GET", "POST"])
def upload(request):
    """Send a table; it is checked whole before anything is written."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return render(request, "services/import.html", {"form": form}, status=422 if form.errors else 200)
    sent = Upload(form.cleaned_data["file"].name, form.cleaned_data["file"].read())
    try:
        report = import_contacts(read_table(sent.name, sent.content), by=request.user, commit=False)
    except Invalid as refused:
        form.add_error("file", [str(text) for texts in refused.fields.values() for text in texts])
        return render(request, "services/import.html", {"form": form}, status=422)
    if not report.faults:
        uploads.keep(request.session, SLOT, sent)
    return _reported(request, form, report, sent.name)


def _reported(request, form, report, name: str):
    """The page with what the import would do, or every cell that must be changed first."""
    shown = {
        "form": form,
        "report": report,
        "name": name,
        "faults": report.faults[:SHOWN_FAULTS],
        "fault_columns": [Column(_("行"), numeric=True), Column(_("列")), Column(_("怎么改"))],
    }
    return render(request, "services/import.html", shown, status=422 if report.faults else 200)


@require_POST
def confirm(request):
    """Record the table that was checked."""
    sent = uploads.kept(request.session, SLOT)
    report = import_contacts(read_table(sent.name, sent.content), by=request.user, commit=True)
    if report.faults:
        return _reported(request, UploadForm(), report, sent.name)
    uploads.forget(request.session, SLOT)
    done(request, _("已导入。%s") % report.says())
    return redirect("services:list")


@require_GET
def template(request):
    stream = BytesIO()
    tables.write_template(stream)
    return kept_file(stream.getvalue(), "contacts-template.xlsx")


@require_POST
def export(request):
    """The list as .xlsx, with the purpose that was given."""
    form = filter_form(request, request.POST)
    refuse_unread(form)
    purpose = request.POST.get("purpose", "").strip()[:100]
    if len(purpose) < 2:
        raise Invalid({"purpose": [_("请写明导出用途。")]})
    stream = BytesIO()
    tables.write_records(stream, asked_of(form), by=request.user, purpose=purpose)
    return kept_file(stream.getvalue(), f"contacts-{clock.today():%Y%m%d}.xlsx")


@require_POST
def signatures(request, pk):
    """The sheet on which those who came to a session sign."""
    name, content = attendance.signature_sheet(pk, by=request.user, layout=request.POST.get("layout", "pdf"))
    return kept_file(content, name)
