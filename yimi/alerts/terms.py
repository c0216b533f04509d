"""When the monitoring of a day is ready, and how long a station has to explain (日监测时限): policy data."""

from datetime import date, datetime, time, timedelta

from yimi.core.clock import CIVIL
from yimi.tracking.safety import told


def ready_at(day: date) -> datetime:
    """The moment from which the monitoring of a day is made: an hour of the next morning."""
    hour = time.fromisoformat(told().get("ready_at", "07:00"))
    return datetime.combine(day + timedelta(days=1), hour, tzinfo=CIVIL)


def is_late(day: date, at: datetime) -> bool:
    """Whether it was made so long after its hour that a day was made up for (补算)."""
    return at > ready_at(day) + timedelta(hours=told().get("late_after_hours", 1))


def explain_workdays() -> int:
    return told().get("explain_workdays", 1)
