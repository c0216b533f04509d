"""What clients put on the page of a person (面板) beside the file itself."""

from django.template.loader import render_to_string

from . import comparing, moves


def merged_files(request, subject) -> str:
    """The files that were merged into this one, each with the way back."""
    merges = comparing.merges_of(request.user, subject)
    return render_to_string("clients/merged_panel.html", {"merges": merges}, request=request)


def transfer_button(request, subject) -> str:
    """转站, for the head of the file's station."""
    if not moves.may_ask_transfer(request.user, subject):
        return ""
    return render_to_string("clients/transfer_button.html", {"person": subject.id}, request=request)
