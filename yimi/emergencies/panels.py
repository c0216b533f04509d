"""What an action that goes on puts on the home page (面板): what it is, how far it has come, 报平安."""

from django.template.loader import render_to_string

from yimi.core.ids import new_id

from . import pages, queries


def now(request, subject) -> str:
    """应急关爱: nothing where no action goes on."""
    found = queries.under_way(request.user)
    if not found:
        return ""
    shown = {"banners": pages.banners(request.user, found), "new_id": new_id()}
    return render_to_string("emergencies/panel.html", shown, request=request)
