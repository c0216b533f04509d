"""The sheet on which those who came sign (签到表): their names as known, and free lines for the others."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from yimi.accounts.models import User
from yimi.core import clock, journal
from yimi.core.files.roster import Roster
from yimi.ledgers.writing import PDF, written

from . import reads
from .facts import attended
from .joint import shares_of
from .models import Contact
from .papers import ATTENDANTS, SESSIONS
from .sheets import Sheet

_FREE, _MOST_FREE = 5, 60


def signature_sheet(pk: UUID, *, by: User, layout: str) -> tuple[str, bytes]:
    """The sheet of one session, for who sees its people by name; written down before it leaves."""
    sheet = reads.open_record(pk, by=by)
    if not may_print(sheet):
        raise Http404
    journal.record("services.print_signatures", by, sheet.contact, station=sheet.contact.station_id)
    suffix = PDF if layout == PDF else "xlsx"
    return f"签到表-{clock.today():%Y%m%d}.{suffix}", written(_roster(sheet), by, suffix, "签到")


def may_print(sheet: Sheet) -> bool:
    """Whether a contact has people who sign, and the reader may know who they are."""
    return sheet.is_full and not sheet.contact.is_void and sheet.contact.kind in SESSIONS.kinds


@dataclass(frozen=True)
class Partner:
    """A station that helped at a session, and how many signed on its sheet; nothing where it has not registered any."""

    name: str
    signed: int | None


def partners_of(contact: Contact) -> list[Partner]:
    """The partners of a session with how many came by them."""
    counted = shares_of(contact.pk).annotate(n=attended()).values_list("station_id", "n")
    signed = dict(counted)
    return [Partner(row.station.short_name, signed.get(row.station_id)) for row in contact.partners.all()]


def _roster(sheet: Sheet) -> Roster:
    on, station = sheet.contact.service_on, sheet.contact.station.name
    known = [part.name for part in sheet.participants]
    free = min(max((sheet.contact.headcount or 0) - len(known), _FREE), _MOST_FREE)
    rest = [""] * (len(ATTENDANTS) - 2)
    return Roster(
        title="签到表",
        unit=f"{station}　名称：{sheet.title}" if sheet.title else station,
        as_of=None,
        period=f"{on.year}年{on.month}月{on.day}日",
        header=[column.name for column in ATTENDANTS],
        widths=[column.width for column in ATTENDANTS],
        centred=[0],
        signed=[place for place, column in enumerate(ATTENDANTS) if column.is_signed],
        rows=[[nth, name, *rest] for nth, name in enumerate([*known, *[""] * free], 1)],
        sign=("带领社工", "记录人"),
    )
