"""Pages of unveilings (揭牌活动): the list, one event with its photos, and the form."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimi.construction import actions, events
from yimi.construction.actions import UnveilingFields
from yimi.construction.forms import ReasonForm, UnveilingForm
from yimi.core.actors import may
from yimi.core.api import page
from yimi.core.errors import Invalid
from yimi.core.files.sent import read_sent
from yimi.core.ids import new_id
from yimi.core.permissions import Permission
from yimi.ui.paging import pager_of
from yimi.ui.toasts import done

PAGE = 30


@require_GET
def unveiling_list(request):
    found, following = page(events.unveilings(request.user), PAGE, request.GET.get("cursor"), events.ORDER)
    shown = {
        "events": found, "pages": pager_of(request, following),
        "may_manage": may(request.user, Permission.STATION_MANAGE),
    }  # fmt: skip
    return render(request, "construction/unveilings.html", shown)


@require_http_methods(["GET", "POST"])
def new(request):
    """Write an unveiling down; before acceptance the form asks for a reason and keeps what was said."""
    start = {"stations": [request.GET["station"][:12]]} if request.GET.get("station") else {}
    form = UnveilingForm(request.POST or None, stations=events.stations_to_unveil(request.user), initial=start)
    if form.is_valid():
        said = dict(form.cleaned_data)
        pk, said["stations"] = said.pop("id"), tuple(said["stations"])
        try:
            actions.put_unveiling(pk, by=request.user, fields=UnveilingFields(**said))
        except Invalid as refused:
            for path, texts in refused.fields.items():
                form.add_error(path if path in form.fields else None, [str(text) for text in texts])
        else:
            done(request, _("已登记揭牌。"))
            return redirect("construction:unveiling", pk)
    return render(request, "construction/unveiling_form.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
def unveiling(request, pk):
    event = events.unveiling_for(request.user, pk)
    shown = {
        "event": event, "stations": [row.station for row in event.unveiled.all()],
        "photos": events.photos_of_event(request.user, event), "may_void": events.may_void(request.user, event),
        "mine": events.stations_to_photograph(request.user, event), "reason_form": ReasonForm(),
    }  # fmt: skip
    return render(request, "construction/unveiling.html", shown)


@require_POST
def add_photo(request, pk):
    """Photos of the event at one of its stations."""
    event, sent = events.unveiling_for(request.user, pk), read_sent(request)
    mine = events.stations_to_photograph(request.user, event)
    if not sent or not mine:
        raise Invalid({"file": [_("请选择照片或文件。") if mine else _("只有揭牌站点和市县可以上传照片。")]})
    for name, content in sent:
        actions.add_photo(new_id(), by=request.user, station=mine[0].pk, name=name, content=content, unveiling=event.pk)
    done(request, _("已添加。"))
    return redirect("construction:unveiling", pk)


@require_POST
def void(request, pk):
    events.unveiling_for(request.user, pk)
    actions.void_unveiling(pk, by=request.user, reason=request.POST.get("reason", ""))
    done(request, _("已撤销。"))
    return redirect("construction:unveiling", pk)
