"""Walking through the house as one role (巡检过程): asks everything, keeps each status, and notes every leak."""

import html
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.test import Client
from django.urls import reverse

from yimi.accounts import bearer
from yimi.clients.identity import read_resident
from yimi.core.ids import new_id
from yimi.core.models import Entry
from yimi.core.permissions import GRANTS, Permission, Role

from . import places
from .rows import AT_FULL, PROVINCE_WIDE, SECRET, Sweepable

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
OWN, FAR, ABSENT, NONE = "own", "far", "absent", "-"
PHONE = re.compile(r"(?<![\da-fA-F-])1[3-9]\d{9}(?![\da-fA-F-])")
EXAMPLE = "13800000000"  # in the template of the import
NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
ONE_TIME = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken": ?"[^"]*"|"request_id":"[^"]*"|csrf-token" content="[^"]*"'
)


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
    kind: str | None = None
    beyond: UUID | None = None  # the station out of reach, when the request would change something there


@dataclass(frozen=True)
class Answer:
    """What came back: the text without what differs each time, and whether anything was done elsewhere."""

    status: int
    text: str
    raw: bytes
    is_done_beyond: bool


@dataclass
class Report:
    """What a sweep has found."""

    statuses: dict[tuple[str, str, str], int] = field(default_factory=dict)  # (name, target, role)
    leaks: list[tuple[str, str, str]] = field(default_factory=list)  # role, where, what

    def leak(self, role: Role, ask: Ask, what: str) -> None:
        self.leaks.append((role.value, f"{ask.name} {ask.target}", what))

    def told(self) -> str:
        """Each leak once, with the roles that met it."""
        met: dict[tuple[str, str], list[str]] = {}
        for role, where, what in self.leaks:
            met.setdefault((where, what), []).append(role)
        return "\n".join(f"{where}: {what} [{' '.join(roles)}]" for (where, what), roles in met.items())


def sweep(sweepable: Sweepable, roles: list[Role] | None = None, only: str = "") -> Report:
    """Ask everything as each role, undoing each request before the next."""
    report, asks = Report(), [ask for ask in every_ask(sweepable) if re.search(only, ask.name)]
    for role in roles or list(Role):
        _walk(sweepable, role, asks, report)
    return report


def _walk(sweepable: Sweepable, role: Role, asks: list[Ask], report: Report) -> None:
    user = sweepable.users[role]
    browser = Client(raise_request_exception=False)
    browser.force_login(user, backend=BACKEND)
    token = bearer.issue(user)[0]
    answers: dict[tuple[str, str], str] = {}
    for ask in asks:
        answer = asked(browser, token, ask)
        report.statuses[ask.name, ask.target, role.value] = answer.status
        answers[ask.name, ask.target] = f"{answer.status}\n{answer.text}"
        if answer.status == 500:
            report.leak(role, ask, "answered 500")
        if " naming " in ask.name and ask.target != OWN and answer.status < 300:
            report.leak(role, ask, f"answered {answer.status}")
        if answer.is_done_beyond and role not in PROVINCE_WIDE:
            report.leak(role, ask, "was done out of reach")
        for what in leaks_in(sweepable, role, ask, answer):
            report.leak(role, ask, what)
    if role not in PROVINCE_WIDE:
        _compare(role, asks, answers, report)


def _compare(role: Role, asks: list[Ask], answers: dict[tuple[str, str], str], report: Report) -> None:
    """Out of reach and absent answer alike, byte for byte."""
    for ask in asks:
        if ask.target != FAR or ask.kind not in places.SCOPED | places.FOUND_BY or _shows_only_numbers(role, ask):
            continue
        far, absent = answers[ask.name, FAR], answers[ask.name, ABSENT]
        if ask.name.startswith("PUT "):  # an absent id is a new record
            if far[:3] not in ("403", "404") and '"code":"id_taken"' not in far:
                report.leak(role, ask, f"answered {far[:3]}, and not that the id is taken")
        elif far != absent:
            report.leak(
                role, ask, f"out of reach ({far[:3]}) and absent ({absent[:3]}) differ: {_difference(far, absent)}"
            )


def _shows_only_numbers(role: Role, ask: Ask) -> bool:
    """Numbers of every place are open to staff; who sees no rows gets the number alone."""
    return ask.kind == "figures code" and Permission.CONTACT_VIEW not in GRANTS[role]


def _difference(one: str, other: str) -> str:
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return repr(one[max(0, at - 30) : at + 60]) + " / " + repr(other[max(0, at - 30) : at + 60])


def asked(browser: Client, token: str | None, ask: Ask) -> Answer:
    """Ask, and undo whatever was done."""
    extra: dict[str, Any] = {"headers": {"Authorization": f"Bearer {token}"}} if ask.is_api and token else {}
    if ask.is_api and ask.method != "get":
        extra |= {"data": ask.body, "content_type": "application/json"}
    elif ask.method == "post":
        extra["data"] = ask.body
    cookies = browser.cookies.copy()
    with transaction.atomic():
        before = Entry.objects.aggregate(last=Max("pk"))["last"] if ask.beyond else 0
        response = getattr(browser, ask.method)(ask.url, **extra)
        raw = response.getvalue()
        done = Entry.objects.filter(station_id=ask.beyond, pk__gt=before).exists() if ask.beyond else False
        transaction.set_rollback(True)
    browser.cookies = cookies
    text = raw.decode("utf-8", "replace") + "\n" + response.headers.get("Location", "")
    text = _blanked(text.replace(ask.url, "HERE"), ask.about)
    return Answer(response.status_code, ONE_TIME.sub("", text), raw, done)


def _blanked(text: str, about: str) -> str:
    """Without what the request itself said."""
    for said in (
        {about, html.escape(about), quote(about), urlencode({"": about})[1:]}
        if len(about) > 4 or not about.isascii()
        else ()
    ):
        text = text.replace(said, "ASKED")
    return text


def leaks_in(sweepable: Sweepable, role: Role, ask: Ask, answer: Answer) -> Iterator[str]:
    """What stands in an answer and must not."""
    whole = answer.text + _unzipped(answer.raw)
    closed = {word for words in sweepable.far.words for word in words.closed if word and word != ask.about}
    if role not in PROVINCE_WIDE:
        closed |= {mark for mark in sweepable.far.marks if mark != ask.about}
    if role not in AT_FULL:
        closed |= {word for words in sweepable.own.words for word in (words.given, words.note) if word != ask.about}
    if role is not Role.STATION_HEAD:
        closed.add(SECRET)
    yield from (f"shows {word!r}" for word in sorted(closed) if word in whole)
    if ask.name not in places.REVEALS:
        yield from unmasked(whole)


def unmasked(text: str) -> Iterator[str]:
    """Numbers of identity cards (with their check digit) and of mobile phones."""
    yield from (f"unmasked phone {found}" for found in PHONE.findall(text) if found != EXAMPLE)
    yield from (f"unmasked number {found}" for found in NUMBER.findall(text) if _is_resident(found))


def _is_resident(number: str) -> bool:
    try:
        read_resident(number)
    except ValueError:
        return False
    return True


def _unzipped(raw: bytes) -> str:
    """The text inside a workbook."""
    if not raw.startswith(b"PK"):
        return ""
    with zipfile.ZipFile(io.BytesIO(raw)) as book:
        return "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist() if name.endswith(".xml"))


def every_ask(sweepable: Sweepable) -> list[Ask]:
    """All requests, those about a row three times: own, out of reach, absent."""
    asks: list[Ask] = []
    elsewhere = {FAR: sweepable.far["station"]}
    for name, pattern in places.pages():
        kind = places.kind_of(name, pattern)
        for target, value in _targets(sweepable, kind):
            url = reverse(name, args=[value] if kind else None)
            if name not in places.ONLY_ASKED:
                asks.append(Ask(f"GET {name}", "get", url, target, str(value), kind=kind))
            form, beyond = places.FORMS.get(name, {}), elsewhere.get(target)
            asks.append(Ask(f"POST {name}", "post", url, target, str(value), form, kind=kind, beyond=beyond))
    for operation in places.operations():
        asks += _of_operation(sweepable, operation)
    for name, parameter, kind in places.ASKED:
        asks += _filtered(sweepable, name, parameter, kind)
    for name, path, kind in places.NAMED:
        asks += _naming(sweepable, name, path, kind)
    return asks


def _naming(sweepable: Sweepable, name: str, path: str, kind: str) -> Iterator[Ask]:
    """A new record whose body names a row: own, out of reach, absent."""
    method, where = name.split(" ")
    for target, value in _targets(sweepable, kind):
        body = places.naming(places.bodies(sweepable.own)[name], path, value)
        url = places.API + where.replace("{pk}", str(new_id()))
        beyond = sweepable.far["station"] if target == FAR else None
        yield Ask(f"{name} naming {path}", method.lower(), url, target, str(value), body, is_api=True, beyond=beyond)


def _of_operation(sweepable: Sweepable, operation: places.Operation) -> Iterator[Ask]:
    if operation.name in places.ONLY_ASKED:
        return
    body = places.bodies(sweepable.own).get(operation.name)
    if operation.fields and body is None:
        raise LookupError(f"{operation.name} takes a body: give one in tests/sweep/places.py")
    for target, value in _targets(sweepable, operation.kind):
        url = places.API + operation.path.replace("{pk}", str(value))
        beyond = sweepable.far["station"] if target == FAR and body is not None else None
        yield Ask(
            operation.name, operation.method, url, target, str(value), body, is_api=True, kind=operation.kind,
            beyond=beyond,
        )  # fmt: skip


def _filtered(sweepable: Sweepable, name: str, parameter: str, kind: str) -> Iterator[Ask]:
    is_api = " /" in name
    base = places.API + name.split(" ")[1] if is_api else reverse(name)
    for target, value in _targets(sweepable, kind):
        url = base + "?" + urlencode(places.ALWAYS.get(name, {}) | {parameter: value})
        told = name if is_api else f"GET {name}"
        yield Ask(f"{told}?{parameter}={kind}", "get", url, target, str(value), is_api=is_api, kind=kind)


def _targets(sweepable: Sweepable, kind: str | None) -> list[tuple[str, Any]]:
    if kind is None:
        return [(NONE, "")]
    found = [(OWN, sweepable.own[kind]), (FAR, sweepable.far[kind]), (ABSENT, absent(kind))]
    return found + ([("restricted", sweepable.restricted)] if kind == "contact" else [])


def absent(kind: str) -> Any:
    """The id of nothing, of the same form."""
    forms = {"session": 987654, "name": "查无此人", "phone": "13907559999", "id number": "469999195001010057"}
    if kind.endswith("code"):
        return "469028104"
    if kind == "public station":
        return "469028104"
    if kind == "file number":
        return "LSYZ-009999"
    return forms.get(kind) or new_id()
