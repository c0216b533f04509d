"""Who has looked at a file (谁看过): the journal's entries of one person, for who answers for the file."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from yimi.accounts.queries import users_by_id
from yimi.core import journal
from yimi.core.api import page

from .models import Person, Reveal

PAGE = 50
READS = ("clients.read_person", "clients.reveal")


@dataclass(frozen=True)
class Look:
    """One look at a file: when, who, and what she saw or did."""

    at: datetime
    who: str
    says: Any


def looks_at(person: Person, cursor: str | None) -> tuple[list[Look], str | None]:
    """One page of everything that was done with this file, newest first."""
    rows, after = page(journal.entries(object_id=str(person.pk)), PAGE, cursor, order=("-id",))
    names = users_by_id([row.actor_id for row in rows if row.actor_kind == "user"])
    fields = _fields([ref[1] for row in rows for ref in row.refs if ref[0] == "clients.reveal"])
    return [Look(row.at, _who(row, names), _says(row, fields)) for row in rows], after


def _who(row: Any, names: dict) -> str:
    user = names.get(row.actor_id)
    return user.name if user else row.actor_kind


def _fields(ids: list[str]) -> dict[str, str]:
    """Which masked value each look revealed."""
    rows = Reveal.objects.unscoped("本份档案的查看记录").filter(pk__in=[UUID(pk) for pk in ids])
    return {str(row.pk): str(row.get_field_display()) for row in rows}


def _says(row: Any, fields: dict[str, str]) -> str:
    shown = [fields[ref[1]] for ref in row.refs if ref[1] in fields]
    words = journal.says(row.act)
    return f"{words}：{'、'.join(shown)}" if shown else words
