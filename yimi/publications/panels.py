"""What this domain puts on other domains' pages (面板): the button 写成简报 on a record."""

from django.template.loader import render_to_string

from . import drafting
from .queries import publications as queries


def brief_button(request, sheet) -> str:
    """写成简报 on the page of a record of which a brief may be made, or the way to the one that was made."""
    if not (sheet.is_full and drafting.can_tell(sheet.contact)):
        return ""
    there = queries.made_of(request.user, sheet.contact.pk)
    shown = {"there": there, "contact": sheet.contact.pk}
    return render_to_string("publications/brief_button.html", shown, request=request)
