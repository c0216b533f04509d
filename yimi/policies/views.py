"""Pages of the policy library (政策库): the list, a document, its form and its steps."""

from io import BytesIO

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimi.core import clock
from yimi.core.actors import may
from yimi.core.api import page
from yimi.core.errors import Invalid, RuleBroken, invalid
from yimi.core.files import write_table
from yimi.core.files.answers import kept_file
from yimi.core.files.shown import shown
from yimi.core.ids import new_id
from yimi.core.permissions import Permission
from yimi.ui.paging import pager_of, without_cursor
from yimi.ui.toasts import done

from . import actions, documents, forms, pages, queries
from .forms import DocumentForm, FilterForm, ReasonForm, RelateForm, RepealForm
from .queries import Asked

PAGE = 50
MOST_EXPORTED = 2000


@require_GET
def document_list(request):
    """政策库: the 1+N system of today, and every document, newest first."""
    form, asked = _asked(request)
    rows, following = page(queries.documents_for(request.user, asked), PAGE, request.GET.get("cursor"), queries.ORDER)
    is_whole = asked == Asked() and not request.GET.get("cursor")
    receives = may(request.user, Permission.POLICY_RECEIVE)
    shown = {
        "form": form, "asked": asked, "cards": queries.cards(request.user, rows, asked), "columns": pages.COLUMNS,
        "system": queries.system_for(request.user) if is_whole else [], "tones": pages.TONES,
        "pages": pager_of(request, following), "query": without_cursor(request).urlencode(), "receives": receives,
        "owed": queries.owed_count(request.user) if receives else 0, "is_narrowed": asked != Asked(),
        "may_write": may(request.user, Permission.POLICY_WRITE), "may_export": may(request.user, Permission.EXPORT),
    }  # fmt: skip
    return render(request, "policies/list.html", shown, status=422 if form.errors else 200)


@require_GET
def table(request):
    """The library as .xlsx, with the same filters."""
    _form, asked = _asked(request)
    rows = queries.documents_for(request.user, asked).order_by(*queries.ORDER)[:MOST_EXPORTED]
    found = queries.cards(request.user, rows, asked)
    return _workbook(_("政策文件目录"), pages.table_header(), pages.table_rows(found), request.user, "policies.xlsx")


@require_GET
def document(request, pk):
    """A document: its facts, text, file, versions, relations, and who has signed for it."""
    nth = request.GET.get("nth", "")
    sheet = queries.sheet_for(request.user, pk, int(nth[:6]) if nth.isdecimal() else None)
    if sheet.owed:
        actions.open_for_office(pk, by=request.user)
    return _document_page(request, sheet)


def _document_page(request, sheet, status=200, **changed):
    receipts = queries.receipts_of(request.user, sheet.row.pk) if sheet.may_write else []
    shown = {
        "sheet": sheet, "facts": pages.facts(sheet), "tone": pages.TONES.get(sheet.card.standing, ""),
        "forward": pages.FORWARD, "backward": pages.BACKWARD,
        "governed_url": pages.governed_url(request.user, sheet.row), "governs": pages.governs(sheet.row),
        "receipts": [(row, pages.office_of(row)) for row in receipts], "receipt_columns": pages.RECEIPT_COLUMNS,
        "signed": sum(row.signed_at is not None for row in receipts),
        "mine": [pages.office_of(row) for row in sheet.mine],
        "names": queries.names_to_choose(request.user, sheet.row) if sheet.may_write else [],
        "relate_form": RelateForm(), "repeal_form": RepealForm(prefix="repeal"),
        "reason_form": ReasonForm(prefix="discard"), "withdraw_form": ReasonForm(prefix="withdraw"),
        "may_export": may(request.user, Permission.EXPORT),
    }  # fmt: skip
    return render(request, "policies/document.html", shown | changed, status=status)


@require_http_methods(["GET", "POST"])
def new(request):
    """起草文件."""
    start = forms.new_values(new_id(), queries.last_issuer(request.user), clock.today())
    return _form_page(request, start)


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    """修改草稿, or the draft of the next version."""
    row = queries.document_to_write(request.user, pk)
    sheet = queries.sheet_for(request.user, pk)
    version = sheet.draft or sheet.versions[-1]
    return _form_page(request, forms.first_values(row, version), sheet, has_file=bool(version.file_digest))


def _form_page(request, start, sheet=None, has_file=False):
    form = DocumentForm(
        request.POST or None, request.FILES or None, initial=start, offices=queries.offices(request.user),
        counties=queries.receiving_counties(), has_file=has_file,
    )  # fmt: skip
    existing = None
    if form.is_valid():
        try:
            return _kept(request, form)
        except Invalid as refused:
            form.show(refused)
        except RuleBroken as broken:
            existing = _told(form, broken)
    context = {"form": form, "sheet": sheet, "existing": existing}
    return render(request, "policies/form.html", context, status=422 if form.errors else 200)


def _kept(request, form):
    said = form.cleaned_data
    put = actions.put_document(
        said["id"], by=request.user, fields=form.document(), version=said["version"], file=form.sent(),
        drops_file=said.get("drops_file", False),
    )  # fmt: skip
    done(request, _("已保存为草稿，核对后再发布。"))
    return redirect("policies:document", put.document.pk)


def _told(form, broken):
    """A rule that refuses the form, beside what it is about; the document that has the number already."""
    form.add_error("number" if broken.code == "number_used" else None, str(broken.message))
    return broken.extra.get("current") if broken.code == "number_used" else None


@require_POST
def publish(request, pk):
    actions.publish_document(pk, by=request.user)
    done(request, _("已发布。"))
    return redirect("policies:document", pk)


@require_POST
def discard(request, pk):
    row = actions.discard_draft(pk, by=request.user, reason=request.POST.get("discard-reason", ""))
    done(request, _("草稿已弃用。"))
    return redirect("policies:list") if row.voided_at else redirect("policies:document", pk)


@require_POST
def repeal(request, pk):
    form = RepealForm(request.POST, prefix="repeal")
    if form.is_valid():
        try:
            actions.repeal_document(pk, by=request.user, **form.cleaned_data)
            done(request, _("已记下废止。"))
            return redirect("policies:document", pk)
        except Invalid as refused:
            form.show(refused)
    return _refused(request, pk, repeal_form=form)


@require_POST
def relate(request, pk):
    """Join the document to one that is named by its number or title."""
    form = RelateForm(request.POST)
    if form.is_valid():
        try:
            said = dict(form.cleaned_data)
            said["target"] = _named(request.user, said["target"])
            actions.relate(pk, by=request.user, **said)
            done(request, _("已建立关系。"))
            return redirect("policies:document", pk)
        except Invalid as refused:
            form.show(refused)
    return _refused(request, pk, relate_form=form)


def _named(user, text):
    found = queries.named(user, text)
    if len(found) == 1:
        return found[0].pk
    if not found:
        raise invalid("target", _("找不到这份文件，请填完整的文号或标题。"))
    raise invalid("target", _("不止一份：%(names)s。请填文号。") % {"names": "、".join(one.title for one in found)})


def _refused(request, pk, **form):
    queries.document_to_write(request.user, pk)
    return _document_page(request, queries.sheet_for(request.user, pk), status=422, **form)


@require_POST
def withdraw_relation(request, pk):
    relation = actions.withdraw_relation(pk, by=request.user, reason=request.POST.get("withdraw-reason", ""))
    done(request, _("已撤销关系。"))
    return redirect("policies:document", relation.source_id)


@require_POST
def sign(request, pk):
    actions.sign_for_office(pk, by=request.user)
    done(request, _("已签收。"))
    return redirect("policies:document", pk)


@require_GET
def receipts(request, pk):
    """签收情况 as .xlsx, for the issuing office."""
    rows = queries.receipts_of(request.user, pk)
    return _workbook(_("签收情况"), pages.receipt_header(), pages.receipt_rows(rows), request.user, "receipts.xlsx")


@require_GET
def file(request, pk):
    """The file of a version, to download."""
    version = queries.version_for(request.user, pk)
    content = documents.vault_of(version.pk).get(version.file_digest)
    return shown(version.file_name, version.file_type, content)


def _asked(request) -> tuple[FilterForm, Asked]:
    """The filters of the address; a value that cannot be counts for nothing."""
    form = FilterForm(request.GET or None)
    form.is_valid()
    said = {name: value for name, value in getattr(form, "cleaned_data", {}).items() if value}
    return form, Asked(**said)


def _workbook(title, header, rows, user, name):
    stream = BytesIO()
    write_table(stream, title, header, rows, by=user, purpose=title)
    return kept_file(stream.getvalue(), name)
