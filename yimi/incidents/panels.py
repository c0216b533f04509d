"""What incidents put on the pages of people and of contacts (面板): the button 强制报告."""

from typing import Any

from django.template.loader import render_to_string

from yimi.clients.queries import may_write as may_write_person
from yimi.services import queries as services
from yimi.services.models import SESSIONS


def report_person(request, person: Any) -> str:
    """On the page of a person whose file she writes."""
    return _button(request, person.pk) if may_write_person(request.user, person) else ""


def report_of_contact(request, sheet: Any) -> str:
    """On the page of a contact that she writes; with one person in it she is filled in."""
    if sheet.contact.kind in SESSIONS or not services.may_write(request.user, sheet):
        return ""
    people = [part.client for part in sheet.participants]
    return _button(request, people[0] if len(people) == 1 else None)


def _button(request, person: Any) -> str:
    return render_to_string("incidents/button.html", {"person": person}, request=request)
