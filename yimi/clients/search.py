"""Finding people by name, pinyin, number, phone or file number (检索), without their plaintext in the database."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from yimi.core import seal
from yimi.core.actors import Actor
from yimi.core.api import read_cursor, write_cursor
from yimi.core.errors import invalid
from yimi.core.permissions import OnKind, Permission
from yimi.core.scope import NOTHING, PROVINCE, STATION, path_range
from yimi.network.models import Station

from .models import Person, PersonNumber, SearchToken
from .tokens import TooShort, asked, exactly, readings, sounds_like, spelled_in

WINDOW = 200
Reading = Callable[[str], list[list[str]]]
COMPARED = ("name", "file_number")
WINDOWS_AT_ONCE = 10  # how far one page goes on when nobody in a window fits


@dataclass(frozen=True)
class Found:
    """One page of a search: the closest of at most 200 candidates first. `ask` says what more is needed."""

    people: list[Person] = field(default_factory=list)
    next: str | None = None
    ask: str = ""


def find(actor: Actor, query: str, *, people: QuerySet[Person], cursor: str | None = None, limit: int = 50) -> Found:
    """People among `people`, which the actor may see, who fit the query."""
    try:
        groups = asked(query)
    except TooShort as short:
        return Found(ask=str(short))
    if not groups:
        return Found(ask=_("请输入姓名、拼音首字母、证件号码、电话或档案号。"))
    window, offset = _place(cursor)
    # All of a window are compared, and few are shown: only these are read in full.
    candidates = _candidates(actor, people.select_related(None).prefetch_related(None), groups).only(*COMPARED)
    for nth in range(window, window + WINDOWS_AT_ONCE):
        rows = list(candidates[nth * WINDOW : (nth + 1) * WINDOW + 1])
        ranked = _ranked(rows[:WINDOW], query.strip())[offset:]
        after = _next(nth, offset + limit, offset + len(ranked), len(rows) > WINDOW)
        if ranked or after is None:
            break
        offset = 0
    return Found(_whole(people, ranked[:limit]), after)


def _candidates(actor: Actor, people: QuerySet[Person], groups: list[list[int]]) -> QuerySet[Person]:
    within = _within(actor)
    for group in groups:
        fitting = SearchToken.objects.having(group).filter(within)
        people = people.filter(number__number__in=fitting.values("number"))
    return people.annotate(inner_number=F("number__number")).order_by("inner_number")


def _within(actor: Actor) -> Q:
    """The tokens in reach: the area ranges of the actor's grants, so that the index cuts before anything is joined."""
    found = NOTHING
    for grant in actor.grants_for(Permission.PERSON_VIEW):
        if grant.on_kind == PROVINCE:
            return Q()
        if grant.on_kind == STATION:
            paths = Station.objects.unscoped("区划路径").filter(pk=grant.on_id).values("area_path")
            found |= Q(area_path__in=paths)
        elif grant.on_kind == OnKind.CONSULT:
            found |= Q(number__in=PersonNumber.objects.filter(person__consults__pk=grant.on_id).values("number"))
        elif grant.area_path:
            found |= path_range("area_path", grant.area_path)
    return found


def _whole(people: QuerySet[Person], ranked: list[Person]) -> list[Person]:
    """The people as the caller reads them, in this order, with their names opened."""
    rows = people.in_bulk([person.pk for person in ranked])
    whole = [(rows[person.pk], person) for person in ranked if person.pk in rows]
    for row, person in whole:
        row.opened = {**person.opened}
    return [row for row, _person in whole]


def _ranked(people: list[Person], query: str) -> list[Person]:
    """Those of a window who fit, the closest first."""
    seal.read(people, "name")
    read = cache(readings)
    people = _fitting(people, query, read)
    return sorted(people, key=lambda person: (_distance(person, query, read), person.file_number or "~"))


def _fitting(people: list[Person], query: str, read: Reading) -> list[Person]:
    """Without those who were only candidates: half a syllable fits more names than were meant."""
    letters = spelled_in(query)
    doubtful = [person for person in people if letters and not sounds_like(read(person.opened["name"] or ""), letters)]
    if not doubtful:
        return people
    numbers = [person.inner_number for person in doubtful]  # type: ignore[attr-defined]
    kept = set(numbers)
    for group in exactly(query):
        # A former name, which is not opened here, has the words that were typed.
        named = SearchToken.objects.filter(number__in=numbers, token__in=group)
        kept &= set(named.values_list("number", flat=True))
    out = {number for number in numbers if number not in kept}
    return [person for person in people if person.inner_number not in out]  # type: ignore[attr-defined]


def _distance(person: Person, query: str, read: Reading) -> int:
    name = person.opened["name"] or ""
    if query.isascii() and query.isalpha():
        return 0 if query.lower() in ("".join(way) for way in read(name)) else 3
    if name == query or person.file_number == query.upper():
        return 0
    return 1 if name.startswith(query) else 2 if query in name else 3


def _place(cursor: str | None) -> tuple[int, int]:
    if not cursor:
        return 0, 0
    window, offset = read_cursor(cursor, 2)
    if isinstance(window, int) and isinstance(offset, int) and 0 <= window < 10_000 and 0 <= offset < WINDOW:
        return window, offset
    raise invalid("cursor", _("翻页位置不对，请从第一页重新查。"))


def _next(window: int, offset: int, found: int, goes_on: bool) -> str | None:
    place: Any = None
    if offset < found:
        place = [window, offset]
    elif goes_on:
        place = [window + 1, 0]
    return write_cursor(place) if place else None
