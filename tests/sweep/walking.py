"""Walking through the house as one role (巡检过程): asks everything, keeps each status, and notes every leak."""

import html
import io
import re
import zipfile
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import choice
from typing import Any
from urllib.parse import quote, urlencode

from django.db import transaction
from django.db.models import Max
from django.test import Client

from yimi.accounts import bearer
from yimi.clients.identity import read_resident
from yimi.core.models import Entry
from yimi.core.permissions import GRANTS, Permission, Role

from . import bodies, doors, targets
from .asks import ABSENT, FAR, OWN, Ask, every_ask
from .rows import AT_FULL, PROVINCE_WIDE, TOLD_OF_SENSITIVE, Sweepable
from .words import SECRET

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PHONE = re.compile(r"(?<![\da-fA-F-])1[3-9]\d{9}(?![\da-fA-F-])")
EXAMPLES = {"13800000000", "469999194304120021"}  # in the templates of the imports
NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
TOKEN = re.compile(r"(?<![\w-])[\w-]{24,}(?![\w-])", re.ASCII)
COUNTED = re.compile(r"另有 (\d+) 条敏感类别")
HINT = re.compile(
    r'<div class="note note-warn"><svg[^>]*><use[^>]*></use></svg><div>已有档案，可申请转入或会商。'
    r' <a class="btn btn-sm" href="/app/people/elsewhere/[\w=-]+/">申请转入或会商</a></div></div>'
)
EMPTY_PANEL = re.compile(r'<div class="panel-b">\s*</div>')
ONE_TIME = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken": ?"[^"]*"|"request_id":"[^"]*"|csrf-token" content="[^"]*"'
    r'|name="id" value="[^"]*"'  # a form makes the id of what it will record
)


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
    for behind in doors.doors(role, asks):
        for ask, answer in _answered(browser, token, behind):
            report.statuses[ask.name, ask.target, role.value] = answer.status
            answers[ask.name, ask.target] = f"{answer.status}\n{answer.text}"
            for what in _wrong_with(sweepable, role, ask, answer):
                report.leak(role, ask, what)
    if role not in PROVINCE_WIDE:
        _compare(role, asks, answers, report)


def _answered(browser: Client, token: str, behind: doors.Behind) -> Iterator[tuple[Ask, Answer]]:
    """Each ask with its answer. One, drawn by lot, is asked for all behind a door that is shut or takes no such method.

    The door is asked before any row is; where it does let the role in after all, everything behind it is asked.
    """
    drawn = choice(behind.asks)
    first = asked(browser, token, drawn)
    stands_for_all = first.status == 405 or (behind.is_shut and first.status == 403)
    for ask in behind.asks:
        yield ask, first if stands_for_all or ask is drawn else asked(browser, token, ask)


def _wrong_with(sweepable: Sweepable, role: Role, ask: Ask, answer: Answer) -> Iterator[str]:
    if answer.status == 500:
        yield "answered 500"
    if " naming " in ask.name and answer.status < 300 and not _may_name(role, ask):
        yield f"answered {answer.status}"
    if answer.is_done_beyond and role not in PROVINCE_WIDE and not (_may_ask(role, ask) or _is_hinted(role, ask)):
        yield "was done out of reach"
    yield from leaks_in(sweepable, role, ask, answer)


def _may_name(role: Role, ask: Ask) -> bool:
    """What is there, within reach, may be named; who works for the province reaches all that is there."""
    return ask.target == OWN or (role in PROVINCE_WIDE and ask.target != ABSENT)


def _compare(role: Role, asks: list[Ask], answers: dict[tuple[str, str], str], report: Report) -> None:
    """Out of reach and absent answer alike, byte for byte."""
    for ask in asks:
        if ask.target != FAR or ask.kind not in targets.SCOPED | targets.FOUND_BY or _shows_only_numbers(role, ask):
            continue
        if _may_ask(role, ask):
            continue
        far, absent = answers[ask.name, FAR], answers[ask.name, ABSENT]
        if _is_hinted(role, ask):
            far, absent = _without_hint(far), _without_hint(absent)
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


def _may_ask(role: Role, ask: Ask) -> bool:
    """Whether this only asks the other station for a file whose id she has."""
    return bodies.ASKS.get(ask.name) in GRANTS[role]


def _is_hinted(role: Role, ask: Ask) -> bool:
    """Whether she may be told that there is a file elsewhere; that she was is written down there."""
    return ask.kind in targets.HINTED and Permission.PERSON_WRITE in GRANTS[role]


def _without_hint(text: str) -> str:
    """The page without the one sentence that there is a file elsewhere, and the handle to ask for it."""
    return re.sub(r"\s+", " ", EMPTY_PANEL.sub("", HINT.sub("", text)))


def _difference(one: str, other: str) -> str:
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return repr(one[max(0, at - 30) : at + 60]) + " / " + repr(other[max(0, at - 30) : at + 60])


def asked(browser: Client, token: str | None, ask: Ask) -> Answer:
    """Ask, and undo whatever was done."""
    cookies = browser.cookies.copy()
    with transaction.atomic():
        before = Entry.objects.aggregate(last=Max("pk"))["last"] if ask.beyond else 0
        response = sent(browser, token, ask)
        raw = response.getvalue()
        done = Entry.objects.filter(station_id=ask.beyond, pk__gt=before).exists() if ask.beyond else False
        transaction.set_rollback(True)
    browser.cookies = cookies
    text = raw.decode("utf-8", "replace") + "\n" + response.headers.get("Location", "")
    text = _blanked(text.replace(ask.url, "HERE"), ask.about)
    return Answer(response.status_code, ONE_TIME.sub("", text), raw, done)


def sent(browser: Client, token: str | None, ask: Ask) -> Any:
    """The answer as it comes."""
    extra: dict[str, Any] = {"headers": {"Authorization": f"Bearer {token}"}} if ask.is_api and token else {}
    if ask.is_form:
        extra["data"] = ask.body
    elif ask.is_api and ask.method != "get":
        extra |= {"data": ask.body, "content_type": "application/json"}
    elif ask.method == "post":
        extra["data"] = ask.body
    return getattr(browser, ask.method)(ask.url, **extra)


def _blanked(text: str, about: str) -> str:
    """Without what the request itself said."""
    for said in (
        {about, html.escape(about), quote(about), urlencode({"": about})[1:]}
        if len(about) > 4 or not about.isascii()
        else ()
    ):
        text = text.replace(said, "ASKED")
    return text


def _in_tokens(text: str) -> str:
    """What can be read in the signed or packed tokens of a page, as text and as hexadecimal digits."""
    found = []
    for token in set(TOKEN.findall(text)):
        raw = urlsafe_b64decode(token[: len(token) // 4 * 4])
        found += [raw.decode("utf-8", "replace"), raw.hex()]
    return " ".join(found)


def leaks_in(sweepable: Sweepable, role: Role, ask: Ask, answer: Answer) -> Iterator[str]:
    """What stands in an answer and must not."""
    whole = answer.text + _unzipped(answer.raw)
    whole += _in_tokens(whole)
    closed = set(_closed_to(sweepable, role)) - {ask.about}
    if not ask.name.startswith(bodies.REVEALS):
        closed |= {word for words in sweepable.own.words for word in words.masked}
        yield from unmasked(whole)
    yield from (f"shows {word!r}" for word in sorted(closed) if word in whole)
    yield from (f"counts {found}" for found in COUNTED.findall(whole) if found != "1" or role not in TOLD_OF_SENSITIVE)


def _closed_to(sweepable: Sweepable, role: Role) -> Iterator[str]:
    """What this role must meet nowhere."""
    for words in sweepable.far.words:
        yield from words.closed
    for words in sweepable.own.words:
        yield from words.inside if role not in AT_FULL else ()
        yield from words.close if role is not Role.STATION_HEAD else ()
    if role is not Role.STATION_HEAD:
        yield SECRET
    if role not in PROVINCE_WIDE:
        yield from sweepable.far.marks
        yield from (mark.replace("-", "") for mark in sweepable.far.marks if mark.count("-") == 4)


def unmasked(text: str) -> Iterator[str]:
    """Numbers of identity cards (with their check digit) and of mobile phones."""
    yield from (f"unmasked phone {found}" for found in PHONE.findall(text) if found not in EXAMPLES)
    yield from (
        f"unmasked number {found}" for found in NUMBER.findall(text) if found not in EXAMPLES and _is_resident(found)
    )


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
