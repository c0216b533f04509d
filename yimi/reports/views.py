"""Pages of reports (报告): the six cadences by period, one report with its way, and its files."""

from io import BytesIO
from uuid import UUID

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimi.core.actors import may
from yimi.core.api import page
from yimi.core.errors import Invalid
from yimi.core.files import write_table
from yimi.core.files.answers import kept_file
from yimi.core.periods import Period
from yimi.core.permissions import Permission
from yimi.figures.sections import CADENCES
from yimi.ui.paging import pager_of, without_cursor
from yimi.ui.toasts import done

from . import actions, files, pages, queries
from .forms import FillForm, FilterForm, ReasonForm, cadence_choices
from .naming import owner

PAGE, MOST_ROWS = 50, 20_000


@require_GET
def report_list(request):
    """报告: one cadence and period, who has handed in, and whom it waits for."""
    cadence, period, rows, form = _asked(request)
    found, following = page(rows, PAGE, request.GET.get("cursor"), queries.ORDER)
    shown = {
        "form": form, "cadence": cadence, "period": period, "name": dict(cadence_choices())[cadence],
        "period_bar": pages.period_bar(cadence, period), "lead": pages.lead(request.user, cadence, period),
        "rows": (lines := pages.rows(found, request.user)),
        "has_waiting": any(line["waits"] for line in lines), "columns": pages.COLUMNS,
        "pages": pager_of(request, following),
        "may_remind": may(request.user, Permission.REMIND) and any(line["is_late"] for line in lines), "kind": "report",
        "query": without_cursor(request).urlencode(), "may_export": may(request.user, Permission.EXPORT),
    }  # fmt: skip
    return render(request, "reports/list.html", shown, status=422 if form.errors else 200)


@require_GET
def report_table(request):
    """The list as .xlsx, with the same filters."""
    _cadence, period, rows, _form = _asked(request)
    stream = BytesIO()
    told = pages.table_rows(rows.order_by(*queries.ORDER)[:MOST_ROWS])
    write_table(stream, _("报送情况"), pages.table_header(), told, by=request.user, purpose=_("报送情况"))
    return kept_file(stream.getvalue(), f"reports-{period}.xlsx")


def _asked(request):
    cadence = request.GET.get("cadence") or "monthly"
    if cadence not in CADENCES:
        raise Http404
    period = Period.parse(request.GET.get("period") or queries.latest_period(request.user, cadence)).code
    form = FilterForm(request.GET, counties=queries.counties_in(request.user))
    asked = queries.Asked(cadence=cadence, period=period, **form.asked())
    return cadence, period, queries.reports_for(request.user, asked), form


@require_POST
def confirm_many(request):
    """Confirm what was ticked."""
    passed_on, missed = actions.confirm_many(_ticked(request), by=request.user)
    said = _("已确认 %d 份。") % passed_on
    done(request, said if not missed else said + _("%d 份已不在您这一步，没有动。") % missed)
    return redirect(f"{pages.list_url(cadence=request.POST.get('cadence', ''), period=request.POST.get('period', ''))}")


def _ticked(request) -> list[UUID]:
    try:
        pks = [UUID(text) for text in request.POST.getlist("report")]
    except ValueError:
        raise Invalid({"report": [_("不是编号（UUID）。")]}) from None
    if not pks:
        raise Invalid({"report": [_("请先勾选报告。")]})
    return pks


@require_GET
def report(request, pk):
    return render(request, "reports/report.html", pages.shown(request.user, queries.report_for(request.user, pk)))


@require_http_methods(["GET", "POST"])
def fill(request, pk):
    """The words beside the numbers."""
    row = queries.report_for(request.user, pk)
    form = FillForm(request.POST or None, report=row, duty=queries.duty_of(row))
    if form.is_valid():
        try:
            said = {"words": form.words(), "typed": form.typed(), "version": form.cleaned_data["version"]}
            actions.fill(pk, by=request.user, **said)
        except Invalid as refused:
            _show(form, refused)
        else:
            done(request, _("已保存。"))
            return redirect("reports:report", pk)
    shown = {"form": form, "report": row, "owner": owner(row), "words_fields": form.word_fields}
    return render(request, "reports/fill.html", shown, status=422 if form.errors else 200)


def _show(form, refused: Invalid) -> None:
    for path, texts in refused.fields.items():
        head, _dot, code = path.partition(".")
        field = f"words_{code}" if head == "words" else "typed_reason"
        form.add_error(field if field in form.fields else None, [str(text) for text in texts])


@require_POST
def submit(request, pk):
    actions.submit(pk, by=request.user)
    done(request, _("已提交。"))
    return redirect("reports:report", pk)


@require_POST
def confirm(request, pk):
    actions.confirm(pk, by=request.user)
    done(request, _("已确认。"))
    return redirect("reports:report", pk)


@require_POST
def send_back(request, pk):
    actions.send_back(pk, by=request.user, **_reason(request))
    done(request, _("已退回，填报单位会看到原因。"))
    return redirect("reports:report", pk)


@require_POST
def excuse(request, pk):
    actions.excuse(pk, by=request.user, **_reason(request))
    done(request, _("已免报。"))
    return redirect("reports:report", pk)


@require_POST
def lock(request, pk):
    actions.lock(pk, by=request.user)
    done(request, _("已定稿，内容不再变化。"))
    return redirect("reports:report", pk)


@require_POST
def amend(request, pk):
    made = actions.amend(pk, by=request.user, reason=_reason(request)["reason"])
    done(request, _("已开始更正，原来的一版保持不变。"))
    return redirect("reports:report", made.pk)


@require_POST
def mark_read(request, pk):
    actions.mark_read(pk, by=request.user)
    done(request, _("已记为已阅。"))
    return redirect("reports:report", pk)


def _reason(request) -> dict:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise Invalid({name: list(texts) for name, texts in form.errors.items()})
    return form.cleaned_data


@require_GET
def download(request, pk):
    """The report as .docx, .xlsx or .pdf, by `layout`."""
    row = queries.report_for(request.user, pk)
    return kept_file(*files.file_of(row, request.GET.get("layout", "docx"), by=request.user))
