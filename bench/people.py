"""The people of the workload (服务对象): invented names, really sealed and found by tokens, each with a file."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from random import Random

from django.db import connection

from yimi.clients.models import Category, FileSpan, Household, Person, PersonNumber, SearchToken, shelf_of
from yimi.clients.sight import sensitivity_of
from yimi.clients.tokens import hashed, words_of, words_of_file
from yimi.core import clock, db, seal
from yimi.network.models import Station

from .rows import count_on, insert, ordered_id
from .sizes import TODAY, Size

SURNAMES = "符王李陈林吴黄张周郑刘梁韩何谢邓羊蔡许卓"
GIVEN = "海南山明珠玉兰英文华光春秋冬梅竹菊松柏江河湖波涛云雨雪霞虹天地日月星辰金银铁木水火土"
CATEGORIES = ("DB", "LSET", "CJR_YZ")
AT_ONCE = 5_000
HOME = 3  # neighbours in the list live together, but for every third home


def fill(size: Size, stations: list[Station]) -> dict[Station, list[Person]]:
    """The people of each station; number n of the list has the small number n + 1."""
    rng = Random(7)  # noqa: S311 (a workload, not a secret)
    insert(Household, ("id",), ((ordered_id(8, n).hex,) for n in range(size.people // HOME + 1)))
    people = [_person(n, stations[n * len(stations) // size.people], size, rng) for n in range(size.people)]
    for start in range(0, len(people), AT_ONCE):
        with db.unit_of_work():
            for person in people[start : start + AT_ONCE]:
                seal.write(person, name=_name(rng))
                db.put(person)
    insert(PersonNumber, ("number", "person_id"), ((n + 1, p.pk.hex) for n, p in enumerate(people)))
    count_on(PersonNumber)
    insert(FileSpan, ("person_id", "station_id", "from_on", "until_on"), _spans(people))
    columns = ("person_id", "code", "since_on", "until_on", "state", "source", "sensitivity")
    insert(Category, columns, _categories(people, rng))
    insert(SearchToken, ("shelf", "token", "area_path", "number"), _tokens(people))
    connection.cursor().execute("ANALYZE")
    at: dict[Station, list[Person]] = {station: [] for station in stations}
    for person in people:
        at[person.station].append(person)
    return at


def _person(n: int, station: Station, size: Size, rng: Random) -> Person:
    first = size.first_of(0)
    # Files are opened early: the square of an even number leans to the front.
    opened = first + timedelta(days=int((TODAY - first).days * rng.random() ** 2))
    household = ordered_id(8, n // HOME) if n // HOME % 3 else None
    return Person(
        id=ordered_id(1, n), station=station, county_id=station.county_id, area_id=station.area_id,
        area_path=station.area_path, sex=rng.choice("MF"), birth_on=date(1936 + n % 80, 1 + n % 12, 1 + n % 28),
        file_number=f"{station.prefix}-{n:06d}", opened_on=opened, opened_at=station, digest="0" * 64,
        created_at=clock.now(), household_id=household,
    )  # fmt: skip


def _name(rng: Random) -> str:
    return rng.choice(SURNAMES) + "".join(rng.choices(GIVEN, k=rng.choice((1, 2, 2))))


def _spans(people: list[Person]) -> Iterator[tuple]:
    """Every twentieth file was closed half a year after it was opened."""
    for n, person in enumerate(people):
        closed = person.opened_on + timedelta(days=180)
        until = closed.isoformat() if n % 20 == 0 and closed < TODAY else None
        yield person.pk.hex, person.station_id.hex, person.opened_on.isoformat(), until


def _categories(people: list[Person], rng: Random) -> Iterator[tuple]:
    for person in people:
        for code in rng.sample(CATEGORIES, k=rng.choice((0, 1, 1, 2))):
            yield person.pk.hex, code, person.opened_on.isoformat(), None, "verified", "", sensitivity_of(code)


def _tokens(people: list[Person]) -> Iterator[tuple]:
    for n, person in enumerate(people):
        for token in _tokens_of(person.opened["name"]) | hashed(words_of_file(person.file_number)):
            yield shelf_of(person.station_id), token, person.area_path, n + 1


@cache
def _tokens_of(name: str) -> set[int]:
    return hashed(words_of(name=name))
