"""Pages of contacts (服务记录): record a visit, the list, one record and its correction."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimi.core import clock
from yimi.core.actors import may
from yimi.core.api import page
from yimi.core.errors import Invalid, Stale
from yimi.core.permissions import Permission
from yimi.figures.queries import place_named
from yimi.network.choosing import stations_to_choose
from yimi.ui.components import Column
from yimi.ui.forms import changed, show_faults
from yimi.ui.paging import pager_of, without_cursor
from yimi.ui.toasts import done

from . import actions, attachments, attendance, hints, queries, reads, visits
from .forms import CorrectionForm, FilterForm, VisitForm, VoidForm, new_visit
from .joint import sheets_by_partner
from .queries import Asked

PAGE = 50
COLUMNS = (
    Column(gettext_lazy("类别")),
    Column(gettext_lazy("日期")),
    Column(gettext_lazy("服务对象")),
    Column(gettext_lazy("结果"), secondary=True),
    Column(gettext_lazy("社工"), secondary=True),
    Column(gettext_lazy("社工站"), secondary=True),
)

CHANGE_COLUMNS = (
    Column(gettext_lazy("日期")),
    Column(gettext_lazy("内容")),
    Column(gettext_lazy("变动")),
    Column(gettext_lazy("服务对象")),
    Column(gettext_lazy("社工站"), secondary=True),
    Column(gettext_lazy("锁定时"), numeric=True, secondary=True),
    Column(gettext_lazy("现在"), numeric=True, secondary=True),
    Column(gettext_lazy("差额"), numeric=True),
)
JOINT_COLUMNS = (
    Column(gettext_lazy("日期")),
    Column(gettext_lazy("类别")),
    Column(gettext_lazy("主办站")),
    Column(gettext_lazy("主办站签到"), numeric=True),
    Column(gettext_lazy("协办站"), secondary=True),
    Column(gettext_lazy("本站签到")),
)


@require_http_methods(["GET", "POST"])
def visit_new(request):
    """记走访: without a person, find her first."""
    person = (request.POST or request.GET).get("person", "")
    if not person:
        return _find_person(request)
    setting = visits.setting_for(request.user, uuid_or_404(person))
    form = VisitForm(
        request.POST or None,
        initial=new_visit(setting.person.id, request.user.username),
        workers=setting.workers or [request.user],
        held=[held.code for held in setting.person.current],
        may_open_file=setting.may_open_file,
    )
    if form.is_valid() and _visit_saved(request, form, setting):
        return redirect("clients:person", setting.person.id)
    return render(
        request, "services/visit.html", {"form": form, "setting": setting}, status=422 if form.errors else 200
    )


def hinted(request, form, pk, record, station) -> bool:
    """Whether there is something to look at that the writer was not told yet; a second press keeps the record."""
    if not request.POST.get("hinted"):
        form.hints = hints.hints_before(request.user, pk, record, station)
    return bool(form.hints)


def _find_person(request):
    query = request.GET.get("q", "").strip()[:50]
    people, ask = visits.people_to_visit(request.user, query) if query else ([], "")
    shown = {"query": query, "people": people, "ask": ask}
    part = request.headers.get("HX-Target") == "found"
    return render(request, "services/found.html" if part else "services/whom.html", shown)


def _visit_saved(request, form, setting) -> bool:
    """Save the visit, unless it is the second of the day and nobody has said that this is meant."""
    pk, visit = form.cleaned_data["id"], form.visit(setting.station.code, setting.person.id, setting.place)
    if not form.cleaned_data["again"] and visits.is_second(request.user, pk, visit):
        form.warn_of_another()
        return False
    if hinted(request, form, pk, visit, setting.station):
        return False
    try:
        actions.put_contact(pk, by=request.user, fields=visit)
    except Invalid as refused:
        show_faults(form, refused)
        return False
    done(request, _("已保存走访：%s") % setting.person.name, reverse("services:undo", args=[pk]))
    return True


@require_GET
def record_list(request):
    """服务记录: what the reader may see, newest first, fifty at a time."""
    form = filter_form(request, request.GET)
    form.is_valid()
    asked = asked_of(form)
    rows, following = page(queries.contacts_for(request.user, asked), PAGE, request.GET.get("cursor"), queries.ORDER)
    shown = {
        "form": form,
        "sheets": reads.listed(rows, by=request.user),
        "left_out": queries.left_out(request.user, asked),
        "pages": pager_of(request, following),
        "filters": without_cursor(request).urlencode(),
        "columns": COLUMNS,
        "may_write": may(request.user, Permission.CONTACT_WRITE),
        "may_check": may(request.user, Permission.CONTACT_SENSITIVE),
        "may_import": may(request.user, Permission.CONTACT_IMPORT),
        "may_export": may(request.user, Permission.EXPORT),
    }
    return render(request, "services/records.html", shown, status=422 if form.errors else 200)


def filter_form(request, data: QueryDict) -> FilterForm:
    """The filter of the list, with the stations and colleagues that she may choose."""
    stations = stations_to_choose(request.user, Permission.CONTACT_VIEW)
    return FilterForm(data, stations=stations, colleagues=queries.colleagues(request.user))


def asked_of(form: FilterForm) -> Asked:
    """What the filter asks; a filter that cannot be read narrows nothing."""
    said = form.cleaned_data
    return Asked(
        station=said.get("station", ""),
        client=said.get("person"),
        kind=said.get("kind", ""),
        worker=said.get("worker", ""),
        first=said.get("first"),
        last=said.get("last"),
    )


@require_GET
def record_joint(request):
    """协办场次: where stations within reach helped another. People count where they signed, sessions there not."""
    rows, following = page(queries.helped_at(request.user), PAGE, request.GET.get("cursor"), queries.JOINT_ORDER)
    sheets = sheets_by_partner(rows)
    shown = {
        "rows": [(row, sheets.get((row.contact_id, row.station_id))) for row in rows],
        "pages": pager_of(request, following), "columns": JOINT_COLUMNS,
        "may_write": may(request.user, Permission.CONTACT_WRITE),
    }  # fmt: skip
    return render(request, "services/joint.html", shown)


@require_GET
def record_adjusted(request):
    """The records behind an adjustment (上期调整的记录): entered, corrected or voided after the month was locked."""
    asked = request.GET
    place = place_named(asked.get("area"), asked.get("station"))
    found = reads.changed_since_lock(
        asked.get("measure", ""), place, asked.get("month", ""), by=request.user, cursor=asked.get("cursor")
    )
    back = {name: asked[name] for name in ("area", "station", "month") if asked.get(name)}
    shown = {"found": found, "place": place, "pages": pager_of(request, found.next), "columns": CHANGE_COLUMNS}
    shown["back_url"] = f"{reverse('figures:adjustments')}?{urlencode(back)}"
    return render(request, "services/adjusted.html", shown)


@require_GET
def record_hints(request):
    """本站自查: the last records of the stations that she heads that have hints."""
    stations = queries.stations_headed(request.user)
    found = [(station, hints.hints_at(request.user, station, clock.today())) for station in stations]
    reads.note_shown([sheet for _station, some in found for sheet, _hints in some], by=request.user)
    return render(request, "services/hints.html", {"found": found})


@require_GET
def record(request, pk):
    """One record, as far as the reader may see it, and what it counts in."""
    sheet = reads.open_record(pk, by=request.user)
    counted = reads.counted(sheet)
    shown = {
        "sheet": sheet,
        "counted": counted,
        "not_counted": reads.not_counted(sheet, counted),
        "adjusts": reads.adjusts(sheet),
        "may_write": queries.may_write(request.user, sheet),
        "partners": attendance.partners_of(sheet.contact),
        "files": attachments.files_of(sheet),
        "may_sign": attendance.may_print(sheet),
        "void_form": VoidForm(),
    }
    return render(request, "services/record.html", shown)


@require_http_methods(["GET", "POST"])
def record_edit(request, pk):
    """Correct a record, with the version that one has seen."""
    before = queries.fields_of(request.user, pk)
    form = CorrectionForm(request.POST or None, initial=vars(before), kind=before.kind)
    shown = {"form": form}
    if form.is_valid():
        try:
            actions.put_contact(pk, by=request.user, fields=form.correction(before))
        except Invalid as refused:
            show_faults(form, refused)
        except Stale:
            shown["changed"] = changed(form, vars(before), before.version or 0)
        else:
            done(request, _("已改好这条记录。"))
            return redirect("services:record", pk)
    shown["sheet"] = queries.sheet_for(request.user, pk)
    status = 409 if "changed" in shown else 422 if form.errors else 200
    return render(request, "services/edit.html", shown, status=status)


@require_POST
def record_void(request, pk):
    form = VoidForm(request.POST)
    if not form.is_valid():
        raise Invalid({"reason": [_("请写明作废原因，2 到 200 字。")]})
    actions.void_contact(pk, by=request.user, reason=form.cleaned_data["reason"])
    done(request, _("已作废这条记录。"))
    return redirect("services:record", pk)


@require_POST
def record_undo(request, pk):
    """Take back what was just saved (撤回)."""
    actions.void_contact(pk, by=request.user, reason=_("撤回"))
    done(request, _("已撤回。"))
    return redirect("services:record", pk)


def uuid_or_404(text: str):
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
