"""Pages of visits (走访): whom to visit next, and pausing and resuming."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimi.clients.actions import note_listed
from yimi.core import clock
from yimi.core.errors import Invalid
from yimi.ui.toasts import done
from yimi.visiting import actions, due, pages, panels, queries, rules
from yimi.visiting.forms import DueFilter, PauseForm, ResumeForm, attempt


@require_GET
def home(request):
    """Where this reader begins: her visits, the lists that wait for her, the lists, or the numbers."""
    return redirect(f"visiting:{queries.first_page(request.user)}")


@require_GET
def today(request):
    """The part of a home page that says whom to visit first."""
    return HttpResponse(panels.first_due(request))


@require_GET
def due_list(request):
    """走访安排: the people of the list by village, with where each visit stands."""
    if not queries.at_station(request.user):
        return redirect("visiting:home")
    station = queries.own_station(request.user, request.GET.get("station", ""))
    rule, everybody = rules.rule_for(station.county_id, clock.today()), due.due_of(request.user, station)
    is_head = queries.may_plan(request.user, station)
    form = DueFilter(
        request.GET, villages=pages.villages_in(everybody), tiers=pages.tier_choices(rule),
        workers=pages.worker_choices(station) if is_head else [],
    )  # fmt: skip
    asked = form.asked()
    whose = request.GET.get("whose") or ("all" if is_head else "mine")
    wanted = due.Wanted(
        mine=request.user.pk if whose == "mine" else None, village=asked.get("village", ""), tier=asked.get("tier", ""),
        worker=asked.get("worker", ""), standing=asked.get("standing", ""), by_date=asked.get("sort") == "date",
    )  # fmt: skip
    cursor = request.GET.get("cursor")
    sheet = due.due_sheet(request.user, everybody, wanted, cursor)
    note_listed([row.card.id for row in sheet.rows], by=request.user)
    here = asked | {"station": request.GET.get("station", ""), "whose": request.GET.get("whose", "")}
    shown = {
        "station": station, "form": form, "sheet": sheet, "whose": whose, "is_listed": bool(everybody),
        "groups": pages.groups(sheet, wanted.by_date), "tiers": dict(pages.tier_choices(rule)), "tones": pages.TONES,
        "standings": pages.standings(sheet, here, wanted.standing), "more": pages.more(request.user, "due", station),
        "mine_url": pages.url("due", here | {"whose": "mine"}), "all_url": pages.url("due", here | {"whose": "all"}),
        "pages": pages.pager("due", here, cursor, sheet.after), "today": clock.today(), "asked": asked,
        "columns": pages.columns(
            _("姓名"), _("走访情况"), _("走访期限"), _("年龄"), _("走访级别"), _("上次见到"), _("记走访"),
        ),
    }  # fmt: skip
    return render(request, "visiting/due.html", shown)


@require_http_methods(["GET", "POST"])
def pause(request, pk):
    """Pause the visits to a person."""
    card = queries.card_to_pause(request.user, pk)
    form = PauseForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: actions.pause_visits(pk, by=request.user, **form.cleaned_data)):
        done(request, _("已暂停走访。"))
        return redirect("clients:person", pk)
    return render(request, "visiting/pause.html", {"form": form, "card": card}, status=422 if form.errors else 200)


@require_POST
def resume(request, pk):
    """Visits go on."""
    person = queries.paused_person(request.user, pk)
    form = ResumeForm(request.POST)
    if not form.is_valid():
        raise Invalid({"on": [_("请填写恢复走访的日期。")]})
    actions.resume_visits(pk, by=request.user, on=form.cleaned_data["on"])
    done(request, _("已恢复走访。"))
    return redirect("clients:person", person)
