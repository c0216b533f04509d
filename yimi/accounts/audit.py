"""The journal as auditors read it (操作日志查看): sentences, names of who acted, and the check of the chain."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from yimi.core import journal
from yimi.core.actors import SYSTEM
from yimi.core.declare import journal_sentences

from .models import User
from .queries import user_named, users_by_id

PAGE = 50


@dataclass(frozen=True)
class Line:
    """One entry in words: who did what to which thing, when, and its number in the chain."""

    entry: Any
    says: str
    actor: str

    @property
    def thing(self) -> str:
        return f"{self.entry.object_kind} {self.entry.object_id}"


def entries_for(*, since: date | None = None, act: str = "", username: str = "", object_id: str = "") -> QuerySet:
    """The entries that a filter leaves, newest first; an unknown account leaves none."""
    who = user_named(username, also_disabled=True) if username else None
    found = journal.entries(since=since, act=act, actor_id=who.pk if who else None, object_id=object_id.strip())
    return found.none() if username and who is None else found


def audit_page(number: str | int = 1, **filters: Any) -> Page:
    page = Paginator(entries_for(**filters), PAGE).get_page(number)
    page.object_list = lines(list(page.object_list))
    return page


def lines(entries: list) -> list[Line]:
    """These entries in words, with the accounts of who acted in one query."""
    actors = users_by_id(entry.actor_id for entry in entries)
    return [Line(entry, journal.says(entry.act), _actor(entry, actors)) for entry in entries]


def acts() -> list[tuple[str, Any]]:
    """Every act that the journal knows a sentence for, to choose from."""
    return [("", _("全部操作")), *((sentence.act, sentence.says) for sentence in journal_sentences)]


def _actor(entry: Any, actors: dict[Any, User]) -> str:
    if entry.actor_id == SYSTEM.id:
        return SYSTEM.username
    user = actors.get(entry.actor_id)
    return user.username if user else str(entry.actor_id)
