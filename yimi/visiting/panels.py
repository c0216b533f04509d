"""What lists put on the page of a person (面板): when she is visited next, and pausing."""

from django.template.loader import render_to_string

from yimi.core import clock, seal

from . import due, pages, queries
from .forms import ResumeForm
from .rules import rule_for


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
