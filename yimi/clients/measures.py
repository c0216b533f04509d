"""What files count (档案指标), and how a person falls into sex, age band and category."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import ExtractDay, ExtractMonth, ExtractYear
from django.db.models.lookups import GreaterThanOrEqual, LessThan
from django.utils.translation import gettext_lazy as _

from yimi.catalogue.queries import category_codes
from yimi.core import clock, seal
from yimi.core.actors import Actor
from yimi.core.declare import Toucher, touchers
from yimi.core.permissions import Permission
from yimi.figures.marks import mark
from yimi.figures.measure import FLOW, NO_KEY, STOCK, Dimension, Facts, Measure, Row, measures
from yimi.figures.texts import Days, as_text
from yimi.network.models import Area

from . import queries
from .identity import BAND_LABELS, UNKNOWN, age_band, ages_of, mask_name
from .models import Category, FileSpan, Person
from .sight import is_guarded

PERSON_BREAKDOWNS = ("category", "sex", "age_band")
YEAR, MONTH = 10_000, 100  # of a day written as a number


def categories_of(path: str) -> Callable[[QuerySet], dict]:
    """A lookup: the categories of the persons at `path` of some facts, with their days."""

    def lookup(facts: QuerySet) -> dict[str, list[tuple[str, date, date | None]]]:
        found, days = defaultdict(list), Days()
        held = Category.objects.filter(person__in=facts.order_by().values(path))
        columns = (as_text("person_id"), "code", as_text("since_on"), as_text("until_on"))
        for person, code, since, until in held.values_list(*columns):
            found[person].append((code, days[since], days[until] if until else None))
        return found

    return lookup


def person_dimensions(person: str, on: str) -> dict[str, Dimension]:
    """Sex, age band and category of the person at a path, on the day at another (分项)."""
    prefix = "" if person == "pk" else person.removesuffix("_id") + "__"
    return {
        "category": Dimension(
            path=person,
            lookup=categories_of(person),
            keys=lambda held, on: [
                code for code, since, until in held if since <= on and (until is None or on <= until)
            ],
            where=lambda key, day: _holding(person, key, day or OuterRef(on)),
            names=_category_names,
            guarded=is_guarded,
        ),
        "sex": Dimension(
            path=f"{prefix}sex",
            keys=lambda sex, on: [sex],
            where=lambda key, _day: Q(**{f"{prefix}sex": key}),
            names=lambda: dict(Person.Sex.choices),
        ),
        "age_band": Dimension(
            path=f"{prefix}birth_on",
            keys=lambda birth, on: [age_band(birth, on)],
            where=lambda key, day: _aged(f"{prefix}birth_on", key, day or F(on)),
            names=lambda: BAND_LABELS,
            closed=True,
        ),
    }


def village_dimension(place: str) -> Dimension:
    """The village, or another area, whose code is at a path (村、居); read from the facts, within a county."""
    return Dimension(
        path=place, keys=lambda code, on: [code] if code else [], kept=False, widest="county",
        where=lambda key, _day: Q(**{place: None if key == NO_KEY else key}),
        names=lambda: dict(Area.objects.order_by("code").values_list("code", "name")) | {NO_KEY: _("未注明地点")},
    )  # fmt: skip


def _holding(person: str, code: str, day: date | OuterRef) -> Any:
    """The condition that the person at a path holds a category on a day, or none at all."""
    held = Category.objects.filter(Q(until_on=None) | Q(until_on__gte=day), since_on__lte=day)
    held = held.filter(person=OuterRef(person))
    return ~Exists(held) if code == NO_KEY else Q(Exists(held.filter(code=code)))


def _aged(birth: str, band: str, day: date | F) -> Q:
    """The condition that somebody born on a day at a path is in an age band on another day."""
    if band == UNKNOWN:
        return Q(**{f"{birth}__isnull": True})
    youngest, oldest = ages_of(band)
    lived = _as_number(day) - _as_number(F(birth))
    found = Q(GreaterThanOrEqual(lived, youngest * YEAR))
    return found if oldest is None else found & Q(LessThan(lived, (oldest + 1) * YEAR))


def _as_number(day: date | F) -> Any:
    """A day as 20261120: of two such the difference, in whole ten thousands, is the age."""
    if isinstance(day, date):
        return Value(day.year * YEAR + day.month * MONTH + day.day)
    return ExtractYear(day) * YEAR + ExtractMonth(day) * MONTH + ExtractDay(day)


def _category_names() -> dict[str, Any]:
    return {code: info.name for code, info in category_codes(clock.today()).items()} | {NO_KEY: _("无类别")}


def person_rows(actor: Actor, people: Iterable[Person], days: Iterable[date | None]) -> list[Row]:
    """The rows of some people for a reader: named at her own station, masked elsewhere."""
    people, in_full = list(people), queries.stations_in_full(actor)
    seal.read(people, "name")
    return [
        Row(
            "person", p.pk, p.station.code, on, 1, label=p.file_number or str(_("未建档")), url=f"/app/people/{p.pk}/",
            station_name=p.station.short_name,
            person=p.opened["name"] if str(p.station_id) in in_full else mask_name(p.opened["name"]),
        )
        for p, on in zip(people, days, strict=True)
    ]  # fmt: skip


def _openings() -> QuerySet[Person]:
    return Person.objects.unscoped("figures").filter(state__in=Person.FILED)


def _spans() -> QuerySet[FileSpan]:
    return FileSpan.objects.filter(person__state__in=Person.FILED)


def _visible_spans(actor: Actor, rows: QuerySet) -> QuerySet:
    return rows.filter(person__in=Person.objects.allowed(actor, Permission.PERSON_VIEW))


def _present_openings(actor: Actor, people: list[Person]) -> list[Row]:
    return person_rows(actor, people, [person.opened_on for person in people])


def _present_spans(actor: Actor, spans: list[FileSpan]) -> list[Row]:
    people = Person.objects.unscoped("figures").select_related("station").in_bulk([span.person_id for span in spans])
    return person_rows(actor, [people[span.person_id] for span in spans], [span.from_on for span in spans])


OPENINGS = Facts(
    key="file_opening",
    rows=_openings,
    on="opened_on",
    station="opened_at_id",
    person="pk",
    number="number__number",
    dimensions={**person_dimensions("pk", "opened_on"), "village": village_dimension("area__code")},
    opens=Permission.PERSON_VIEW,
    visible=lambda actor, rows: rows.filter(
        pk__in=Person.objects.allowed(actor, Permission.PERSON_VIEW).values("pk")
    ).select_related("station"),
    present=_present_openings,
)
FILES = Facts(
    key="file",
    rows=_spans,
    on="from_on",
    until="until_on",
    station="station_id",
    person="person_id",
    dimensions={**person_dimensions("person_id", "from_on"), "village": village_dimension("person__area__code")},
    opens=Permission.PERSON_VIEW,
    visible=_visible_spans,
    present=_present_spans,
)

measures.add(
    Measure(
        code="FILE_NEW",
        name=_("新建档案"),
        unit=_("份"),
        kind=FLOW,
        definition=_("建档日期在本期内的个人档案，每人一份，计在建档的站。"),
        facts=OPENINGS,
        breakdowns=PERSON_BREAKDOWNS,
        order=60,
    )
)
measures.add(
    Measure(
        code="FILE_STOCK",
        name=_("在册档案"),
        unit=_("份"),
        kind=STOCK,
        definition=_("期末在册的个人档案；转站后计在新站。"),
        facts=FILES,
        breakdowns=PERSON_BREAKDOWNS,
        order=70,
    )
)


def _touch_people(ids: Iterable[UUID], since: date | None) -> None:
    """A person's category, birth date or sex changed: the month in which her file was opened."""
    opened = Person.objects.unscoped("figures").filter(pk__in=list(ids)).exclude(opened_on=None)
    mark((station, day) for station, day in opened.values_list("opened_at_id", "opened_on") if day)


touchers.add(Toucher("clients.files", "person", _touch_people))
