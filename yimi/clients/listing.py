"""Lists of people (名单): which are wanted, in which order, page by page."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from yimi.core import clock
from yimi.core.actors import Actor
from yimi.core.api import page
from yimi.core.errors import invalid

from .identity import UNKNOWN, births_of
from .models import Category, Person
from .queries import people_for
from .search import find
from .sight import CategorySight

PAGE = 50
ORDER = ("-opened_on", "-id")
ORDER_WITHOUT_FILE = ("-created_at", "-id")


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which people a list shows (筛选)."""

    state: str = ""
    station: str = ""
    category: str = ""
    sex: str = ""
    age_band: str = ""
    worker: str = ""

    def narrow(self, people: QuerySet[Person], actor: Actor) -> QuerySet[Person]:
        people = people.filter(state=self.state) if self.state else people.filter(~Q(state__in=Person.GONE))
        for path, value in (("station__code", self.station), ("sex", self.sex), ("worker__username", self.worker)):
            people = people.filter(**{path: value}) if value else people
        if self.category:
            held = held_on(clock.today()).filter(person=OuterRef("pk"), code=self.category)
            people = people.filter(Exists(held)).filter(CategorySight.of(actor).people_with(self.category))
        return people.filter(born_in(self.age_band)) if self.age_band else people

    def order(self) -> tuple[str, ...]:
        return ORDER if self.state == Person.State.ACTIVE else ORDER_WITHOUT_FILE


def listed(
    actor: Actor, wanted: Wanted, *, q: str | None = None, limit: int = PAGE, cursor: str | None = None
) -> tuple[list[Person], str | None]:
    """One page of people, and the cursor of the next. A search ranks the closest first; a list never sorts by name."""
    people = wanted.narrow(people_for(actor), actor)
    if q:
        found = find(actor, q, people=people, cursor=cursor, limit=limit)
        if found.ask:
            raise invalid("q", found.ask)
        return found.people, found.next
    return page(people, limit, cursor, wanted.order())


def born_in(band: str) -> Q:
    """People who are in an age band today."""
    if band == UNKNOWN:
        return Q(birth_on=None)
    first, last = births_of(band, clock.today())
    return (Q(birth_on__gte=first) if first else Q()) & (Q(birth_on__lte=last) if last else Q(birth_on__isnull=False))


def held_on(day: date) -> QuerySet[Category]:
    """The categories that count on a day."""
    return Category.objects.filter(Q(until_on=None) | Q(until_on__gte=day), since_on__lte=day)
