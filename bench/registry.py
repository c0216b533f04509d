"""A province's registry (一人一档): 380,000 sealed people; how fast one is found, and what sealing costs.

`python -m bench.registry [--people N]` fills a scratch SQLite database and prints JSON.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from random import Random
from statistics import median, quantiles
from time import perf_counter
from typing import Any
from unittest.mock import patch

TODAY = date(2026, 11, 20)
PEOPLE, STATIONS, SEARCHES = 380_000, 227, 60
BATCH, BATCHES = 700, 20  # as an import writes them
Results = dict[str, Any]


def main() -> None:
    given = argparse.ArgumentParser("bench.registry", description=__doc__)
    given.add_argument("--people", type=int, default=PEOPLE)
    given.add_argument("--sealing", type=Path, help="only write people into the data folder there")
    told = given.parse_args()
    if told.sealing:
        _settle(told.sealing)
        print(json.dumps(_sealing()))
        return
    with tempfile.TemporaryDirectory(prefix="yimi-bench-") as folder:
        _settle(folder)
        print(json.dumps(run(told.people, folder), ensure_ascii=False, indent=2))


def _settle(folder: str | Path) -> None:
    os.environ.pop("DATABASE_URL", None)
    os.environ |= {"YIMI_DATA": str(folder), "YIMI_TODAY": TODAY.isoformat(), "YIMI_PROFILE": "demo"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "yimi.settings"


def run(count: int, folder: str) -> Results:
    import django

    django.setup()
    from yimi import firstload
    from yimi.core import memory

    from . import network
    from .sizes import Size

    firstload.migrate()
    stations = network.fill(Size("registry", STATIONS, 12, count, 0))
    found: Results = {"people": count, "fill_s": _seconds(lambda: _fill(count, stations))}
    memory.settle()
    found["search"] = _searching(count, stations)
    found["peak_memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return found | {"sealing": _sealing_apart(folder)}


def _number(n: int, birth: date) -> str:
    """A valid number of the unassigned prefix, the same for the same n."""
    from yimi.clients.identity import check_digit

    first = f"469999{birth:%Y%m%d}{n % 1000:03d}"
    return first + check_digit(first)


def _birth(n: int) -> date:
    return date(1930, 1, 1) + timedelta(days=n // 1000 * 37 % 33_000)


def _phone(n: int) -> str:
    return f"139{n * 7919 % 100_000_000:08d}"


def _name(rng: Random) -> str:
    from .people import GIVEN, SURNAMES

    return rng.choice(SURNAMES) + "".join(rng.choices(GIVEN, k=rng.choice((1, 2, 2))))


def _fill(count: int, stations: list) -> None:
    """People as the actions would leave them: sealed name, number and phone, tokens, file and span."""
    from django.db import connection

    from yimi.clients.models import FileSpan, Person, PersonNumber, SearchToken, shelf_of
    from yimi.clients.tokens import hashed, words_of, words_of_file
    from yimi.core import clock, db, seal
    from yimi.network.models import Station

    from .people import AT_ONCE
    from .rows import insert, ordered_id

    connection.cursor().execute("PRAGMA synchronous=OFF")
    connection.cursor().execute("PRAGMA cache_size=-400000")
    rng = Random(7)  # noqa: S311 (a workload, not a secret)
    for start in range(0, count, AT_ONCE):
        people, tokens = [], []
        with db.unit_of_work():
            for n in range(start, min(count, start + AT_ONCE)):
                station, birth = stations[n * len(stations) // count], _birth(n)
                person = Person(
                    id=ordered_id(1, n), station=station, county_id=station.county_id, area_id=station.area_id,
                    area_path=station.area_path, sex="F" if n % 2 else "M", birth_on=birth, id_type="resident_id",
                    file_number=f"{station.prefix}-{n:06d}", opened_on=TODAY - timedelta(days=n % 300),
                    opened_at=station, digest="0" * 64, created_at=clock.now(), fingerprint=f"{n:064d}",
                )  # fmt: skip
                name = _name(rng)
                seal.write(person, name=name, id_number=_number(n, birth), phone=_phone(n))
                db.put(person)
                people.append(person)
                words = words_of(name=name, id_number=_number(n, birth), phone=_phone(n), born=birth)
                words |= words_of_file(person.file_number)
                tokens += [(shelf_of(station.pk), token, station.area_path, n + 1) for token in hashed(words)]
        insert(PersonNumber, ("number", "person_id"), ((start + at + 1, p.pk.hex) for at, p in enumerate(people)))
        spans = ((p.pk.hex, p.station_id.hex, p.opened_on.isoformat(), None) for p in people)
        insert(FileSpan, ("person_id", "station_id", "from_on", "until_on"), spans)
        insert(SearchToken, ("shelf", "token", "area_path", "number"), tokens)
    Station.objects.unscoped("bench").update(next_file_number=900_000)
    connection.cursor().execute("ANALYZE")
    connection.close()


def _queries(count: int, rng: Random) -> dict[str, Callable[[], str]]:
    """A maker of queries for each way to look somebody up."""
    from pypinyin import lazy_pinyin

    from .people import GIVEN, SURNAMES

    def name(length: int) -> str:
        return rng.choice(SURNAMES) + "".join(rng.choices(GIVEN, k=length - 1))

    def someone() -> int:
        return rng.randrange(count)

    return {
        "two characters": lambda: name(2),
        "part of the given name": lambda: "".join(rng.choices(GIVEN, k=2)),
        "whole name": lambda: name(3),
        "initials": lambda: "".join(each[0] for each in lazy_pinyin(name(3))),
        "pinyin": lambda: "".join(lazy_pinyin(name(3))),
        "number": lambda: _number(n := someone(), _birth(n)),
        "last four": lambda: f"{rng.randrange(10_000):04d}",
        "phone": lambda: _phone(someone()),
        "name and last four": lambda: f"{name(2)} {rng.randrange(10_000):04d}",
    }


def _searching(count: int, stations: list) -> Results:
    """Milliseconds in the database and of the whole page, for a worker, a county and the province."""
    from django.test import Client

    from yimi.accounts.models import Grant, User

    from .timings import BACKEND

    county = User.objects.create(username="bench-county", name="示例")
    area = stations[0].county
    Grant.objects.create(
        user=county, role="county_officer", on_kind="area", on_id=str(area.pk), area_path=area.path, from_on=TODAY,
        because="示例",
    )  # fmt: skip
    users = User.objects.unscoped("bench")
    readers = {
        "worker": users.get(username=f"bench-{stations[1].code}-1"),
        "county": county,
        "province": users.get(username="bench-reader"),
    }
    found: Results = {}
    for role, reader in readers.items():
        browser, rng = Client(), Random(5)  # noqa: S311 (a workload, not a secret)
        browser.force_login(reader, backend=BACKEND)
        for kind, make in _queries(count, rng).items():
            found.setdefault(kind, {})[role] = _timed(browser, reader, [make() for _nth in range(SEARCHES)])
    return found


def _timed(browser: Any, reader: Any, queries: list[str]) -> Results:
    from django.db import connection

    from yimi.core import words

    asked: list[tuple[str, Any]] = []

    def noted(execute, sql, params, many, context):
        if "clients_searchtoken" in sql:
            asked.append((sql, params))
        return execute(sql, params, many, context)

    spent, pages = [], []
    for query in queries:
        asked.clear()
        address = words.in_address(reader, {"q": query})
        began = perf_counter()
        with connection.execute_wrapper(noted):
            answer = browser.get("/app/people/", address, headers={"HX-Request": "true"})
        pages.append((perf_counter() - began) * 1000)
        if answer.status_code != 200:
            raise OSError(f"{answer.status_code}")
        spent.append(sum(_fetched(*statement) for statement in asked))
    return {"sql_p50": _middle(spent), "sql_p95": _tail(spent), "page_p50": _middle(pages), "page_p95": _tail(pages)}


def _fetched(sql: str, params: Any) -> float:
    """Milliseconds of the page's own statement, with all its rows; asked again, for a page takes them one by one."""
    from django.db import connection

    with connection.cursor() as cursor:
        began = perf_counter()
        cursor.execute(sql, params)
        cursor.fetchall()
        return (perf_counter() - began) * 1000


def _sealing_apart(folder: str) -> Results:
    """In a process of its own, as imports are: what filling left in memory would slow it."""
    command = [sys.executable, "-m", "bench.registry", "--sealing", folder]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)  # noqa: S603


def _sealing() -> Results:
    """Writing people with sealing and tokens, and the same path without, in turn; each time at another station."""
    import django

    django.setup()
    from yimi.core import memory
    from yimi.network.models import Station

    memory.settle()
    stations = list(Station.objects.unscoped("bench").order_by("code"))
    _written(stations, 2 * BATCHES)  # the first time much is read and found out once
    sealed, plain = [], []
    for nth in range(BATCHES):
        sealed.append(_written(stations, nth * 2))
        with _without_sealing():
            plain.append(_written(stations, nth * 2 + 1))
    rate, bare = BATCH / median(sealed), BATCH / median(plain)
    return {"people_a_second": round(rate), "without_sealing": round(bare), "ratio": round(rate / bare, 2)}


@contextmanager
def _without_sealing() -> Iterator[None]:
    def write(row: Any, **texts: str | None) -> None:
        for name, text in texts.items():
            setattr(row, name, text.encode() if text else None)
            row.__dict__.setdefault("opened", {})[name] = text or None

    with patch("yimi.core.seal.write", write), patch("yimi.clients.actions.creation.insert_tokens"):
        yield


def _written(stations: list, nth: int) -> float:
    from yimi.accounts.models import Grant
    from yimi.clients.actions import put_people
    from yimi.clients.fields import PersonFields
    from yimi.core.ids import new_id

    station = stations[5 + nth]
    by = Grant.objects.filter(on_id=str(station.pk), to_on=None).select_related("user")[0].user
    rng = Random(nth)  # noqa: S311 (a workload, not a secret)
    batch = [
        PersonFields(
            name=_name(rng), station=station.code, area=station.area.code, id_type="resident_id",
            id_number=_number(500_000_000 + nth * BATCH + n, date(1925, 1, 1) + timedelta(days=nth)), phone=_phone(n),
        )
        for n in range(BATCH)
    ]  # fmt: skip
    began = perf_counter()
    put_people([(new_id(), fields) for fields in batch], by=by)
    return perf_counter() - began


def _middle(values: list[float]) -> float:
    return round(median(values), 2)


def _tail(values: list[float]) -> float:
    return round(quantiles(values, n=20)[-1], 2)


def _seconds(work: Callable[[], Any]) -> float:
    began = perf_counter()
    work()
    return round(perf_counter() - began, 1)


if __name__ == "__main__":
    main()
