"""The ledger written again with other people (复制台账): the database copies its own rows, faster than we make them."""

from django.db import connection, models

from yimi.clients.models import Person
from yimi.core import db
from yimi.network.models import Station
from yimi.services.models import Contact, ContactService, ContactWorker, Participation

from .rows import insert_raw
from .sizes import Size

STEP = 17  # from one copy to the next a visit is to the seventeenth person after, of the same station
DIGIT = 21  # of an id: the serial of the workload never reaches it


def fill(size: Size, people: dict[Station, list[Person]]) -> None:
    """All copies but the first, which is the ledger itself."""
    if size.copies == 1:
        return
    _places_of(people)
    for nth in range(1, size.copies):
        _copy(Contact, {"id": _renamed("r.id", nth)})
        for model in (ContactWorker, ContactService):
            _copy(model, {"contact_id": _renamed("r.contact_id", nth)})
        _copy(Participation, {"contact_id": _renamed("r.contact_id", nth), "person_id": "other.person_id"}, _other(nth))


def _places_of(people: dict[Station, list[Person]]) -> None:
    """Where each person stands among those of her station."""
    kind = "char(32)" if db.on_sqlite() else "uuid"
    columns = f"person_id {kind} PRIMARY KEY, station_id {kind}, place integer, people integer"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE bench_place ({columns})")
        rows = (
            (person.pk.hex, station.pk.hex, place, len(here))
            for station, here in people.items()
            for place, person in enumerate(here)
        )
        insert_raw("bench_place (person_id, station_id, place, people)", 4, rows)
        cursor.execute("CREATE INDEX bench_place_at ON bench_place (station_id, place)")
        cursor.execute("ANALYZE")


def _other(nth: int) -> str:
    """Who is visited instead."""
    return f"""JOIN bench_place one ON one.person_id = r.person_id
        JOIN bench_place other ON other.station_id = one.station_id
        AND other.place = (one.place + {nth * STEP}) % one.people"""


def _copy(model: type[models.Model], changed: dict[str, str], more: str = "") -> None:
    """Each row of the first ledger once more."""
    fields = [f for f in model._meta.concrete_fields if not f.generated and not isinstance(f, models.AutoField)]
    names = [field.column for field in fields]
    values = [changed.get(name, f'r."{name}"') for name in names]
    of = "r.id" if model is Contact else "r.contact_id"
    into, given = ", ".join(f'"{name}"' for name in names), ", ".join(values)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" ({into}) SELECT {given} FROM "{table}" r {more} '  # noqa: S608 (our own names)
            f"WHERE substr({_hex(of)}, {DIGIT}, 1) = '0'"
        )


def _renamed(column: str, nth: int) -> str:
    """The id of the same row in the nth copy."""
    plain = _hex(column)
    renamed = f"substr({plain}, 1, {DIGIT - 1}) || '{nth:x}' || substr({plain}, {DIGIT + 1})"
    return renamed if db.on_sqlite() else f"({renamed})::uuid"


def _hex(column: str) -> str:
    return column if db.on_sqlite() else f"replace({column}::text, '-', '')"
