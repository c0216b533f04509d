"""The monitoring of a day in the whole province (日监测): how long it takes, and how many statements."""

from datetime import UTC, date, datetime, timedelta
from time import perf_counter
from typing import Any

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from yimi.accounts.models import User
from yimi.alerts.actions import compute_day
from yimi.alerts.models import Alert
from yimi.clients.models import Person
from yimi.core.actors import SYSTEM
from yimi.network.models import Station
from yimi.services.models import Contact
from yimi.visiting.models import Listed, Round, ServiceList

from .sizes import TODAY

LISTED, CRISES, SINCE = 150, 2_000, date(2026, 1, 1)


def run() -> dict[str, Any]:
    """The second of two days, when what lasts is there already; all of it is undone."""
    with transaction.atomic():
        _lists()
        _crises()
        compute_day(TODAY - timedelta(days=2), by=SYSTEM)
        with CaptureQueriesContext(connection) as caught:
            began = perf_counter()
            compute_day(TODAY - timedelta(days=1), by=SYSTEM)
            took = perf_counter() - began
        found = {"s": round(took, 2), "statements": len(caught), "alerts": Alert.objects.unscoped("bench").count()}
        transaction.set_rollback(True)
    return {"daily_monitoring": found}


def _lists() -> None:
    """A list at every station, a third of it in the tier that is looked at."""
    maker, signer = User.objects.order_by("pk")[:2]
    for station in Station.objects.unscoped("bench"):
        made = ServiceList.objects.create(station=station, year=TODAY.year)
        signed = Round.objects.create(
            list=made, number=1, state="approved", from_on=SINCE, made_by=maker, county_by=signer,
            made_at=datetime(2026, 1, 1, tzinfo=UTC),
        )  # fmt: skip
        people = Person.objects.unscoped("bench").filter(station=station)[:LISTED]
        Listed.objects.bulk_create(
            Listed(list=made, person=each, since_on=SINCE, tier="key" if nth % 3 else "high", added_in=signed)
            for nth, each in enumerate(people)
        )


def _crises() -> None:
    """Some of what was counselling of late was a crisis."""
    rows = Contact.objects.unscoped("bench").filter(kind="counselling", service_on__gte=TODAY - timedelta(days=90))
    Contact.objects.unscoped("bench").filter(pk__in=list(rows.values_list("pk", flat=True)[:CRISES])).update(
        kind="crisis"
    )
