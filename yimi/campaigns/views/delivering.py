"""Pages of deliveries (发放): several people ticked at once, what was delivered, taking one back."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimi.accounts.queries import station_staff
from yimi.campaigns import actions, pages, queries
from yimi.campaigns.fields import SEEN, DeliveryFields, Parcel
from yimi.campaigns.forms import DeliverForm, TakeBackForm, show_faults
from yimi.core import clock
from yimi.core.api import page
from yimi.core.errors import Invalid
from yimi.core.ids import new_id
from yimi.ui.paging import pager_of, without_cursor
from yimi.ui.toasts import done

from .campaigns import frame
from .people import narrowed, uuids

PAGE = 50
Faults = dict[UUID, list[Any]]


@require_http_methods(["GET", "POST"])
def deliver(request, pk):
    """登记发放: tick who got something, with quantities as planned until somebody changes them."""
    sheet = queries.sheet_for(request.user, pk)
    shown = frame(request, sheet, "deliver")
    if not shown["may_write"]:
        raise Http404
    form, picked, faults = _form(request, sheet), uuids(request.POST.getlist("pick")), {}
    stocks = queries.goods_of(sheet.row)
    goods = [stock.good for stock in stocks]
    if request.method == "POST" and form.is_valid():
        faults = _delivered(request, pk, form, picked, goods)
        if not faults and not form.errors:
            done(request, _("已登记 %d 人。") % len(picked))
            return redirect(_next_url(request, pk))
    listed = narrowed(request, sheet, "waiting")
    is_all = request.method == "GET" and request.GET.get("pick") == "all"
    ticked = {line.card.id for line in listed["lines"] if not line.is_away} if is_all else set(picked)
    ticks = pages.ticks(listed["lines"], goods, request.POST, ticked, faults)
    shown |= {"deliver": form, "ticks": ticks, "stocks": stocks, "all_url": _all_url(request)} | listed
    return render(request, "campaigns/deliver.html", shown, status=422 if request.method == "POST" else 200)


def _next_url(request, pk) -> str:
    """The first page again, with its filters: who got something is no longer on it."""
    query = without_cursor(request)
    query.pop("pick", None)
    return f"{reverse('campaigns:deliver', args=[pk])}?{query.urlencode()}"


def _all_url(request) -> str:
    """This page with everybody on it ticked (本页全选)."""
    query = request.GET.copy()
    query["pick"] = "all"
    return f"?{query.urlencode()}"


def _form(request, sheet) -> DeliverForm:
    initial = {"batch": new_id(), "on": clock.today(), "outcome": SEEN, "workers": [request.user.username]}
    workers = station_staff(sheet.row.station_id) or [request.user]
    return DeliverForm(request.POST or None, workers=workers, initial=initial)


def _delivered(request, pk, form, picked, goods) -> Faults:
    """Keep the deliveries; what is wrong is told at the person whom it concerns."""
    try:
        parcels = tuple(Parcel(person, _quantities(request.POST, person, goods)) for person in picked)
        actions.deliver(pk, by=request.user, fields=DeliveryFields(parcels=parcels, **form.cleaned_data))
    except Invalid as refused:
        show_faults(form, refused)
        told = {path.removeprefix("people."): texts for path, texts in refused.fields.items()}
        return {picked[int(place)]: texts for place, texts in told.items() if place.isdigit()}
    return {}


def _quantities(sent, person: UUID, goods) -> dict[str, int]:
    """How much of each; what is no number is told as a number that nobody can give."""
    named = {good.name: sent.get(pages.quantity_name(person, good), str(good.each)).strip() for good in goods}
    return {name: int(text) if text.isascii() and text.isdigit() else -bool(text) for name, text in named.items()}


@require_GET
def deliveries(request, pk):
    """What was delivered and attempted, the last first."""
    sheet = queries.sheet_for(request.user, pk)
    rows = queries.deliveries_for(request.user, sheet.row)
    some, following = page(rows, PAGE, request.GET.get("cursor"), queries.BY_DAY)
    shown = frame(request, sheet, "deliveries") | {
        "rows": queries.delivered(request.user, some), "pages": pager_of(request, following),
        "columns": pages.DELIVERY_COLUMNS, "undo_form": TakeBackForm(),
    }  # fmt: skip
    return render(request, "campaigns/deliveries.html", shown)


@require_POST
def undo(request, pk):
    """Take one delivery back."""
    row = actions.take_back(pk, by=request.user, reason=request.POST.get("reason", ""))
    done(request, _("已撤回，物资已退回结余。"))
    return redirect("campaigns:deliveries", row.recipient.campaign_id)
