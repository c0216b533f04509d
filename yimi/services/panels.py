"""What services put on other domains' pages (面板): a person's story, and the button 记一次走访."""

from django.template.loader import render_to_string
from django.urls import reverse

from yimi.ui.components import Event, Tone

from . import queries
from .models import Contact, Kind
from .sheets import Sheet

ICONS = {
    Kind.HOME_VISIT: "home",
    Kind.REMOTE_VISIT: "phone",
    Kind.GROUP_SESSION: "users",
    Kind.ACTIVITY: "users",
    Kind.RESOURCE_DELIVERY: "link",
    Kind.REFERRAL: "arrows-exchange",
    Kind.CASE_SESSION: "stairs-up",
    Kind.COUNSELLING: "message-circle",
}


def person_story(request, subject) -> str:
    """The last contacts of a person (服务经过), as far as this reader may link them to her."""
    shown = {
        "events": [_event(sheet) for sheet in queries.story(request.user, subject.id)],
        "all_url": f"{reverse('services:list')}?person={subject.id}",
    }
    return render_to_string("services/story.html", shown, request=request)


def visit_button(request, subject) -> str:
    """记一次走访, on the page of a person."""
    return render_to_string("services/visit_button.html", {"person": subject.id}, request=request)


def _event(sheet: Sheet) -> Event:
    row = sheet.contact
    missed = row.outcome != Contact.Outcome.SEEN
    return Event(
        title=row.get_kind_display(),
        at=row.service_on,
        icon=ICONS.get(Kind(row.kind), "file-text"),
        tag=row.get_outcome_display() if missed else "",
        tag_tone=Tone.WARN,
        text=sheet.note or "、".join(sheet.service_names),
        url=reverse("services:record", args=[row.id]),
    )
