"""What planning puts on the page of a station (面板): its plan of this year."""

from django.template.loader import render_to_string

from yimi.core import clock

from . import pages, signing
from .models import AnnualPlan
from .queries import plans as queries


def plan_of_station(request, subject) -> str:
    """年度计划: nothing where there is none that the reader may see."""
    row = queries.plans_for(request.user, clock.today().year, station=subject.code).first()
    if row is None:
        return ""
    shown = {"row": row, "tone": pages.TONES[AnnualPlan.State(row.state)], "waiting": signing.waiting_words(row)}
    return render_to_string("planning/panel.html", shown, request=request)
