from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from yimi.clients import actions, charge, comparing, consent, pages, particulars, queries
from yimi.clients.forms import (
    AssignForm,
    CategoryForm,
    EditPersonForm,
    EndCategoryForm,
    FilterForm,
    HouseholdForm,
    NewPersonForm,
    VoidForm,
    attempt,
    id_of,
)
from yimi.clients.listing import Wanted, listed
from yimi.clients.meant import meant_by
from yimi.core import clock
from yimi.core.errors import Invalid
from yimi.ui.toasts import done

from .duplicates import found_for, hints_for, not_same_in, same_for


def person_list(request):
    form = FilterForm(
        request.GET or None,
        categories=pages.category_choices(),
        username=request.user.username,
        workers=charge.in_charge_now(request.user),
    )
    asked = form.asked() if form.is_bound else {}
    cursor = request.GET.get("cursor") or None
    people, after, ask = [], None, ""
    try:
        people, after = listed(request.user, form.wanted() if asked else Wanted(), q=asked.get("q"), cursor=cursor)
    except Invalid as wrong:
        ask = str(next(iter(wrong.fields.values()))[0])
    looked = bool(asked.get("q")) and not people and not ask
    elsewhere, hint_ask = hints_for(request.user, meant_by(asked["q"])) if looked else ([], "")
    actions.read_list(people, by=request.user)
    assignable = charge.assignable(request.user, people)
    here = asked | ({"cursor": cursor} if cursor else {})
    context = {
        "form": form,
        "people": queries.cards(request.user, people),
        "columns": pages.columns(),
        "pages": pages.pager(request.user, asked, cursor, after),
        "asked": asked,
        "ask": ask,
        "elsewhere": elsewhere,
        "hint_ask": hint_ask,
        "may_write": queries.may_open(request.user),
        "more": pages.more(request.user),
        "export_url": pages.export_url(request.user, asked) if people else "",
        "assignable": assignable,
        "workers": charge.workers_to_choose(request.user) if assignable else [],
        "picks_all": request.GET.get("pick") == "all",
        "here_url": pages.list_url(request.user, here),
        "pick_url": pages.list_url(request.user, here, pick="all"),
    }
    template = "clients/person_results.html" if request.headers.get("HX-Request") else "clients/person_list.html"
    return render(request, template, context)


def person(request, pk):
    shown = actions.read_person(pk, by=request.user)
    card, told = queries.card(request.user, shown), queries.told_of(shown)
    close = queries.is_close(request.user, shown)
    context = {
        "person": shown,
        "card": card,
        "facts": [*pages.facts(card), *pages.told(shown, told, card, close)],
        "masked": pages.masked(card, queries.may_reveal(request.user, shown), told, close),
        "household": queries.household_of(request.user, shown),
        "looked_at": queries.looked_at(shown),
        "is_open": not queries.is_gone(shown),
        "ethnicity": told.ethnicity if told else "",
        "is_key": pages.is_key(card),
        "stand": consent.stand_of(shown),
        "tier": particulars.tier_of(shown, clock.today(), queries.categories_seen(request.user, shown)),
        "may_see_looks": close,
        "is_ended": queries.is_ended(shown),
        "end_note": queries.end_note(shown) if card.in_full else "",
        "kept_url": pages.kept_url(shown),
        "may_merge": comparing.may_merge(request.user, shown),
        "may_write": queries.may_write(request.user, shown),
        "may_categorise": queries.may_categorise(request.user, shown),
        "reader": request.user,
        "workers": charge.workers_to_choose(request.user, shown) if charge.may_assign(request.user, shown) else [],
    }
    return render(request, "clients/person.html", context)


def person_new(request):
    stations = queries.stations_to_write(request.user)
    start = {"station": request.GET.get("station", "")[:12]}
    form = NewPersonForm(
        request.POST or None,
        initial={name: value for name, value in start.items() if value},
        stations=pages.station_choices(stations),
        areas=pages.area_choices(stations),
        categories=pages.category_choices(),
    )
    if (
        form.is_valid()
        and (form.cleaned_data["is_another"] or not same_for(request))
        and (put := attempt(form, lambda: actions.put_person(id_of(form), by=request.user, fields=form.person())))
    ):
        actions.keep_apart(put.person.pk, not_same_in(request.POST), by=request.user)
        done(request, _("已建档：%(number)s") % {"number": put.person})
        return redirect("clients:person", put.person.pk)
    found = found_for(request) if request.method == "POST" else {}
    return render(request, "clients/person_new.html", {"form": form, "parts": form.parts()} | found)


def person_edit(request, pk):
    shown = queries.person_to_write(request.user, pk)
    card = queries.card(request.user, shown)
    start = {
        name: getattr(card, name) for name in ("name", "id_type", "sex", "birth_on", "area", "opened_on", "version")
    }
    form = EditPersonForm(
        request.POST or None, initial=start, card=card, areas=pages.area_choices([shown.station], card)
    )
    if form.is_valid() and (put := attempt(form, lambda: _put(form, shown, request.user))):
        done(request, _("档案已保存。") if put.changed else _("内容没有变化。"))
        return redirect("clients:person", pk)
    is_stale = form.is_bound and str(card.version) != request.POST.get("version")
    context = {"form": form, "card": card, "parts": form.parts(), "is_stale": is_stale, "facts": pages.facts(card)}
    return render(request, "clients/person_edit.html", context)


def _put(form, shown, by):
    return actions.put_person(shown.pk, by=by, fields=form.person(shown.station.code))


def assign(request):
    """One or many people into somebody's charge; then back to where they were chosen."""
    if request.method != "POST":
        return redirect("clients:list")
    form = AssignForm(request.POST)
    if not form.is_valid():
        raise Invalid(form.problems())
    user, changed = actions.assign_worker(
        form.cleaned_data["person"], by=request.user, worker=form.cleaned_data["worker"]
    )
    done(request, _("已指派：%(n)s 人由%(name)s负责。") % {"n": changed, "name": user.name})
    return redirect(_back(request))


def _back(request) -> str:
    """The page of the house on which the form stood, as it says itself."""
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return back if safe and back.startswith("/") else reverse("clients:list")


def household(request, pk):
    """Whom she lives with: found at her station and put into one household, or taken out of it."""
    shown = queries.person_to_write(request.user, pk)
    if request.method == "POST":
        form = HouseholdForm(request.POST)
        if not form.is_valid():
            raise Invalid(form.problems())
        of = form.cleaned_data["of"]
        if of:
            actions.join_household(pk, by=request.user, of=of)
        else:
            actions.leave_household(pk, by=request.user)
        done(request, _("家庭户已保存。"))
        return redirect("clients:household" if of else "clients:person", pk)
    q = request.GET.get("q", "").strip()[:60]
    found = queries.neighbours_found(request.user, shown, q)
    actions.read_list(found.people, by=request.user)
    context = {
        "card": queries.card(request.user, shown),
        "household": queries.household_of(request.user, shown),
        "q": q,
        "ask": found.ask,
        "found": queries.cards(request.user, found.people),
    }
    return render(request, "clients/person_household.html", context)


def person_void(request, pk):
    shown = queries.person_to_write(request.user, pk)
    form = VoidForm(request.POST or None)
    if form.is_valid():
        actions.void_person(pk, by=request.user, reason=form.cleaned_data["reason"])
        done(request, _("档案已作废。"))
        return redirect("clients:list")
    context = {"form": form, "card": queries.card(request.user, shown)}
    return render(request, "clients/person_void.html", context)


def person_reveal(request, pk):
    if request.method != "POST":
        return redirect("clients:person", pk)
    field, reason = request.POST.get("field", ""), request.POST.get("reason")
    shown = actions.reveal(pk, by=request.user, field=field, reason=reason)
    context = {"shown": shown, "mask": pages.mask_of(shown), "seconds": actions.SHOWN_SECONDS}
    part = "clients/revealed_part.html" if request.headers.get("HX-Request") else "clients/revealed.html"
    return render(request, part, context)


def categories(request, pk):
    shown = queries.person_to_categorise(request.user, pk)
    form = CategoryForm(
        request.POST or None,
        categories=pages.category_choices(),
        may_register=queries.may_register(request.user, shown),
    )
    if form.is_valid() and attempt(form, lambda: actions.hold_category(pk, by=request.user, category=form.category())):
        done(request, _("已添加类别。"))
        return redirect("clients:categories", pk)
    context = {"form": form, "card": queries.card(request.user, shown)}
    return render(request, "clients/categories.html", context)


def category_end(request, pk):
    form = EndCategoryForm(request.POST)
    if request.method == "POST" and form.is_valid():
        actions.end_category(pk, by=request.user, **form.cleaned_data)
        done(request, _("已结束这个类别。"))
    return redirect("clients:categories", pk)
