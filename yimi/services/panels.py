"""What services put on other domains' pages (面板): a person's story, and the button 记一次走访."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yimi.clients.milestones import milestones_of
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


FIRST, MOST = 6, 30
LABELS = {"all": _("全部"), "visit": _("走访"), "case": _("个案"), "activity": _("活动")}


@dataclass(frozen=True)
class Tab:
    """A choice above the story: its name, where it leads, how many there are."""

    label: Any
    url: str
    count: int
    current: bool


def person_story(request, subject) -> str:
    """The last contacts of a person (服务经过), as far as this reader may link them to her."""
    tab = request.GET.get("story", "all")
    tab = tab if tab in queries.TABS else "all"
    most = MOST if request.GET.get("more") else FIRST
    counts = queries.story_counts(request.user, subject.id)
    events = [_event(sheet) for sheet in queries.story(request.user, subject.id, most, tab)]
    shown = {
        "events": _with_milestones(events, subject, whole=len(events) == counts[tab]) if tab == "all" else events,
        "tabs": [Tab(LABELS[each], f"?story={each}#story", counts[each], each == tab) for each in queries.TABS],
        "more_url": f"?story={tab}&more=1#story" if most == FIRST and counts[tab] > FIRST else "",
        "more": counts[tab] - FIRST,
        "all_url": f"{reverse('services:list')}?person={subject.id}",
    }
    return render_to_string("services/story.html", shown, request=request)


def _with_milestones(events: list[Event], subject, *, whole: bool) -> list[Event]:
    """The events and what happened to the file in the days that they cover, newest first."""
    since = min((event.at for event in events), default=date.min) if not whole else date.min
    found = [
        Event(title=each.title, at=each.on, icon="flag", tone="key", text=each.text)
        for each in milestones_of(subject)
        if each.on >= since
    ]
    return sorted([*events, *found], key=lambda event: event.at, reverse=True)


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
