"""The two ways to use the database (数据库): reading at one instant, and writing many rows as one act."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, models, transaction

_unit: ContextVar["Unit | None"] = ContextVar("unit_of_work", default=None)


def on_sqlite() -> bool:
    return connection.vendor == "sqlite"


@contextmanager
def snapshot() -> Iterator[None]:
    """One read transaction: everything read inside is the state of one instant.

    Inside a transaction that is already open (an action, a test) it adds nothing.
    """
    if connection.in_atomic_block:
        yield
    elif on_sqlite():
        with _deferred_on_sqlite():
            yield
    else:
        with transaction.atomic():
            connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield


@contextmanager
def _deferred_on_sqlite() -> Iterator[None]:
    # Writers begin IMMEDIATE; a reader that did so would hold them up.
    connection.ensure_connection()
    mode, connection.transaction_mode = connection.transaction_mode, "DEFERRED"  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            yield
    finally:
        connection.transaction_mode = mode  # type: ignore[attr-defined]


def insert(rows: Iterable[models.Model]) -> None:
    """Insert new rows of one model that have their ids, or need none (批量新增).

    Straight to the table: of many rows the ORM's own way takes longer than all the rest of what is done with them.
    """
    new = list(rows)
    if not new:
        return
    fields = [field for field in new[0]._meta.concrete_fields if not field.generated]
    fields = [field for field in fields if not (field.primary_key and new[0].pk is None)]
    into = connections[DEFAULT_DB_ALIAS]
    quote = into.ops.quote_name
    names, marks = ", ".join(quote(field.column) for field in fields), ", ".join("%s" for _field in fields)
    cells = [_cell(field, into) for field in fields]
    with transaction.atomic(), into.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(new[0]._meta.db_table)} ({names}) VALUES ({marks})",  # noqa: S608
            [tuple(cell(row) for cell in cells) for row in new],
        )
    for row in new:
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def _cell(field: Any, into: Any) -> Callable[[models.Model], Any]:
    """What a row has in this field's column, as the ORM would write it; how is found out once, not for every row."""
    name, target = field.attname, field.target_field if field.is_relation else field
    if type(field).pre_save is not models.Field.pre_save:
        return lambda row: field.get_db_prep_save(field.pre_save(row, True), into)
    if type(target).get_db_prep_save is not models.Field.get_db_prep_save:
        return lambda row: target.get_db_prep_save(getattr(row, name), into)
    prepared = target.get_db_prep_value
    return lambda row: prepared(getattr(row, name), into, False)


class Unit:
    """What one unit of work has yet to insert, by model, in the order of first use."""

    def __init__(self) -> None:
        self.rows: dict[type[models.Model], list[models.Model]] = defaultdict(list)
        self.once: dict[tuple, models.Model] = {}

    def flush(self) -> None:
        waiting, self.rows = self.rows, defaultdict(list)
        for model in _dependencies_first(waiting):
            insert(waiting[model])


def put(row: models.Model, *, once: tuple | None = None) -> None:
    """Insert the row: now, or with the unit of work. Rows with the same `once` key are inserted once."""
    unit = _unit.get()
    if unit is None:
        row.save(force_insert=True)
    elif once is None:
        unit.rows[type(row)].append(row)
    elif (type(row), *once) not in unit.once:
        unit.once[(type(row), *once)] = row
        unit.rows[type(row)].append(row)


def waiting(model: type[models.Model]) -> list:
    """Rows of a model that the unit of work holds and no query can see yet."""
    unit = _unit.get()
    return unit.rows[model] if unit and model in unit.rows else []


def in_unit() -> bool:
    """Whether a unit of work is under way."""
    return _unit.get() is not None


@contextmanager
def unit_of_work() -> Iterator[Unit]:
    """Many actions as one transaction, whose new rows are inserted together at the end."""
    unit = Unit()
    token = _unit.set(unit)
    try:
        with transaction.atomic():
            yield unit
            unit.flush()
    finally:
        _unit.reset(token)


def _dependencies_first(rows: dict[type[models.Model], list]) -> list[type[models.Model]]:
    ordered: list[type[models.Model]] = []

    def visit(model: type[models.Model]) -> None:
        if model in ordered:
            return
        for field in model._meta.concrete_fields:
            target = field.related_model if field.is_relation else None
            if isinstance(target, type) and target in rows and target is not model:
                visit(target)
        ordered.append(model)

    for model in rows:
        visit(model)
    return ordered
