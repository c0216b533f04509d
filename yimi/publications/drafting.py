"""A first draft of a brief from the record of an event (一键成稿): counts and villages, nobody's name."""

from uuid import UUID

from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.clients.identity import age_band
from yimi.core import seal
from yimi.core.errors import RuleBroken
from yimi.core.permissions import Permission
from yimi.services import queries as services
from yimi.services.models import Contact, Kind, Participation, Sensitivity
from yimi.services.sheets import Sheet

from .fields import PublicationFields
from .models import Kind as Sort
from .wording import Event, drafted, without_names

FROM = (Kind.ACTIVITY, Kind.PUBLICITY, Kind.GROUP_SESSION, Kind.HOME_VISIT, Kind.REMOTE_VISIT, Kind.ENCOUNTER)
ELDERS, CHILDREN = ("60-69", "70-79", "80+"), ("0-6", "7-13", "14-17")


def can_tell(contact: Contact) -> bool:
    """Whether a brief may be made of a contact: of what took place and is not closely kept."""
    is_open = contact.sensitivity == Sensitivity.NORMAL and not contact.is_void
    return is_open and contact.kind in FROM and contact.outcome == Contact.Outcome.SEEN


def record_for(by: User, pk: UUID) -> Sheet:
    """The record that a brief is made of, if she sees all of it at a station where she writes; else 404."""
    sheet = services.sheet_for(by, pk)
    Contact.objects.get_allowed(by, Permission.PUBLICATION_WRITE, pk=pk)
    if not (sheet.is_full and can_tell(sheet.contact)):
        raise RuleBroken(_("只从已开展的活动、小组和走访成稿；敏感的记录不写简报。"), code="not_told")
    return sheet


def draft_of(sheet: Sheet) -> PublicationFields:
    """The brief of a record, as it would be put."""
    row = sheet.contact
    names = names_of(row.pk)
    title, body = drafted(_event(sheet, names))
    return PublicationFields(
        station=row.station.code, kind=Sort.BRIEF, title=title[:60], on=row.service_on, body=body, contact=row.pk
    )


def names_of(contact: UUID | None) -> set[str]:
    """The names of those who took part in the record that a text is made of."""
    if contact is None:
        return set()
    parts = Participation.objects.unscoped("文中不得出现的姓名").filter(contact=contact).select_related("person")
    people = [part.person for part in parts]
    seal.read(people, "name")
    return {person.opened["name"] for person in people if person.opened["name"]}


def _event(sheet: Sheet, names: set[str]) -> Event:
    row = sheet.contact
    bands = _bands(row)
    return Event(
        kind=row.kind, label=str(Kind(row.kind).label), on=row.service_on, station=_called(row.station.short_name),
        place=row.place.name if row.place else "", title=without_names(sheet.title or "", names),
        workers=len(sheet.workers) or 1, people=row.headcount if row.headcount is not None else len(bands),
        elders=sum(band in ELDERS for band in bands), children=sum(band in CHILDREN for band in bands),
        services=[name for name in sheet.service_names if name],
    )  # fmt: skip


def _bands(row: Contact) -> list[str]:
    """The age bands of those who were served."""
    parts = row.participations.filter(served=True).select_related("person")
    return [age_band(part.person.birth_on, row.service_on) for part in parts]


def _called(short: str) -> str:
    """The station as a text calls it: 长征镇社工站."""
    return short if short.endswith(("站", "中心", "社工室")) else f"{short}社工站"
