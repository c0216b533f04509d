"""Reads of referrals that leave a trace (留痕的查看): one referral with its letter, and a list as one line."""

from collections.abc import Iterable
from uuid import UUID

from yimi.accounts.models import User
from yimi.core import journal, seal

from . import queries
from .letters import Letter
from .queries import IN, Sheet


def listed(side: str, rows: Iterable, *, by: User) -> list[Sheet]:
    """A page of referrals for this reader, written down as one entry."""
    rows = list(rows)
    if rows:
        digest = seal.digest({"referrals": [row.pk for row in rows]})
        journal.record("referrals.list_referrals", by, ("referrals", len(rows)), digest=digest)
    return queries.sheets_in(by, rows) if side == IN else queries.sheets(by, rows)


def open_referral(pk: UUID, *, by: User) -> tuple[Sheet, Letter | None]:
    """One referral and its letter. Who sees all of it is written down before she does."""
    sheet = queries.sheet_for(by, pk)
    if sheet.is_full:
        refs = [("person", str(sheet.referral.person_id))]
        journal.record("referrals.read_referral", by, sheet.referral, refs=refs)
    return sheet, queries.letter_for(by, sheet)
