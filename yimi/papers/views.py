"""Pages of papers (资料审查（协助）): the list, receiving, the list of papers to look through, the notice."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimi.core import clock
from yimi.core.actors import may
from yimi.core.api import page
from yimi.core.errors import Invalid
from yimi.core.ids import new_id
from yimi.core.permissions import Permission
from yimi.services import visits
from yimi.ui.components import Column, Option
from yimi.ui.paging import pager_of
from yimi.ui.toasts import done

from . import actions, queries
from .actions import PapersFields
from .forms import STAND_LABELS, CheckForm, FilterForm, OutcomeForm, ReasonForm, ReceiveForm
from .queries import STANDS, Asked

PAGE = 50
COLUMNS = (
    Column(gettext_lazy("服务对象")),
    Column(gettext_lazy("申请事项")),
    Column(gettext_lazy("状态")),
    Column(gettext_lazy("收件日期")),
    Column(gettext_lazy("等待天数"), numeric=True),
    Column(gettext_lazy("社工站"), secondary=True),
)
TONES = {"to_return": "warn", "returned": "warn", "to_hand": "info", "handed": "ok", "noted": "ok"}


@require_GET
def papers_list(request):
    """资料审查: what waits longest first, with how many stand how."""
    form = FilterForm(request.GET)
    form.is_valid()
    said = form.cleaned_data
    asked = Asked(
        stand=said.get("stand", ""), kind=said.get("kind", ""), station=said.get("station", ""),
        client=said.get("person"),
    )  # fmt: skip
    rows, following = page(queries.papers_for(request.user, asked), PAGE, request.GET.get("cursor"), queries.ORDER)
    shown = {
        "form": form,
        "sheets": queries.sheets(request.user, rows),
        "stands": _stands(request, queries.counts(request.user, asked), asked.stand),
        "labels": STAND_LABELS,
        "tones": TONES,
        "columns": COLUMNS,
        "pages": pager_of(request, following),
        "may_write": may(request.user, Permission.CONTACT_WRITE),
    }
    return render(request, "papers/list.html", shown, status=422 if form.errors else 200)


def _stands(request, counts: dict[str, int], current: str) -> list[Option]:
    """How many stand how, each a way to them."""
    query = {name: value for name, value in request.GET.items() if name not in ("cursor", "stand")}
    whole = Option(_("全部 %(n)s") % {"n": sum(counts.values())}, f"?{urlencode(query)}", not current)
    return [
        whole,
        *(
            Option(f"{STAND_LABELS[key]} {counts[key]}", f"?{urlencode(query | {'stand': key})}", key == current)
            for key in STANDS
            if counts[key] or key == current
        ),
    ]


@require_http_methods(["GET", "POST"])
def receive(request):
    """收件: without a person, find her first."""
    person = (request.POST or request.GET).get("person", "")
    if not person:
        return _find_person(request)
    setting = visits.setting_for(request.user, _uuid_or_404(person))
    start = {"id": new_id(), "person": setting.person.id, "received_on": clock.today()}
    form = ReceiveForm(request.POST or None, initial=start)
    if form.is_valid() and (pk := _received(request, form, setting)):
        return redirect("papers:papers", pk)
    shown = {"form": form, "setting": setting}
    return render(request, "papers/receive.html", shown, status=422 if form.errors else 200)


def _find_person(request):
    query = request.GET.get("q", "").strip()[:50]
    people, ask = visits.people_to_visit(request.user, query) if query else ([], "")
    return render(request, "papers/whom.html", {"query": query, "people": people, "ask": ask})


def _received(request, form, setting) -> UUID | None:
    said = form.cleaned_data
    fields = PapersFields(setting.station.code, setting.person.id, said["kind"], said["received_on"], said["note"])
    try:
        actions.put_papers(said["id"], by=request.user, fields=fields)
    except Invalid as refused:
        _show(form, refused)
        return None
    done(request, _("已收件，计入当天的资料审查（协助）。"))
    return said["id"]


@require_http_methods(["GET", "POST"])
def papers(request, pk):
    """One application: its list of papers, what was found, what happened."""
    sheet = queries.sheet_for(request.user, pk)
    form = CheckForm(request.POST or None, sheet=sheet, initial={"version": sheet.row.version})
    if request.method == "POST" and form.is_valid() and _checked(request, form, pk):
        return redirect("papers:papers", pk)
    may_write = queries.may_write(request.user, sheet.row)
    shown = {
        "sheet": sheet, "form": form, "may_write": may_write, "steps": queries.steps_of(sheet.row),
        "label": STAND_LABELS[sheet.stand], "tone": TONES.get(sheet.stand, ""),
        "is_checking": may_write and sheet.row.state in sheet.row.AT_STATION,
        "outcome_form": OutcomeForm(), "reason_form": ReasonForm(), "void_form": ReasonForm(prefix="void"),
    }  # fmt: skip
    return render(request, "papers/papers.html", shown, status=422 if form.errors else 200)


def _checked(request, form, pk) -> bool:
    """Keep what was found, then return or hand over where that was asked."""
    marks, remarks = form.told("mark"), form.told("remark")
    try:
        actions.check_papers(pk, by=request.user, marks=marks, remarks=remarks, version=form.cleaned_data["version"])
    except Invalid as refused:
        _show(form, refused)
        return False
    done(request, _("已保存核对结果。"))
    return True


@require_POST
def return_papers(request, pk):
    actions.return_papers(pk, by=request.user)
    done(request, _("已退回补正，请把补正通知交给申请人。"))
    return redirect("papers:notice", pk)


@require_POST
def again(request, pk):
    actions.receive_again(pk, by=request.user)
    done(request, _("已再次收件。"))
    return redirect("papers:papers", pk)


@require_POST
def hand(request, pk):
    actions.hand_papers(pk, by=request.user)
    done(request, _("已移交乡镇（街道）。"))
    return redirect("papers:papers", pk)


@require_POST
def outcome(request, pk):
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        raise Invalid({"outcome": [_("请选择主管部门的反馈。")]})
    actions.note_outcome(pk, by=request.user, **form.cleaned_data)
    done(request, _("已记下反馈结果。"))
    return redirect("papers:papers", pk)


@require_POST
def withdraw(request, pk):
    actions.withdraw_papers(pk, by=request.user, reason=request.POST.get("reason", ""))
    done(request, _("已撤回申请。"))
    return redirect("papers:papers", pk)


@require_POST
def void(request, pk):
    actions.void_papers(pk, by=request.user, reason=request.POST.get("void-reason", ""))
    done(request, _("已作废，不再计入。"))
    return redirect("papers:list")


@require_GET
def notice(request, pk):
    """补正通知: what is missing, on one page to take home."""
    sheet = queries.sheet_for(request.user, pk)
    if not sheet.in_full or not sheet.wrong:
        raise Http404
    return render(request, "papers/notice.html", {"sheet": sheet, "today": clock.today()})


def _show(form, refused: Invalid) -> None:
    for path, texts in refused.fields.items():
        name = path if path in form.fields else f"mark_{path.removeprefix('items.')}"
        form.add_error(name if name in form.fields else None, [str(text) for text in texts])


def _uuid_or_404(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
