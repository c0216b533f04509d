"""The only clocks of the house (时钟): the civil date in China, and the instant."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

CIVIL = ZoneInfo("Asia/Shanghai")
FIRST, LAST = date(1900, 1, 1), date(2100, 12, 31)  # what a day that somebody writes can be


def today() -> date:
    """The civil date in China; `YIMI_TODAY` moves it in demo and tests."""
    return settings.YIMI_TODAY or datetime.now(CIVIL).date()


def now() -> datetime:
    """The instant, in UTC, on the civil date that `today` gives."""
    instant = datetime.now(UTC)
    if settings.YIMI_TODAY:
        instant += settings.YIMI_TODAY - instant.astimezone(CIVIL).date()
    return instant


def civil(instant: datetime) -> date:
    """The civil date on which an instant falls."""
    return instant.astimezone(CIVIL).date()


def is_possible(day: date) -> bool:
    """Whether a day or an instant that somebody wrote can be meant (日期合理): beside it others can be reckoned."""
    return FIRST.year <= day.year <= LAST.year
