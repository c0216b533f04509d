"""What there is to sweep (巡检对象): every page and operation, what each is about, and which rows each can name.

A new address with an id in it fails here until somebody says what the id is of.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern

from yimi.api import api
from yimi.core.ids import new_id
from yimi.core.routes import PUBLIC, is_api, walk

from .targets import TARGETS

API = "/api/v1"

# Depends on the machine, not on who asks.
LEFT_OUT = {"healthz", "readyz"}


@dataclass(frozen=True)
class Operation:
    """One operation of the API, as its description says it."""

    name: str  # PUT /clients/{pk}
    method: str
    path: str
    fields: tuple[str, ...]  # of its body
    is_public: bool
    is_form: bool = False  # files come along

    @property
    def kind(self) -> str | None:
        return _kind(self.path) if "{" in self.path else None


def pages() -> Iterator[tuple[str, URLPattern]]:
    """Every page: its full name and pattern."""
    for _where, pattern, name in walk():
        if not is_api(pattern.callback) and name not in LEFT_OUT:
            yield name, pattern


def kind_of(name: str, pattern: URLPattern) -> str | None:
    """What the id in the page's address is of; None without one."""
    return _kind(name) if pattern.pattern.converters else None


def _kind(name: str) -> str:
    if name not in TARGETS:
        raise LookupError(f"{name} takes an id: say in tests/sweep/places.py what it is of, then review the matrix")
    return TARGETS[name]


def address(path: str, value: Any) -> str:
    """The address of an operation about this row; what is made with it gets an id of its own."""
    return API + path.replace("{pk}", str(value)).replace("{new}", str(new_id()))


@cache
def operations() -> list[Operation]:
    """Every operation of the API."""
    schema = api.get_openapi_schema(path_prefix="")
    kept = schema["components"]["schemas"]
    found = []
    for path, methods in schema["paths"].items():
        for method, said in methods.items():
            content = said.get("requestBody", {}).get("content", {})
            is_form = "multipart/form-data" in content
            body = content.get("multipart/form-data" if is_form else "application/json", {}).get("schema", {})
            named = body if is_form else kept.get(body.get("$ref", "").rsplit("/", 1)[-1], {})
            fields = tuple(named.get("properties", ()))
            name = f"{method.upper()} {path}"
            found.append(Operation(name, method, path, fields, not said.get("security"), is_form))
    return found


def is_public(pattern: URLPattern) -> bool:
    return pattern.callback.policy == PUBLIC
