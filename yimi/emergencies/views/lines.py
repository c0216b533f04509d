"""Pages of the list (名单): households in order, one household, what is arranged for it, its phone."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimi.core.api import page
from yimi.core.ids import new_id
from yimi.emergencies import actions, pages, queries
from yimi.emergencies.forms import AfterForm, FilterForm, LineForm, OutcomeForm, WithdrawForm, attempt
from yimi.emergencies.queries import Asked
from yimi.ui.paging import pager_of
from yimi.ui.toasts import done

from .operations import frame

PAGE = 50


@require_GET
def line_list(request, pk):
    """名单: whom to call first stands first; each row leads to the buttons."""
    row = queries.operation_for(request.user, pk)
    villages = pages.villages(queries.villages_of(request.user, row))
    stations = [(each.code, each.short_name) for each in queries.stations_listed(request.user, row)]
    form = FilterForm(request.GET, villages=villages, stations=stations)
    asked = Asked(**form.cleaned_data) if form.is_valid() else Asked()
    rows = queries.lines_for(request.user, row, asked)
    some, following = page(rows, PAGE, request.GET.get("cursor"), queries.BY_RANK)
    cards = [(card, pages.flags(card)) for card in queries.line_cards(request.user, some)]
    shown = frame(request, row, "lines") | {
        "form": form, "cards": cards, "pages": pager_of(request, following), "tones": pages.TONES,
        "narrowed": any(form.cleaned_data.values()) if form.is_valid() else False,
    }  # fmt: skip
    return render(request, "emergencies/lines.html", shown, status=422 if form.errors else 200)


@require_GET
def line(request, pk):
    """One household: buttons first, then what is arranged and what was noted."""
    return _showing(request, queries.line_for(request.user, pk))


def _showing(request, row, outcome: OutcomeForm | None = None, number: str | None = None, status: int = 200):
    card = queries.line_cards(request.user, [row])[0]
    works = queries.may_work(request.user, row)
    entries = queries.outcomes_of(request.user, row)
    shown = frame(request, row.operation, "lines") | {
        "card": card, "line": row, "facts": pages.line_facts(card), "tones": pages.TONES, "works": works,
        "notes": works and not row.operation.is_over, "buttons": pages.buttons(row.operation),
        "outcome_form": outcome or OutcomeForm.fresh(), "number": number,
        "entries": [(each, pages.entry_text(each, card.in_full)) for each in entries],
        "visits": [(each, pages.troubles(each)) for each in queries.after_visits_of(request.user, row)],
        "after_form": AfterForm(initial={"id": new_id()}), "withdraw_form": WithdrawForm(),
    }  # fmt: skip
    return render(request, "emergencies/line.html", shown, status=status)


def again(request, pk, outcome: OutcomeForm, status: int):
    """The household again with what is wrong in the form."""
    return _showing(request, queries.line_for(request.user, pk), outcome, status=status)


@require_POST
def phone(request, pk):
    """The phone in full, to be called; written down."""
    number = actions.show_phone(pk, by=request.user)
    return _showing(request, queries.line_for(request.user, pk), number=number)


@require_http_methods(["GET", "POST"])
def add(request, pk):
    """Somebody put on the list by hand, without a file."""
    row = queries.operation_for(request.user, pk)
    stations = queries.stations_at_work(request.user)
    if not stations:
        raise Http404
    homes = pages.villages([home for station in stations for home in queries.homes_at(station)])
    choices = [(station.code, station.short_name) for station in stations]
    first = {"id": new_id(), "persons": 1, "station": stations[0].code}
    form = LineForm(request.POST or None, initial=first, villages=homes, staff=_staff(stations), stations=choices)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            status = attempt(form, lambda: _added(request, row, form))
            if not status:
                done(request, _("已加入名单。"))
                return redirect("emergencies:lines", pk)
    shown = frame(request, row, "lines") | {"form": form, "heading": _("添加名单户")}
    return render(request, "emergencies/line_form.html", shown, status=status)


def _staff(stations) -> list[tuple[str, str]]:
    return [(user.username, user.name) for station in stations for user in queries.staff_at(station)]


def _added(request, row, form) -> None:
    pk, station = form.cleaned_data["id"] or new_id(), form.cleaned_data.get("station", "")
    actions.add_line(pk, by=request.user, operation=row.pk, fields=form.line(), station=station)


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    """What is arranged for a household."""
    row = queries.line_for(request.user, pk)
    if not queries.may_work(request.user, row):
        raise Http404
    card = queries.line_cards(request.user, [row])[0]
    first, staff = pages.initial_of(row), _staff([row.station])
    form = LineForm(request.POST or None, initial=first, staff=staff, is_temporary=row.is_temporary)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            status = attempt(form, lambda: actions.change_line(pk, by=request.user, fields=form.line()))
            if not status:
                done(request, _("已保存。"))
                return redirect("emergencies:line", pk)
    shown = frame(request, row.operation, "lines") | {"form": form, "heading": card.name, "line": row}
    return render(request, "emergencies/line_form.html", shown, status=status)
