"""What construction puts on the page of a station (面板): where it stands, and the way to its file."""

from django.template.loader import render_to_string

from yimi.core.permissions import Permission

from . import pages, queries
from .models import SETTLED


def of_station(request, subject) -> str:
    if not queries.may(request.user, Permission.BUILDING_VIEW, subject):
        return ""
    shown = {"station": subject, "steps": pages.steps(subject)}
    return render_to_string("construction/of_station.html", shown, request=request)


def rooms(request, subject) -> str:
    """功能场所: which rooms there are, and how they were judged; nothing before the checklist is begun."""
    lines = queries.rooms_of(request.user, subject)
    if not lines:
        return ""
    met = sum(line.item.result in SETTLED for line in lines)
    shown = {"station": subject, "lines": lines, "met": met}
    return render_to_string("construction/rooms.html", shown, request=request)
