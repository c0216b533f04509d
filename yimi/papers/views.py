"""Pages of papers (资料审查（协助）): the list, receiving, the list of papers to look through, the notice."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
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
from yimi.core.errors import Invalid, Stale
from yimi.core.ids import new_id
from yimi.core.permissions import Permission
from yimi.network.choosing import stations_to_choose
from yimi.services import visits
from yimi.ui.components import Column, Option
from yimi.ui.forms import attempt, show_faults
from yimi.ui.paging import pager_of
from yimi.ui.toasts import done

from . import actions, queries
from .actions import PapersFields
from .forms import STAND_LABELS, CheckForm, FilterForm, OutcomeForm, ReasonForm, ReceiveForm, VersionForm
from .queries import STANDS, Asked

PAGE, STALE = 50, 409
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
    form = FilterForm(request.GET, stations=stations_to_choose(request.user, Permission.CONTACT_VIEW))
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
        show_faults(form, refused)
        return None
    except Stale as met:
        form.add_error(None, str(met.message))
        return None
    done(request, _("已收件，计入当天的资料审查（协助）。"))
    return said["id"]


@require_http_methods(["GET", "POST"])
def papers(request, pk):
    """One application: its list of papers, what was found, what happened."""
    if request.method == "GET":
        return _page(request, pk)
    sheet = queries.sheet_for(request.user, pk)
    form = CheckForm(request.POST, sheet=sheet, initial={"version": sheet.row.version})
    status = 422
    if form.is_valid():
        act = partial(actions.check_papers, pk, by=request.user, **form.told())
        status = attempt(form, act, CheckForm.named)
    if status:
        differing = form.differing(queries.sheet_for(request.user, pk)) if status == STALE else []
        return _page(request, pk, status=status, form=form, tried=form, differing=differing)
    done(request, _("已保存核对结果。"))
    return redirect("papers:papers", pk)


def _page(request, pk, status=200, **tried):
    """The papers with the forms of what can be done; one that was refused comes back as it was filled in."""
    sheet = queries.sheet_for(request.user, pk)
    may_write = queries.may_write(request.user, sheet.row)
    shown = {
        "sheet": sheet, "form": CheckForm(sheet=sheet, initial={"version": sheet.row.version}),
        "may_write": may_write, "steps": queries.steps_of(sheet.row),
        "label": STAND_LABELS[sheet.stand], "tone": TONES.get(sheet.stand, ""),
        "is_checking": may_write and sheet.row.state in sheet.row.AT_STATION,
        "outcome_form": OutcomeForm(), "reason_form": ReasonForm(), "void_form": ReasonForm(prefix="void"),
    }  # fmt: skip
    return render(request, "papers/papers.html", shown | tried, status=status)


@dataclass(frozen=True)
class Doing:
    """A button of the page: what it does, its form, and what is said when it is done."""

    act: Callable[..., Any]
    form: type[VersionForm]
    name: str
    says: Any
    then: str = "papers:papers"
    prefix: str | None = None


DOINGS = {
    "return": Doing(
        actions.return_papers, VersionForm, "step_form", gettext_lazy("已退回补正，请把补正通知交给申请人。"),
        then="papers:notice",
    ),
    "again": Doing(actions.receive_again, VersionForm, "step_form", gettext_lazy("已再次收件。")),
    "hand": Doing(actions.hand_papers, VersionForm, "step_form", gettext_lazy("已移交乡镇（街道）。")),
    "outcome": Doing(actions.note_outcome, OutcomeForm, "outcome_form", gettext_lazy("已记下反馈结果。")),
    "withdraw": Doing(actions.withdraw_papers, ReasonForm, "reason_form", gettext_lazy("已撤回申请。")),
    "void": Doing(
        actions.void_papers, ReasonForm, "void_form", gettext_lazy("已作废，不再计入。"), "papers:list", "void"
    ),
}  # fmt: skip


def _step(key: str) -> Callable:
    """One button of the page; what somebody else changed meanwhile is looked at first."""
    doing = DOINGS[key]

    @require_POST
    def view(request, pk):
        queries.sheet_for(request.user, pk)
        form = doing.form(request.POST, prefix=doing.prefix)
        status = 422
        if form.is_valid():
            status = attempt(form, partial(doing.act, pk, by=request.user, **form.cleaned_data))
        if status:
            return _page(request, pk, status=status, **{doing.name: form, "tried": form})
        done(request, doing.says)
        return redirect(doing.then) if doing.then == "papers:list" else redirect(doing.then, pk)

    return view


STEPS = {key: _step(key) for key in DOINGS}


@require_GET
def notice(request, pk):
    """补正通知: what is missing, on one page to take home."""
    sheet = queries.sheet_for(request.user, pk)
    if not sheet.in_full or not sheet.wrong:
        raise Http404
    return render(request, "papers/notice.html", {"sheet": sheet, "today": clock.today()})


def _uuid_or_404(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
