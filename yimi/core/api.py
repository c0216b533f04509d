"""What every endpoint shares (接口): strict schemas, lists by cursor, problems as problem+json (RFC 9457)."""

import base64
from datetime import date
from typing import Any

import orjson
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import ConfigDict, Field, field_validator

from . import clock
from .errors import Invalid, invalid


class In(Schema):
    """What an endpoint takes; a field it does not know is an error."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    @field_validator("*")
    @classmethod
    def days_are_possible(cls, value: Any) -> Any:
        """A day that cannot be meant is refused before any rule reckons with it (日期不合理)."""
        if isinstance(value, date) and not clock.is_possible(value):
            raise ValueError(_("日期不合理，请核对年份。"))
        return value


class Out(Schema):
    """What an endpoint gives."""


class Paged(In):
    """The parameters of every list."""

    limit: int = Field(50, ge=1, le=500)
    cursor: str | None = None


class Problem(Out):
    """What went wrong, for a program and for a person."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    detail: str
    request_id: str = ""
    fields: dict[str, list[str]] | None = None
    current: dict[str, Any] | None = None
    retry_after: int | None = None


PROBLEMS = dict.fromkeys((400, 401, 403, 404, 405, 409, 413, 415, 422, 423, 429, 503), Problem)


def answers(ok: Any, *also: tuple[int, Any]) -> dict:
    """The `response=` of an operation: its answer, and every problem it can report."""
    return {200: ok, **dict(also), **PROBLEMS}


def page(rows: QuerySet, limit: int, cursor: str | None, order: tuple[str, ...]) -> tuple[list, str | None]:
    """One page of rows in a fixed order, and the cursor of the next (None at the end).

    `order` are field names with `-` for falling; the last one must be unique. Keyset, so a page
    costs the same however far it lies.
    """
    try:
        after = _after(order, read_cursor(cursor, len(order))) if cursor else Q()
        found = list(rows.filter(after).order_by(*order)[: limit + 1])
    except (ValueError, TypeError, ValidationError) as error:
        raise _wrong_cursor() from error
    more = found[:limit]
    return more, write_cursor([_value(more[-1], name) for name in order]) if len(found) > limit else None


def _wrong_cursor() -> Invalid:
    return invalid("cursor", _("翻页位置不对，请从第一页重新查。"))


def write_cursor(values: list) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(values, default=str)).decode().rstrip("=")


def read_cursor(cursor: str, length: int) -> list:
    """The values in a cursor; raises `Invalid` for anything that no list has given out."""
    try:
        values = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if isinstance(values, list) and len(values) == length:
            return values
    except ValueError:
        pass
    raise _wrong_cursor()


def _value(row: Any, name: str) -> Any:
    value = row[name.lstrip("-")] if isinstance(row, dict) else row
    if not isinstance(row, dict):
        for part in name.lstrip("-").split("__"):
            value = getattr(value, part)
    return value.isoformat() if isinstance(value, date) else value


def _after(order: tuple[str, ...], values: list) -> Q:
    after, same = Q(pk__in=()), Q()
    for name, value in zip(order, values, strict=True):
        field, beyond = name.lstrip("-"), "lt" if name.startswith("-") else "gt"
        after |= same & Q(**{f"{field}__{beyond}": value})
        same &= Q(**{field: value})
    return after
