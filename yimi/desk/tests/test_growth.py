"""The overview runs few statements at any size."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.story import person, visit
from yimi.figures.fold import fold

pytestmark = pytest.mark.django_db
MOST = 25
FROM = date(2026, 9, 1)


@pytest.mark.parametrize("show", ["", "?show=stations", "?area=469030", "?period=cumulative"])
def test_the_overview_takes_few_statements_dirty_and_folded_however_much_was_done(world, show):
    ask = _overview(world, show)
    counts = {}
    for amount in (2, 38):
        _visits(world, amount)
        counts[amount, "dirty"] = ask()
        fold()
        counts[amount, "folded"] = ask()

    told = {when: len(statements) for when, statements in counts.items()}
    assert max(told.values()) <= MOST, f"{told}\n" + "\n".join(sql[:160] for sql in max(counts.values(), key=len))
    assert told[2, "folded"] == told[38, "folded"] and told[2, "dirty"] == told[38, "dirty"], told


def _visits(world, count):
    one = person(world.worker, world.here, "林阿公", opened_on=FROM)
    for nth in range(count):
        visit(world.worker, world.here, date(2026, 11, 1) + timedelta(days=nth % 19), [one])


def _overview(world, show):
    browser = Client()
    browser.force_login(world.province, backend="allauth.account.auth_backends.AuthenticationBackend")

    def ask():
        with CaptureQueriesContext(connection) as run:
            assert browser.get(reverse("desk:overview") + show).status_code == 200
        return [query["sql"] for query in run.captured_queries]

    ask()
    return ask
