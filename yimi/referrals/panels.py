"""What referrals put on the page of a person (面板): the button 转介, and where her referrals stand."""

from django.template.loader import render_to_string

from . import pages, queries


def refer_button(request, subject) -> str:
    return render_to_string("referrals/button.html", {"person": subject.id}, request=request)


def referrals_of(request, subject) -> str:
    """转介: nothing where none is under way."""
    rows = queries.open_of(request.user, subject)
    sheets = queries.sheets(request.user, rows)
    shown = {"sheets": sheets, "tones": pages.TONES}
    return render_to_string("referrals/panel.html", shown, request=request) if sheets else ""
