"""What is asked (巡检请求): each page and operation with each row that an address, a filter or a body can name."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from yimi.core.ids import new_id

from . import bodies, filters, forms, places, targets
from .rows import Sweepable

OWN, FAR, ABSENT, NONE = "own", "far", "absent", "-"


@dataclass(frozen=True)
class Ask:
    """One request: where, how, about which row."""

    name: str  # the page or operation, as the matrix lists it
    method: str
    url: str
    target: str
    about: str  # what the address names of the row; blanked out of the answer
    body: dict[str, Any] | None = None
    is_api: bool = False
    is_form: bool = False  # of the API: files come along
    kind: str | None = None
    beyond: UUID | None = None  # the station out of reach, when the request would change something there


def every_ask(sweepable: Sweepable) -> list[Ask]:
    """All requests, those about a row three times: own, out of reach, absent."""
    asks: list[Ask] = []
    for name, pattern in places.pages():
        asks += _of_page(sweepable, name, places.kind_of(name, pattern))
    for name, called, differs in forms.ALSO:
        asks += _posting(sweepable, name, targets.TARGETS[name], f"POST {name} {called}", differs)
    operations = {operation.name: operation for operation in places.operations()}
    for operation in operations.values():
        asks += _of_operation(sweepable, operation)
    for name, called, differs in bodies.ALSO_TO_PROGRAMS:
        asks += _of_operation(sweepable, operations[name], called, differs)
    for name, parameter, kind in filters.ASKED:
        asks += _filtered(sweepable, name, parameter, kind)
    asks += [_shown(*also) for also in filters.ALSO_SHOWN]
    for name, path, kind in filters.NAMED:
        asks += _naming(sweepable, name, path, kind)
    for name, field, kind, more in filters.NAMED_ON_PAGES:
        asks += _naming_on_page(sweepable, name, field, kind, more)
    return asks


def _of_page(sweepable: Sweepable, name: str, kind: str | None) -> Iterator[Ask]:
    if name not in filters.ONLY_ASKED:
        for target, value in _targets(sweepable, kind):
            yield Ask(f"GET {name}", "get", _address(name, kind, value), target, str(value), kind=kind)
    yield from _posting(sweepable, name, kind, f"POST {name}", {})


def _posting(sweepable: Sweepable, name: str, kind: str | None, told: str, differs: dict[str, Any]) -> Iterator[Ask]:
    form = forms.forms(sweepable.own).get(name, {}) | differs
    for target, value in _targets(sweepable, kind):
        url, beyond = _address(name, kind, value), _beyond(sweepable, target)
        yield Ask(told, "post", url, target, str(value), form, kind=kind, beyond=beyond)


def _address(name: str, kind: str | None, value: Any) -> str:
    return reverse(name, args=[value] if kind else None)


def _beyond(sweepable: Sweepable, target: str) -> UUID | None:
    return sweepable.far["station"] if target == FAR else None


def _of_operation(
    sweepable: Sweepable, operation: places.Operation, called: str = "", differs: dict[str, Any] | None = None
) -> Iterator[Ask]:
    if operation.name in filters.ONLY_ASKED:
        return
    body = bodies.bodies(sweepable.own).get(operation.name)
    if operation.fields and body is None:
        raise LookupError(f"{operation.name} takes a body: give one in tests/sweep/bodies.py")
    body = body | differs if body and differs else body
    for target, value in _targets(sweepable, operation.kind):
        url = places.address(operation.path, value)
        beyond = _beyond(sweepable, target) if operation.method != "get" else None
        yield Ask(
            f"{operation.name} {called}".strip(), operation.method, url, target, str(value), body, is_api=True,
            is_form=operation.is_form, kind=operation.kind, beyond=beyond,
        )  # fmt: skip


def _filtered(sweepable: Sweepable, name: str, parameter: str, kind: str) -> Iterator[Ask]:
    """A filter, on the page of a row within reach where the page is of one."""
    is_api = " /" in name
    base = places.API + name.split(" ")[1] if is_api else _own_address(sweepable, name)
    kept = bodies.always(sweepable.own).get(name, {})
    for target, value in _targets(sweepable, kind):
        url = base + "?" + urlencode(kept | {parameter: value})
        told = name if is_api else f"GET {name}"
        yield Ask(f"{told}?{parameter}={kind}", "get", url, target, str(value), is_api=is_api, kind=kind)


def _shown(name: str, parameter: str, value: str) -> Ask:
    is_api = " /" in name
    base, told = (places.API + name.split(" ")[1], name) if is_api else (reverse(name), f"GET {name}")
    return Ask(f"{told}?{parameter}={value}", "get", f"{base}?{parameter}={value}", NONE, "", is_api=is_api)


def _own_address(sweepable: Sweepable, name: str) -> str:
    kind = targets.TARGETS.get(name)
    return _address(name, kind, sweepable.own[kind] if kind else None)


def _naming(sweepable: Sweepable, name: str, path: str, kind: str) -> Iterator[Ask]:
    """A new record whose body names a row: own, out of reach, absent."""
    method, where = name.split(" ")
    for target, value in _targets(sweepable, kind):
        body = bodies.naming(bodies.bodies(sweepable.own)[name], path, value)
        url = places.address(where, new_id())
        beyond = _beyond(sweepable, target)
        yield Ask(f"{name} naming {path}", method.lower(), url, target, str(value), body, is_api=True, beyond=beyond)


def _naming_on_page(sweepable: Sweepable, name: str, field: str, kind: str, more: dict[str, Any]) -> Iterator[Ask]:
    """A form that names a row, on the page of a row within reach where the page is of one."""
    form = forms.forms(sweepable.own)[name] | more
    for target, value in _targets(sweepable, kind):
        told, url = f"POST {name} with {field}", _own_address(sweepable, name)
        sent = form | {field: str(value)}
        yield Ask(told, "post", url, target, str(value), sent, kind=kind, beyond=_beyond(sweepable, target))


def _targets(sweepable: Sweepable, kind: str | None) -> list[tuple[str, Any]]:
    if kind is None:
        return [(NONE, "")]
    found = [(OWN, sweepable.own[kind]), (FAR, sweepable.far[kind]), (ABSENT, absent(kind))]
    return found + list(sweepable.more.get(kind, {}).items())


def absent(kind: str) -> Any:
    """The id of nothing, of the same form."""
    alike = {
        "session": 987654, "name": "查无此人", "phone": "13907559999", "id number": "469999195001010057",
        "exact": "查无此人 13907559999", "account": "nobody", "handle": "nobodys-handle",
        "public station": "469028104", "file number": "LSYZ-009999", "intake": "nothing", "outlet": "nothing",
        "kind": "dinner", "assessed year": 1999,
    }  # fmt: skip
    if kind.endswith("code"):
        return "469028104"
    return alike.get(kind) or new_id()
