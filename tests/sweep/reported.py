"""What a station owes (巡检报告): the report of a month still to be handed in, and one that is locked."""

from typing import Any

from yimi.accounts.models import User
from yimi.core.actors import SYSTEM
from yimi.reports import actions
from yimi.reports.models import Report
from yimi.reports.opening import open_period

from .files import Place
from .words import Words


def owed(place: Place, head: User, said: Words) -> dict[str, Any]:
    """The rows of a station: October is open, the week before last confirmed itself."""
    for cadence, code in (("monthly", "2026-10"), ("weekly", "2026-W45")):
        open_period(cadence, "station", code)
    rows = Report.objects.unscoped("sweep").filter(place=place.station.pk)
    month, week = rows.get(cadence="monthly"), rows.get(cadence="weekly")
    actions.fill(month.pk, by=head, words={"next": said.of("报告")})
    actions.confirm_untouched(by=SYSTEM)
    return {"report": month.pk, "locked report": week.pk, "_reported": [month.pk, week.pk]}
