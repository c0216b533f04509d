"""Pages of rounds (名单核定): the queue of an office, one round, and what is done with it."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimi.clients.actions import note_listed
from yimi.core import clock
from yimi.core.api import page
from yimi.core.errors import Invalid
from yimi.ui.toasts import done
from yimi.visiting import actions, capacity, entries, pages, queries, rules, signing
from yimi.visiting.forms import ApproveForm, OpinionForm, PeopleForm, RemoveForm, ReturnForm, attempt

PAGE = 50
FORMS = {signing.Step.TOWNSHIP: OpinionForm, signing.Step.COUNTY: ApproveForm}


@require_GET
def rounds(request):
    """The lists that wait for a signature, hers first; and those that were settled or returned."""
    waiting = queries.waiting_rounds(request.user)
    some, after = page(queries.settled_rounds(request.user), PAGE, request.GET.get("cursor"), queries.ROUND_ORDER)
    shown = {
        "waiting": waiting, "mine": sum(each.is_mine for each in waiting), "settled": some,
        "more": pages.more(request.user, "rounds"), "tones": pages.ROUND_TONES,
        "pages": pages.pager("rounds", {}, request.GET.get("cursor"), after),
        "columns": pages.columns(
            _("社工站"), _("名单"), _("增补"), _("调出"), _("提交"), _("状态"), secondary=(4,), numeric=(2, 3)
        ),
    }  # fmt: skip
    return render(request, "visiting/rounds.html", shown)


@require_GET
def round_page(request, pk):
    """One round: who is proposed and who leaves, what it asks for, and what was said."""
    return render(request, "visiting/round.html", _shown(request, queries.round_for(request.user, pk)))


def _shown(request, made, **forms) -> dict:
    station, user = made.list.station, request.user
    manned = signing.with_township([station])
    step = signing.next_step(made, manned) if signing.is_turn(user, made, manned) else None
    may_edit = made.state in made.EDITABLE and queries.may_plan(user, station)
    return {
        "made": made, "station": station, "title": pages.title_of(made.list), "tone": pages.ROUND_TONES[made.state],
        "waits": signing.waits_for(made, manned), "step": step, "may_edit": may_edit,
        "may_strike": step == signing.Step.COUNTY, "signatures": pages.signatures(made),
        "form": FORMS[step](initial={"from_on": queries.first_day(made)}) if step else None,
        "return_form": ReturnForm() if step else None,
    } | _people(request, made, may_edit) | _reckoned(user, made, may_edit) | forms  # fmt: skip


def _people(request, made, may_edit: bool) -> dict:
    rule = rules.rule_for(made.list.station.county_id, clock.today())
    cursor = request.GET.get("cursor")
    proposed = queries.proposed_in(request.user, made).select_related("person__area")
    some, after = page(proposed, PAGE, cursor, entries.ORDER)
    coming = entries.entries(request.user, some, rule)
    leaving = queries.leaving_in(request.user, made).select_related("person__area").order_by(*entries.ORDER)
    going = entries.entries(request.user, leaving, rule, with_notes=True)
    note_listed([entry.card.id for entry in (*coming, *going) if entry.card], by=request.user)
    last = _("操作") if may_edit else _("调出日期")
    return {
        "coming": coming, "going": going, "cursor": cursor, "pages": pages.pager("round", {}, cursor, after, made.pk),
        "columns": pages.columns(_("姓名"), _("年龄"), _("对象类别"), _("走访级别"), _("村（居）"), _("状态")),
        "leaving_columns": pages.columns(_("姓名"), _("年龄"), _("走访级别"), _("调出原因"), _("村（居）"), last),
    }  # fmt: skip


def _reckoned(user, made, may_edit: bool) -> dict:
    """What the list would ask for; a settled round shows what it was settled with."""
    if made.state == made.State.APPROVED:
        return {"kept": made.capacity, "reckoning": None, "compared": []}
    rule = rules.rule_for(made.list.station.county_id, clock.today())
    to_come = queries.members_to_come(user, made)
    load = capacity.load_of(queries.visited(to_come))
    before = queries.members(user, made.list).count()
    reckoning = capacity.reckon(load, capacity.capacity_of(user, made.list.station, rule))
    return {
        "reckoning": reckoning, "means": pages.means(reckoning), "compared": pages.compared(before, made, load.people),
    }  # fmt: skip


@require_POST
def drop(request, pk):
    """Take proposed people out again."""
    n = actions.drop_people(pk, by=request.user, people=_people_in(request))
    done(request, _("已撤回 %(n)s 人。") % {"n": n})
    return _same_page(request, pk)


@require_http_methods(["GET", "POST"])
def remove(request, pk):
    """Propose that a member leaves, with the reason."""
    made = queries.round_to_plan(request.user, pk)
    form = RemoveForm(request.POST or None, initial={"person": request.GET.get("person")})
    if form.is_valid() and attempt(form, lambda: actions.remove_member(pk, by=request.user, **form.cleaned_data)):
        done(request, _("已提出调出。"))
        return redirect("visiting:round", pk)
    card = queries.card_of_member(request.user, made, request.POST.get("person") or request.GET.get("person") or "")
    shown = {"form": form, "made": made, "card": card, "title": pages.title_of(made.list)}
    return render(request, "visiting/remove.html", shown, status=422 if form.errors else 200)


@require_POST
def keep(request, pk):
    """She stays after all."""
    for person in _people_in(request):
        actions.keep_member(pk, by=request.user, person=person)
    done(request, _("已撤回调出。"))
    return redirect("visiting:round", pk)


@require_POST
def submit(request, pk):
    made = actions.submit_round(pk, by=request.user)
    waits = signing.waits_for(made, signing.with_township([made.list.station]))
    done(request, _("已提交，%(waits)s。") % {"waits": waits})
    return redirect("visiting:round", pk)


@require_POST
def strike(request, pk):
    """Strike people out, or take that back."""
    is_struck = request.POST.get("struck") != "no"
    n = actions.strike_people(pk, by=request.user, people=_people_in(request), is_struck=is_struck)
    words = _("已划去 %(n)s 人。") if is_struck else _("已恢复 %(n)s 人。")
    done(request, words % {"n": n})
    return _same_page(request, pk)


@require_POST
def sign(request, pk):
    """The signature that is due: the township's, or the county's."""
    made = queries.round_for(request.user, pk)
    step = signing.next_step(made, signing.with_township([made.list.station]))
    form = FORMS.get(step, OpinionForm)(request.POST)
    act = actions.approve_round if step == signing.Step.COUNTY else actions.sign_round
    if form.is_valid() and attempt(form, lambda: act(pk, by=request.user, **form.cleaned_data)):
        done(request, _("已审定，名单生效。") if step == signing.Step.COUNTY else _("已审核，转市县审定。"))
        return redirect("visiting:round", pk)
    return render(request, "visiting/round.html", _shown(request, made, form=form), status=422)


@require_POST
def send_back(request, pk):
    """Back to the station, with the reason."""
    made = queries.round_for(request.user, pk)
    form = ReturnForm(request.POST)
    if form.is_valid() and attempt(form, lambda: actions.return_round(pk, by=request.user, **form.cleaned_data)):
        done(request, _("已退回，等社工站修改后再提交。"))
        return redirect("visiting:round", pk)
    return render(request, "visiting/round.html", _shown(request, made, return_form=form), status=422)


def _same_page(request, pk):
    return redirect(pages.url("round", {"cursor": request.POST.get("cursor")}, pk))


def _people_in(request) -> list:
    form = PeopleForm(request.POST)
    if not form.is_valid():
        raise Invalid({"person": [_("请先勾选服务对象。")]})
    return form.cleaned_data["person"]
