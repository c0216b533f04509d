"""Pages on which county officers post people (驻站页面)."""

from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from yimi.accounts.forms import say
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.ids import new_id
from yimi.ui.toasts import done

from . import actions, queries
from .forms import EndPostingForm, PostingForm


def post(request, pk):
    station = queries.station_to_staff(request.user, pk)
    form = PostingForm(request.POST or None)
    if form.is_valid() and _posted(request, station, form):
        return redirect("network:station", station.code)
    return render(request, "workforce/post.html", {"station": station, "form": form})


def end(request, pk):
    posting = queries.posting_for(request.user, pk)
    form = EndPostingForm(request.POST or None)
    if form.is_valid() and _ended(request, posting, form):
        return redirect("network:station", posting.station.code)
    return render(request, "workforce/end.html", {"posting": posting, "form": form})


def station_panel(request, station) -> str:
    """The panel 驻站人员 on a station's page: 在岗 n/3, who, and what is vacant."""
    staff = queries.staff_of(request.user, station)
    full_time = queries.full_time_of(staff)
    shown = {
        "station": station,
        "staff": staff,
        "past": queries.past_staff_of(request.user, station),
        "full_time": full_time,
        "establishment": queries.ESTABLISHMENT,
        "vacant": max(0, queries.ESTABLISHMENT - full_time),
        "may_staff": queries.may_staff(request.user, station),
    }
    return render_to_string("workforce/station_panel.html", shown, request)


def _posted(request, station, form) -> bool:
    given = form.cleaned_data
    try:
        actions.post_worker(
            new_id(),
            by=request.user,
            user=given["username"],
            station=station.pk,
            post=given["post"],
            full_time=given["full_time"],
            from_on=given["from_on"],
        )
    except (Invalid, RuleBroken) as refused:
        return say(form, refused)
    done(request, _("已安排驻站。"))
    return True


def _ended(request, posting, form) -> bool:
    try:
        actions.end_posting(posting.pk, by=request.user, **form.cleaned_data)
    except (Invalid, RuleBroken) as refused:
        return say(form, refused)
    done(request, _("已结束驻站。"))
    return True
