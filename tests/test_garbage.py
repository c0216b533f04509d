"""The third net: whatever is sent, the house answers in words; what it refuses has changed nothing."""

from dataclasses import replace
from random import Random, randrange
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.forms import BaseForm, DateField
from django.test import Client
from django.urls import reverse

from tests.proof import TIMES
from tests.sweep import asks, walking
from tests.sweep.samples import Table
from yimi.accounts import bearer
from yimi.core.permissions import Role
from yimi.ui.forms import PossibleDays

pytestmark = pytest.mark.django_db

EACH = 200
ROLES = (
    Role.PROVINCE_OFFICER, Role.COUNTY_OFFICER, Role.TOWNSHIP_OFFICER, Role.STATION_HEAD, Role.SOCIAL_WORKER
)  # fmt: skip
TEXTS = (
    "", " ", "\x00", "x" * 20_000, "0001-01-01", "1899-12-31", "2100-12-31", "9999-12-31", "2026-02-30",
    "2026-13", "-1", "0", "1.5", "9" * 20, "1e309", "NaN", "٣", "²", "null", "[]", "{}", "%00", "%s", "'\"<>&\\",
    "\u202e", "👩‍🦽" * 50, "00000000-0000-0000-0000-000000000000", "9999-12-31T23:59:59Z", "25:61", "../../etc/passwd",
    "zz", "46", "469030104",
)  # fmt: skip
THINGS = (
    *TEXTS, None, True, 0, -1, 2**31, 2**63, 10**30, 1.5, -1e308, [], [None], {}, {"x": []}, [[]], ["x"] * 3
)  # fmt: skip
FILES = (Table(b"", "空.jpg"), Table(b"\x00" * 50, "乱.pdf"), Table(b"%PDF-", "x" * 300), "x")
PARAMETERS = (
    "area", "at", "by", "client", "county", "cursor", "day", "first", "from", "key", "kind", "last", "limit", "measure",
    "month", "of", "on", "order", "page", "period", "person", "q", "round", "show", "side", "sort", "source", "state",
    "station", "status", "step", "to", "until", "where", "whose", "worker", "year",
)  # fmt: skip
# What is written down of whoever reads or tries in vain.
OF_TRYING = {
    "axes.AccessAttempt", "axes.AccessFailureLog", "core.Entry", "sessions.Session", "usersessions.UserSession",
}  # fmt: skip


@pytest.mark.histories
@pytest.mark.parametrize("role", ROLES)
def test_garbage_is_answered_in_words_and_what_is_refused_changes_nothing(role, sweepable):
    seed = randrange(10**9)
    sender = Sender(sweepable, role, Random(seed))

    faults = [fault for _nth in range(EACH * TIMES) if (fault := sender.send())]

    assert not faults, f"seed {seed}\n" + "\n".join(faults)


class Sender:
    """Somebody in a role who sends garbage to whatever there is; everything is undone."""

    def __init__(self, sweepable, role, chance):
        self.chance = chance
        self.doors = list({(ask.name, ask.target): ask for ask in asks.every_ask(sweepable)}.values())
        self.near = [ask for ask in self.doors if ask.target in (asks.OWN, asks.NONE)]
        self.browser = Client(raise_request_exception=False)
        self.browser.force_login(sweepable.users[role], backend=walking.BACKEND)
        self.token = bearer.issue(sweepable.users[role])[0]
        self.rows = rows_of_all()

    def send(self):
        """What went wrong with one request, if anything did."""
        door = self.chance.choice(self.near if self.chance.random() < 0.6 else self.doors)
        ask = self.in_address(door) if door.method == "get" or not door.body else self.in_body(door)
        cookies = self.browser.cookies.copy()
        with transaction.atomic():
            status = walking.sent(self.browser, self.token, ask).status_code
            is_changed = 400 <= status < 500 and ask.method != "get" and rows_of_all() != self.rows
            transaction.set_rollback(True)
        self.browser.cookies = cookies
        wrong = f"answered {status}" if status >= 500 else "was refused, and changed rows" if is_changed else ""
        return wrong and f"{ask.name} {ask.target} {wrong}: {self.differing(door, ask)}"

    def in_address(self, ask):
        sent = {name: self.chance.choice(TEXTS) for name in self.chance.sample(PARAMETERS, self.chance.randint(1, 4))}
        return replace(ask, url=f"{ask.url}{'&' if '?' in ask.url else '?'}{urlencode(sent)}")

    def in_body(self, ask):
        """Garbage in one field, or in all."""
        names = [self.chance.choice(list(ask.body))] if self.chance.random() < 0.7 else list(ask.body)
        things = THINGS if ask.is_api and not ask.is_form else TEXTS
        of = {name: FILES if isinstance(ask.body[name], Table) else things for name in names}
        return replace(ask, body=ask.body | {name: self.chance.choice(of[name]) for name in names})

    def differing(self, door, ask):
        if ask.url != door.url:
            return ask.url[:200]
        return str({name: said for name, said in ask.body.items() if said != door.body[name]})[:200]


def rows_of_all():
    """How many rows each model has, in one statement."""
    models = [each for each in apps.get_models() if each._meta.label not in OF_TRYING]
    tables = {each._meta.label: each._meta.db_table for each in models}
    quoted = ", ".join(f"(SELECT count(*) FROM {connection.ops.quote_name(table)})" for table in tables.values())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {quoted}")
        return dict(zip(tables, cursor.fetchone(), strict=True))


def test_a_form_with_a_day_refuses_one_that_cannot_be_meant():
    forms = [form for form in _below(BaseForm) if form.__module__.startswith("yimi.")]
    of_days = [form for form in forms if any(isinstance(f, DateField) for f in form.base_fields.values())]

    assert of_days and not [form for form in of_days if not issubclass(form, PossibleDays)], "derive from ui.forms"


def _below(kind):
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2101-01-01", "9999-12-31"])
def test_a_day_that_cannot_be_meant_is_refused_by_pages_and_to_programs(sweepable, day):
    own, county = sweepable.own, sweepable.users[Role.COUNTY_OFFICER]
    browser, token = Client(raise_request_exception=False), bearer.issue(county)[0]
    browser.force_login(county, backend=walking.BACKEND)
    ending = asks.Ask(
        "", "post", reverse("workforce:end", args=[own["posting"]]), "own", "", {"to_on": day, "reason": "调离"}
    )
    url, said = f"/api/v1/tracked-items/{own['tracked']}/extend", {"due_on": day, "words": "材料待到货"}

    page = walking.asked(browser, None, ending)
    told = walking.asked(browser, token, asks.Ask("", "post", url, "own", "", said, is_api=True))

    assert page.status < 500 and "日期不合理" in page.text
    assert told.status == 422 and "日期不合理" in told.text
