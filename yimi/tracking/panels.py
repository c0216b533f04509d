"""What tracked items put on other pages (面板): what needs her today, and what a station still owes."""

from django.template.loader import render_to_string

from . import pages, queries

SHOWN = 5


def today(request, subject) -> str:
    """Where a home page puts what needs her today; the page asks for it once it is there."""
    return render_to_string("tracking/lazy.html", request=request)


def needs(request) -> str:
    """What she is to settle or recheck, and what is late: nothing when there is none."""
    counts = queries.numbers(request.user)
    if not counts["all"]:
        return ""
    rows = queries.items_for(request.user, queries.Asked()).order_by(*queries.SORTS[""])[:SHOWN]
    shown = {"tiles": [tile for tile in pages.tiles(counts) if tile[1]], "rows": pages.rows(rows)}
    return render_to_string("tracking/today.html", shown, request=request)


def of_station(request, subject) -> str:
    """The unsettled items of a station, on its page."""
    rows = queries.items_for(request.user, queries.Asked(station=subject.code)).order_by("due_on", "id")[:SHOWN]
    if not rows:
        return ""
    return render_to_string("tracking/today.html", {"rows": pages.rows(rows), "station": subject}, request=request)
