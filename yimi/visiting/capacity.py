"""Whether a plan of visits can be met (能力测算): what it asks for in a month, beside what the workers can do."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _

from yimi.core import clock
from yimi.core.actors import Actor
from yimi.core.periods import Month
from yimi.core.workdays import workdays_in
from yimi.network.models import Station
from yimi.workforce.queries import on_day, postings_for

from .rules import Rule
from .terms import Terms

MONTH_DAYS = 30
Visited = tuple[Terms, UUID | None]  # what is owed to somebody, and her household


@dataclass(frozen=True)
class Capacity:
    """What the workers of a station can do in a month (走访能力)."""

    workers: int
    workdays: int
    visits_per_day: float
    share: float

    @property
    def per_worker(self) -> float:
        return self.workdays * self.visits_per_day * self.share

    @property
    def visits(self) -> float:
        return self.workers * self.per_worker


@dataclass(frozen=True)
class Load:
    """What a plan asks for: how many people, how many of them by the calendar, and visits in thirty days."""

    people: int = 0
    timed: int = 0
    visits: float = 0


@dataclass(frozen=True)
class Reckoning:
    """A plan beside the means of a station, or of several (测算结果)."""

    load: Load
    workers: int
    means: float
    inputs: Capacity | None = None

    @property
    def ratio(self) -> float | None:
        return self.load.visits / self.means if self.means else None

    @property
    def is_over(self) -> bool:
        return self.load.visits > self.means

    @property
    def per_worker(self) -> float | None:
        return self.load.visits / self.workers if self.workers else None

    @property
    def size(self) -> int:
        """How many such people the workers can visit (建议人数)."""
        each = self.load.visits / self.load.people if self.load.visits else 1.0
        return int(self.means / each)

    @property
    def sentence(self) -> str:
        """按此频次每人每月需走访 424 户次，超出能力 5 倍。"""
        if not self.workers:
            return _("还没有专职社工，每月需走访 %(visits)s 户次。") % {"visits": rounded(self.load.visits)}
        said = {"visits": rounded(self.per_worker or 0), "how": self._how()}
        return _("按此频次每人每月需走访 %(visits)s 户次，%(how)s。") % said

    def _how(self) -> str:
        if self.ratio is None:
            return _("还没有填写每日户次和时间占比")
        beyond = self.ratio - 1
        if beyond <= 0:
            return _("在能力之内（占 %(share)s%%）") % {"share": rounded(self.ratio * 100)}
        if beyond < 1:
            return _("超出能力 %(share)s%%") % {"share": max(1, rounded(beyond * 100))}
        return _("超出能力 %(times)s 倍") % {"times": f"{beyond:.1f}".removesuffix(".0")}

    def kept(self) -> dict[str, Any]:
        """The inputs and the load as a round keeps them."""
        inputs = asdict(self.inputs) if self.inputs else {}
        return inputs | {"people": self.load.people, "load": round(self.load.visits, 1)}


def reckon(load: Load, capacity: Capacity) -> Reckoning:
    return Reckoning(load, capacity.workers, capacity.visits, capacity)


def together(parts: Iterable[Reckoning]) -> Reckoning:
    """Several stations as one."""
    found = list(parts)
    load = Load(
        sum(part.load.people for part in found),
        sum(part.load.timed for part in found),
        sum(part.load.visits for part in found),
    )
    return Reckoning(load, sum(part.workers for part in found), sum(part.means for part in found))


def rounded(number: float) -> int:
    return int(number + 0.5)


def load_of(visited: Iterable[Visited]) -> Load:
    """What these people ask for. A household that is visited together counts once, as often as its most frequent."""
    people, timed, single = 0, 0, 0.0
    together: dict[UUID, int] = {}
    for terms, household in visited:
        people += 1
        if terms.interval_days is None:
            continue
        timed += 1
        if terms.is_shared and household:
            together[household] = min(terms.interval_days, together.get(household, terms.interval_days))
        else:
            single += MONTH_DAYS / terms.interval_days
    return Load(people, timed, single + sum(MONTH_DAYS / days for days in together.values()))


def capacities(actor: Actor, stations: Iterable[Station], rules: dict[UUID, Rule]) -> dict[UUID, Capacity]:
    """The means of these stations this month: full-time postings of today, and the workdays of each area."""
    places, month = list(stations), Month.of(clock.today())
    workers = full_time(actor, places, clock.today())
    worked = workdays_in(month.first, month.last, {station.area_path for station in places})
    return {
        station.pk: Capacity(
            workers.get(station.pk, 0), worked[station.area_path], rule.visits_per_day, rule.share
        )
        for station in places
        if (rule := rules[station.county_id])
    }  # fmt: skip


def capacity_of(actor: Actor, station: Station, rule: Rule) -> Capacity:
    return capacities(actor, [station], {station.county_id: rule})[station.pk]


def full_time(actor: Actor, stations: Iterable[Station], day: date) -> dict[UUID, int]:
    """How many full-time workers each of these stations has on a day."""
    rows = postings_for(actor).filter(on_day(day), station__in=list(stations), full_time=True).order_by()
    return dict(rows.values_list("station").annotate(Count("pk")))


def with_inputs(capacity: Capacity, said: dict[str, Any]) -> Capacity:
    """The same with what somebody has typed instead."""
    return replace(capacity, **{name: value for name, value in said.items() if value is not None})
