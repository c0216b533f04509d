"""Pages on which a contact of any kind is recorded (记服务): which kind, who took part, what was done."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from yimi.accounts.queries import station_staff
from yimi.clients.queries import homes_of
from yimi.core.errors import Invalid
from yimi.ui.forms import show_faults
from yimi.ui.toasts import done

from . import actions, programmes, queries
from .company import company
from .forms import NewRecordForm, new_record
from .joint import joint
from .kinds import ASKS, GROUPS, SESSIONS, Kind
from .views import hinted, uuid_or_404


@require_GET
def record_kinds(request):
    """记服务: which kind; a person that is named is taken along."""
    person = request.GET.get("person", "")
    suffix = f"?{urlencode({'person': str(uuid_or_404(person))})}" if person else ""
    groups = [(name, [(kind, ASKS[kind].icon) for kind in some]) for name, some in GROUPS]
    return render(request, "services/kinds.html", {"groups": groups, "suffix": suffix})


@require_http_methods(["GET", "POST"])
def record_new(request, kind: str):
    """A contact of one kind. People are added and taken away by posting the page; `save` records it."""
    stations = queries.stations_to_record(request.user)
    if kind not in ASKS or not stations:
        raise Http404
    called = programmes.rollcall(request.user, kind, *_programme(request))
    helping = joint(request.user, kind, _named(request, "joins"))
    if helping:
        stations = [helping.station]
    elif called:
        stations = [called.row.station]
    sent = request.POST
    who = company(request.user, _chosen(request, called), sent.get("q", "").strip()[:50], stations)
    saving = request.method == "POST" and "save" in sent
    form = _form(request, kind, stations, who, called, helping, saving)
    if saving and form.is_valid() and _record_saved(request, form, who):
        return redirect("services:record", form.cleaned_data["id"])
    marked = {name: set(_uuids(sent.getlist(name))) for name in ("unseen", "absent")}
    offered = [] if called or helping else programmes.open_programmes(request.user, kind, stations)
    shown = marked | {
        "form": form,
        "who": who,
        "kind": Kind(kind),
        "called": called,
        "offered": offered,
        "helping": helping,
    }
    shown["query"] = sent.get("q", "")
    return render(request, "services/new.html", shown, status=422 if saving and form.errors else 200)


def _programme(request) -> tuple[UUID | None, UUID | None]:
    """The group or activity whose session this is, if it is one's."""
    return _named(request, "group"), _named(request, "activity")


def _named(request, name: str) -> UUID | None:
    text = (request.POST or request.GET).get(name, "")
    return uuid_or_404(text) if text else None


def _form(request, kind: str, stations, who, called, helping, saving: bool) -> NewRecordForm:
    sent = request.POST
    station = _station_of(sent.get("station", ""), who, stations)
    homes = homes_of(station)
    start = new_record(station.code, request.user.username, who.place(kind, homes))
    if called:
        start |= {"title": called.title, "group" if called.is_group else "activity": called.row.pk}
    if helping:
        start |= {"joins": helping.pk, "service_on": helping.on, "title": _("协办%s") % helping.lead.short_name}
    return NewRecordForm(
        sent if saving else None,
        initial=start if request.method == "GET" else start | _typed(sent),
        kind=kind,
        held=who.held,
        stations=stations,
        places=[(home.code, home.name) for home in homes],
        workers=station_staff(station.id) or [request.user],
        partners=programmes.partners_of(station) if kind in SESSIONS and not helping else (),
    )


def _chosen(request, called) -> list[UUID]:
    """The people on the page, with the one just added and without the one just taken away; at first the members."""
    sent = request.POST
    if called and request.method == "GET":
        return called.members
    ids = [*_uuids(sent.getlist("people")), *_uuids(sent.getlist("add")), *_uuids(request.GET.getlist("person"))]
    gone = set(_uuids(sent.getlist("remove")))
    return [pk for pk in ids if pk not in gone]


def _station_of(code: str, who, stations):
    """The station that was chosen, or that of the first person, or the reader's first."""
    wanted = code or (who.chosen[0].station if who.chosen else "")
    return next((station for station in stations if station.code == wanted), stations[0])


def _typed(sent) -> dict:
    """What stands in the page while people are being chosen."""
    many = {name: sent.getlist(name) for name in ("services", "workers", "partners")}
    return {name: value for name, value in sent.items() if name not in many} | many


def _record_saved(request, form, who) -> bool:
    pk = form.cleaned_data["id"]
    absent = set(_uuids(request.POST.getlist("absent")))
    present = [card.id for card in who.chosen if card.id not in absent]
    record = form.contact(present, _uuids(request.POST.getlist("unseen")))
    if who.left_out:
        form.add_error(None, _("有 %(n)s 名服务对象已不在本站，没有列入，请核对后再保存。") % {"n": who.left_out})
        return False
    if form.asks.whom and not record.participants:
        form.add_error(None, _("请先选服务对象。"))
        return False
    again = [] if form.cleaned_data["again"] else queries.met_that_day(request.user, record, pk)
    if again:
        form.warn_of_another("、".join(card.name for card in who.chosen if card.id in again))
        return False
    station = next(each for each in queries.stations_to_record(request.user) if each.code == record.station)
    if hinted(request, form, pk, record, station):
        return False
    try:
        actions.put_contact(pk, by=request.user, fields=record)
    except Invalid as refused:
        show_faults(form, refused)
        return False
    done(request, _("已保存：%s") % Kind(form.kind).label, reverse("services:undo", args=[pk]))
    return True


def _uuids(texts) -> list[UUID]:
    return [uuid_or_404(text) for text in texts if text]
