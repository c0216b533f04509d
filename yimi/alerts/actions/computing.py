"""Making the monitoring of a day (生成日监测): what was found stays or becomes an alert, what is gone ends its own."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet

from yimi.alerts.models import Alert, DailyMonitor
from yimi.alerts.standing import open_on
from yimi.alerts.terms import explain_workdays, is_late
from yimi.core import clock, journal
from yimi.core.actors import Actor
from yimi.core.workdays import add_workdays_each, workdays_in
from yimi.network.models import Station
from yimi.network.queries import ranked_areas
from yimi.tracking.safety import Finding, Look, SafetyCheck, safety_checks

WHY = "日监测"
AT_ONCE = 500
State = Alert.State


@transaction.atomic
def compute_day(day: date, *, by: Actor, at: datetime | None = None) -> bool:
    """Make the monitoring of a day that is over (日监测), once; False where it is there already."""
    if DailyMonitor.objects.unscoped(WHY).filter(day=day).exists():
        return False
    made_at = at or clock.now()
    for check in safety_checks:
        _follow(check, day, made_at)
    _keep(day, made_at)
    journal.record("alerts.compute_day", by, ("daily_monitor", day.isoformat()))
    return True


def _follow(check: SafetyCheck, day: date, made_at: datetime) -> None:
    """Findings of a check beside the alerts that last: new ones begin, those that are gone end."""
    lasting = dict(_lasting(check).values_list("subject", "pk"))
    found = {each.subject: each for each in check.found(Look(day, check.rule, frozenset(lasting)))}
    _end([pk for subject, pk in lasting.items() if subject not in found], day)
    _begin(check, [each for subject, each in found.items() if subject not in lasting], day, made_at)


def _lasting(check: SafetyCheck) -> QuerySet[Alert]:
    return Alert.objects.unscoped(WHY).filter(source=check.key, gone_on=None)


def _end(ids: list[UUID], day: date) -> None:
    """What was not settled by anybody ends by itself on the day it was gone."""
    for start in range(0, len(ids), AT_ONCE):
        rows = Alert.objects.unscoped(WHY).filter(pk__in=ids[start : start + AT_ONCE])
        rows.filter(closed_on=None).update(state=State.GONE, closed_on=day, gone_on=day, version=F("version") + 1)
        rows.filter(gone_on=None).update(gone_on=day, version=F("version") + 1)


def _begin(check: SafetyCheck, found: list[Finding], day: date, made_at: datetime) -> None:
    ids = {each.station for each in found}
    stations = Station.objects.unscoped(WHY).filter(pk__in=ids).in_bulk() if ids else {}
    raised_on = max(day + timedelta(days=1), clock.civil(made_at))
    starts = [(raised_on, station.area_path) for station in stations.values()]
    due = add_workdays_each(starts, explain_workdays())
    Alert.objects.bulk_create(
        [
            Alert(
                item=check.item, source=check.key, subject=each.subject, station_id=each.station,
                county_id=stations[each.station].county_id, since_on=each.since, found_on=day,
                due_on=due[raised_on, stations[each.station].area_path],
            )
            for each in found
        ],
        batch_size=AT_ONCE,
    )  # fmt: skip


def _keep(day: date, made_at: datetime) -> None:
    """The counts of the day, county by county."""
    counties = list(ranked_areas())
    works = workdays_in(day, day, [county.path for county in counties])
    by_item = _by_item(day)
    operating = _in_county(_operating(day))
    opened, closed, escalated = (_in_county(_alerts(change)) for change in _changes(day))
    DailyMonitor.objects.bulk_create(
        DailyMonitor(
            county=county, day=day, is_workday=bool(works[county.path]), operating=operating[county.pk],
            counts=by_item[county.pk], opened=opened[county.pk], closed=closed[county.pk],
            escalated=escalated[county.pk], is_late=is_late(day, made_at), made_at=made_at,
        )
        for county in counties
    )  # fmt: skip


def _changes(day: date) -> Iterable[Q]:
    """What began and ended on the day, and what had been taken to the province and was open still."""
    return Q(found_on=day), Q(closed_on=day), open_on(day) & Q(escalated_on__lte=day)


def _alerts(which: Q) -> QuerySet:
    return Alert.objects.unscoped(WHY).filter(which)


def _operating(day: date) -> QuerySet:
    rows = Station.objects.unscoped(WHY).filter(level=Station.Level.STATION, operating_on__lte=day)
    return rows.filter(Q(ceased_on=None) | Q(ceased_on__gt=day))


def _in_county(rows: QuerySet) -> dict[UUID, int]:
    return defaultdict(int, rows.order_by().values_list("county").annotate(Count("pk")))


def _by_item(day: date) -> dict[UUID, dict[str, int]]:
    found: dict[UUID, dict[str, int]] = defaultdict(dict)
    rows = _alerts(open_on(day)).order_by().values_list("county", "item").annotate(Count("pk"))
    for county, item, n in rows:
        found[county][item] = n
    return found
