"""What lists put on the page of a person (面板): when she is visited next, and pausing."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from yimi.clients.actions import note_listed
from yimi.core import clock, seal
from yimi.core.actors import Actor
from yimi.network.models import Station
from yimi.ui.panels import Said

from . import due, pages, queries
from .forms import ResumeForm
from .rules import rule_for

SHOWN = 6


def lead(actor: Actor) -> Said | None:
    """How many households a worker, or the whole station for its head, has to visit by Sunday."""
    station = queries.home_station(actor)
    if station is None:
        return None
    to_visit, overdue = due.week_of(_hers(actor, station))
    if not to_visit:
        return None
    words = _("本周还有 %(n)d 户要走访，其中 %(late)d 户已超期") if overdue else _("本周还有 %(n)d 户要走访")
    return Said(words % {"n": to_visit, "late": overdue}, reverse("visiting:due"), _("看走访安排"))


def _hers(actor: Actor, station: Station) -> list[due.Due]:
    """The people of the list whom she visits; of the head all."""
    wanted = due.Wanted(mine=None if queries.may_plan(actor, station) else actor.id)
    return [each for each in due.due_of(actor, station) if wanted.fits(each)]


def today(request, subject) -> str:
    """Where a home page puts whom to visit first; the page asks for it once it is there."""
    return render_to_string("visiting/lazy.html", request=request) if queries.home_station(request.user) else ""


def first_due(request) -> str:
    """Whom to visit first, each with the way to record it; nothing when nobody waits."""
    station = queries.home_station(request.user)
    waiting = [each for each in _hers(request.user, station) if each.is_open] if station else []
    if not waiting:
        return ""
    rows = due.first_rows(request.user, waiting, SHOWN)
    note_listed([row.card.id for row in rows], by=request.user)
    shown = {"rows": rows, "more": len(waiting) - len(rows), "tones": pages.TONES}
    return render_to_string("visiting/today.html", shown, request=request)


def next_visit(request, subject) -> str:
    """下次走访: nothing where she is on no list today."""
    told = due.stand_of(request.user, subject.id)
    if told is None:
        return ""
    station = told.row.list.station
    rule = rule_for(station.county_id, clock.today())
    may_pause = queries.may_pause(request.user, subject)
    if told.pause and may_pause:
        seal.read(told.pause, "note")
    shown = {
        "row": told.row, "due": told.due, "pause": told.pause, "may_pause": may_pause,
        "tier_name": rule.name(told.row.tier), "next_on": told.next_on,
        "now_until": told.now.last if told.now else None, "words": told.due.words if told.due else "",
        "tone": pages.TONES[told.due.standing] if told.due else "", "resume_form": ResumeForm(),
        "note": told.pause.__dict__.get("opened", {}).get("note") if told.pause else "",
        "list_url": pages.url("members", {"station": station.code, "year": told.row.list.year}),
    }  # fmt: skip
    return render_to_string("visiting/panel.html", shown, request=request)
