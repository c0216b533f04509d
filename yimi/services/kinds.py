"""What is asked of each kind of contact (各类服务记录的问项): five things at most, the rest is filled in."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from .models import SESSIONS, Kind


@dataclass(frozen=True)
class Asks:
    """What the page of one kind asks besides services, minutes and a note."""

    icon: str
    whom: bool = True  # somebody must be named
    outcome: bool = False  # the attempt may meet nobody
    title: bool = False
    headcount: bool = False
    concluded: bool = False


ASKS: dict[str, Asks] = {
    Kind.HOME_VISIT: Asks("home", outcome=True),
    Kind.REMOTE_VISIT: Asks("phone", outcome=True),
    Kind.ENCOUNTER: Asks("map-pin"),
    Kind.OFFICE_TALK: Asks("message-circle"),
    Kind.CONSULTATION: Asks("info-circle", whom=False, headcount=True),
    Kind.CASE_SESSION: Asks("stairs-up"),
    Kind.COUNSELLING: Asks("mood-smile"),
    Kind.CRISIS: Asks("alert-triangle"),
    Kind.PAPER_CHECK: Asks("file-text"),
    Kind.RESOURCE_DELIVERY: Asks("link"),
    Kind.REFERRAL: Asks("arrows-exchange", concluded=True),
    Kind.GROUP_SESSION: Asks("users", whom=False, title=True, headcount=True),
    Kind.ACTIVITY: Asks("flag", whom=False, title=True, headcount=True),
    Kind.PUBLICITY: Asks("bell", whom=False, title=True, headcount=True),
}
GROUPS: tuple[tuple[Any, tuple[Kind, ...]], ...] = (
    (_("走访探访"), (Kind.HOME_VISIT, Kind.REMOTE_VISIT, Kind.ENCOUNTER)),
    (_("来访与咨询"), (Kind.OFFICE_TALK, Kind.CONSULTATION)),
    (
        _("个别帮扶"),
        (
            Kind.CASE_SESSION, Kind.COUNSELLING, Kind.CRISIS, Kind.PAPER_CHECK, Kind.RESOURCE_DELIVERY, Kind.REFERRAL,
        ),
    ),
    (_("集体服务"), SESSIONS),
)  # fmt: skip
