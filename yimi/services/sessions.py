"""The sessions of a programme on its page (节次和出席): who was there, how many, and the rate of attendance."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.template.loader import render_to_string

from yimi.programmes.models import Group, GroupMember
from yimi.programmes.queries import may_write

from . import queries, reads
from .kinds import ASKS
from .models import Contact, Kind
from .sheets import Sheet

EVENT_KINDS = {"publicity": Kind.PUBLICITY}
FEW = 3  # a session with fewer people was held, and is pointed out


@dataclass(frozen=True)
class Session:
    """One session (节次): how many of the members of the day were there, and how many there were in all."""

    sheet: Sheet
    nth: int
    members: int
    present: int

    @property
    def total(self) -> int:
        """Who took part: the head count, or where there is none those by name."""
        served = sum(part.served for part in self.sheet.participants)
        return served if self.sheet.contact.headcount is None else self.sheet.contact.headcount

    @property
    def is_few(self) -> bool:
        return self.sheet.contact.outcome == Contact.Outcome.SEEN and self.total < FEW


def sessions_of(request, programme: Any) -> list[Session]:
    """The sessions that this reader may see, the first first."""
    name = "group" if isinstance(programme, Group) else "activity"
    rows = queries.contacts_for(request.user).filter(**{name: programme.pk}).order_by("service_on", "id")
    members = list(programme.members.all()) if isinstance(programme, Group) else []
    return [_session(sheet, nth, members) for nth, sheet in enumerate(reads.listed(rows, by=request.user), 1)]


def _session(sheet: Sheet, nth: int, members: list[GroupMember]) -> Session:
    served = {part.client for part in sheet.participants if part.served}
    there = [member for member in members if _is_member(member, sheet.contact.service_on)]
    return Session(sheet, nth, len(there), sum(member.person_id in served for member in there))


def _is_member(member: GroupMember, on: date) -> bool:
    return member.joined_on <= on and (member.left_on is None or on <= member.left_on)


def attendance(sessions: list[Session]) -> float | None:
    """The rate of attendance (出席率): present members of all sessions by members of all sessions."""
    expected = sum(session.members for session in sessions)
    return sum(session.present for session in sessions) / expected if expected else None


def programme_sessions(request, subject) -> str:
    """The panel 节次 (or 场次) on the page of a programme."""
    found = sessions_of(request, subject.row)
    shown = {"sessions": found, "is_group": isinstance(subject.row, Group), "rate": attendance(found)}
    return render_to_string("services/sessions.html", shown, request=request)


def record_session(request, subject) -> str:
    """The button 记一节 (or 记一场) on the page of a programme that is not over."""
    if not subject.is_inside or not may_write(request.user, subject.row):
        return ""
    group = isinstance(subject.row, Group)
    kind = Kind.GROUP_SESSION if group else EVENT_KINDS.get(subject.row.form, Kind.ACTIVITY)
    shown = {
        "kind": kind.value,
        "name": "group" if group else "activity",
        "pk": subject.row.pk,
        "icon": ASKS[kind].icon,
    }
    return render_to_string("services/session_button.html", shown, request=request)
