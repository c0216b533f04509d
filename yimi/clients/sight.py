"""Which categories of a person a reader sees (类别的可见程度): the access table of the handbook for category rows.

What is 一般 everybody sees who sees the person. 敏感 and 限制 are open to the worker in charge and the head of
the file's station; of 敏感 the others at the station, and the offices of township and county, learn that there is
something, of 限制 nothing. The province learns neither.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from yimi.catalogue.queries import category_codes
from yimi.core import clock
from yimi.core.actors import Actor
from yimi.core.permissions import AT_STATION, Permission
from yimi.core.scope import AREA, STATION

from .models import Category, Person, Sensitivity

NORMAL, SENSITIVE = Sensitivity.NORMAL, Sensitivity.SENSITIVE


@dataclass(frozen=True)
class CategorySight:
    """What one actor's grants let her see of categories, read once for many people."""

    actor: Actor
    staffed: frozenset[str]
    headed: frozenset[str]
    is_office: bool

    @classmethod
    def of(cls, actor: Actor) -> "CategorySight":
        grants = actor.grants_for(Permission.PERSON_VIEW)
        at = [grant for grant in grants if grant.on_kind == STATION and grant.role in AT_STATION]
        closer = [grant for grant in actor.grants_for(Permission.CONTACT_SENSITIVE) if grant.on_kind == STATION]
        office = any(grant.on_kind == AREA for grant in grants)
        return cls(actor, frozenset(str(g.on_id) for g in at), frozenset(str(g.on_id) for g in closer), office)

    def is_close(self, person: Person) -> bool:
        """Whether she is in charge of this person at her station, or heads it."""
        station = str(person.station_id)
        return station in self.headed or (person.worker_id == self.actor.id and station in self.staffed)

    def shown(self, person: Person, rows: Iterable[Category]) -> list[Category]:
        """The rows that she sees."""
        return [row for row in rows if row.sensitivity == NORMAL or self.is_close(person)]

    def left_out(self, person: Person, rows: Iterable[Category]) -> int:
        """How many current rows she is told of without being shown them."""
        if self.is_close(person) or not (self.is_office or str(person.station_id) in self.staffed):
            return 0
        day = clock.today()
        return sum(row.sensitivity == SENSITIVE and (row.until_on or day) >= day for row in rows)

    def people_with(self, code: str) -> Q:
        """The people of whom she may know whether they hold this category."""
        if sensitivity_of(code) == NORMAL:
            return Q()
        return Q(station__in=self.headed) | Q(worker=self.actor.id, station__in=self.staffed)


def sensitivity_of(code: str) -> str:
    """How closely a category is kept, as the list in force says."""
    found = category_codes(clock.today()).get(code)
    return found.sensitivity if found else NORMAL


def is_guarded(code: str) -> bool:
    """Whether small counts of a category do not leave the county, and its rows are not opened."""
    return sensitivity_of(code) != NORMAL
