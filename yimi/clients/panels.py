"""What clients put on the page of a person (面板) beside the file itself."""

from django.template.loader import render_to_string

from yimi.core import clock

from . import comparing, moves, queries
from .consent import stand_of
from .particulars import completeness
from .todos import todos_of

MOST_TODOS = 8


def todos(request, subject) -> str:
    """What is to be done about her, from every domain that knows something."""
    found = todos_of(request.user, subject)[:MOST_TODOS]
    return render_to_string("clients/todos_panel.html", {"todos": found, "today": clock.today()}, request=request)


def whole(request, subject) -> str:
    """How much of the file is filled in, for who fills it."""
    if not queries.may_write(request.user, subject) or subject.state != subject.State.ACTIVE:
        return ""
    told, given = queries.told_of(subject), stand_of(subject).last is not None
    held = bool(queries.categories_seen(request.user, subject))
    found = completeness(subject, told, has_consent=given, has_category=held, day=clock.today())
    context = {"whole": found, "missing": "、".join(map(str, found.missing))}
    return render_to_string("clients/completeness_panel.html", context, request=request)


def merged_files(request, subject) -> str:
    """The files that were merged into this one, each with the way back."""
    merges = comparing.merges_of(request.user, subject)
    return render_to_string("clients/merged_panel.html", {"merges": merges}, request=request)


def transfer_button(request, subject) -> str:
    """转站, for the head of the file's station."""
    if not moves.may_ask_transfer(request.user, subject):
        return ""
    return render_to_string("clients/transfer_button.html", {"person": subject.id}, request=request)
