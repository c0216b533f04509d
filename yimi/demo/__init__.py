"""The demo province (演示省): real divisions, invented people, everything written through the actions.

`load` is called on an empty database; `firstload` throws away a load that was killed. The same day
and scale always give the same people, contacts and ids. Nothing here is real: see `catalogue/<province>/demo`.
"""

import os
from datetime import timedelta

from django.db import connection

from yimi.core import clock
from yimi.core.models import State
from yimi.figures.fold import fold

from . import (
    alerts,
    assignments,
    campaigns,
    construction,
    coverage,
    dispatches,
    emergencies,
    files,
    lists,
    monitoring,
    offices,
    papers,
    place,
    planning,
    policies,
    programmes,
    publications,
    referrals,
    reports,
    requests,
    story,
    team,
)
from .calendar import on_day
from .memory import uncollected
from .scales import SCALES

LOADED = "demo"


def load(*, password: str, scale: str | None = None) -> bool:
    """Load the demo province; False when it is there already. Only the sharing of one password is unlike real life."""
    if State.objects.filter(key=LOADED).exists():
        return False
    chosen = SCALES[scale or os.environ.get("YIMI_DEMO_SCALE", "pilot")]
    today = clock.today()
    with on_day(today - timedelta(days=chosen.days)):
        place.load_province(chosen, today)
        users = team.open_accounts(chosen, password)
    with uncollected():
        story.tell(chosen, today, users)
        files.fill(today, users)
        offices.tell(chosen, today, users)
        lists.tell(chosen, today, users)
        programmes.tell(today, users)
        papers.tell(today)
        assignments.tell(today, users)
        referrals.tell(today, users)
        campaigns.tell(today, users)
        planning.tell(today, users)
    place.load_later(chosen, today)
    coverage.tell(today, users)
    policies.tell(chosen, today, users)
    team.appoint_rooms(users)
    construction.tell(chosen, today, users)
    alerts.tell(today, users)
    publications.tell(today, users)
    emergencies.tell(today, users)
    monitoring.tell(today, users)
    requests.tell(chosen, today, users)
    _finish()
    dispatches.tell(today, users)
    reports.tell(today, users)
    State.objects.create(key=LOADED, value=chosen.name)
    return True


def _finish() -> None:
    """The figures made, and both engines told how the rows lie."""
    fold()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
