"""Reads that leave a trace (留痕的查看): a sensitive record by itself, a list as one line."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from yimi.accounts.models import User
from yimi.core import journal, seal
from yimi.figures.contributions import counted_by_contact
from yimi.figures.measure import measures
from yimi.figures.places import Place

from . import adjusted, queries
from .explaining import Missing, missing
from .models import Contact, Sensitivity
from .sheets import Sheet, sheets


def open_record(pk: UUID, *, by: User) -> Sheet:
    """One contact for this reader. A sensitive or restricted one is written down before it is shown."""
    contact = queries.contact_for(by, pk)
    if contact.sensitivity != Sensitivity.NORMAL:
        journal.record("services.read_contact", by, contact, station=contact.station_id)
    return queries.sheet(by, contact)


def listed(rows: Iterable[Contact], *, by: User) -> list[Sheet]:
    """A page of contacts for this reader, written down as one entry with a digest of its ids."""
    shown = sheets(by, rows)
    note_shown(shown, by=by)
    return shown


def note_shown(shown: Iterable[Sheet], *, by: User) -> None:
    """A list of records was shown, written down as one entry."""
    ids = [sheet.contact.id for sheet in shown]
    if ids:
        digest = seal.digest({"contacts": ids})
        journal.record("services.list_contacts", by, ("contacts", len(ids)), digest=digest)


def counted(sheet: Sheet) -> list[dict[str, Any]]:
    """The measures the contact counts in (计入的指标), for readers who see more than a line."""
    if sheet.is_stub or sheet.contact.is_void:
        return []
    weights = sorted(counted_by_contact(sheet.contact.id), key=lambda counted: measures[counted[0]].order)
    return [{"measure": code, "name": measures[code].name, "value": value} for code, value in weights]


def adjusts(sheet: Sheet) -> list[adjusted.Adjusts]:
    """The locked months whose adjustment the contact enters (计入上期调整), void or not."""
    return [] if sheet.is_stub else adjusted.adjusted_by(sheet.contact.pk, sheet.contact.station_id)


def changed_since_lock(
    code: str, place: Place, month: str, *, by: User, limit: int = 50, cursor: str | None = None
) -> adjusted.Changes:
    """The records behind an adjustment, written down as one entry."""
    found = adjusted.changes(by, code, place, month, limit=limit, cursor=cursor)
    note_shown([row.sheet for row in found.rows], by=by)
    return found


def not_counted(sheet: Sheet, counted: list[dict[str, Any]]) -> list[Missing]:
    """The measures it might be expected in and is not, with the reason (为什么不计)."""
    if sheet.is_stub or sheet.contact.is_void:
        return []
    return missing(sheet, {row["measure"]: row["value"] for row in counted})
