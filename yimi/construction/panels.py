"""What construction puts on the page of a station (面板): where it stands, and the way to its file."""

from django.template.loader import render_to_string

from yimi.core.permissions import Permission

from . import pages, queries


def of_station(request, subject) -> str:
    if not queries.may(request.user, Permission.BUILDING_VIEW, subject):
        return ""
    shown = {"station": subject, "steps": pages.steps(subject)}
    return render_to_string("construction/of_station.html", shown, request=request)
