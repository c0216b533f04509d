from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yimi.core.errors import Invalid, RuleBroken
from yimi.ui.toasts import done

from . import actions, pages, queries
from .forms import CategoryForm, EditPersonForm, EndCategoryForm, FilterForm, NewPersonForm, VoidForm, id_of
from .listing import Wanted, listed


def person_list(request):
    form = FilterForm(request.GET or None, categories=pages.category_choices(), username=request.user.username)
    asked = form.asked() if form.is_bound else {}
    cursor = request.GET.get("cursor") or None
    people, after, ask = [], None, ""
    try:
        people, after = listed(request.user, form.wanted() if asked else Wanted(), q=asked.get("q"), cursor=cursor)
    except Invalid as wrong:
        ask = str(next(iter(wrong.fields.values()))[0])
    actions.read_list(people, by=request.user)
    context = {
        "form": form,
        "people": queries.cards(request.user, people),
        "columns": pages.columns(),
        "pages": pages.pager(asked, cursor, after),
        "asked": asked,
        "ask": ask,
        "may_write": queries.may_open(request.user),
    }
    template = "clients/person_results.html" if request.headers.get("HX-Request") else "clients/person_list.html"
    return render(request, template, context)


def person(request, pk):
    shown = actions.read_person(pk, by=request.user)
    card = queries.card(request.user, shown)
    context = {
        "person": shown,
        "card": card,
        "facts": pages.facts(card),
        "masked": pages.masked(card, queries.may_reveal(request.user, shown)),
        "household": queries.household_of(request.user, shown),
        "looked_at": queries.looked_at(shown),
        "may_write": queries.may_write(request.user, shown),
        "may_categorise": queries.may_categorise(request.user, shown),
        "reader": request.user,
    }
    return render(request, "clients/person.html", context)


def person_new(request):
    stations = queries.stations_to_write(request.user)
    start = {"name": request.GET.get("name", "")[:50], "station": request.GET.get("station", "")[:12]}
    form = NewPersonForm(
        request.POST or None,
        initial={name: value for name, value in start.items() if value},
        stations=pages.station_choices(stations),
        areas=pages.area_choices(stations),
        categories=pages.category_choices(),
    )
    same = []
    if form.is_valid():
        same = [] if form.cleaned_data["is_another"] else queries.likely_same(request.user, form.person())
        if not same and (
            put := _try(form, lambda: actions.put_person(id_of(form), by=request.user, fields=form.person()))
        ):
            done(request, _("已建档：%(number)s") % {"number": put.person})
            return redirect("clients:person", put.person.pk)
    return render(request, "clients/person_new.html", {"form": form, "same": same, "parts": form.parts()})


def person_edit(request, pk):
    shown = queries.person_to_write(request.user, pk)
    card = queries.card(request.user, shown)
    start = {
        name: getattr(card, name) for name in ("name", "id_type", "sex", "birth_on", "area", "opened_on", "version")
    }
    form = EditPersonForm(
        request.POST or None, initial=start, card=card, areas=pages.area_choices([shown.station], card)
    )
    if form.is_valid() and (put := _try(form, lambda: _put(form, shown, request.user))):
        done(request, _("档案已保存。") if put.changed else _("内容没有变化。"))
        return redirect("clients:person", pk)
    is_stale = form.is_bound and str(card.version) != request.POST.get("version")
    context = {"form": form, "card": card, "parts": form.parts(), "is_stale": is_stale, "facts": pages.facts(card)}
    return render(request, "clients/person_edit.html", context)


def _put(form, shown, by):
    return actions.put_person(shown.pk, by=by, fields=form.person(shown.station.code))


def _try(form, action):
    """Do it, or say in the form why not."""
    try:
        return action()
    except Invalid as wrong:
        form.show(wrong.fields)
    except RuleBroken as refused:
        form.add_error(None, str(refused.message))
    return None


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
    if form.is_valid() and _try(form, lambda: actions.hold_category(pk, by=request.user, category=form.category())):
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
