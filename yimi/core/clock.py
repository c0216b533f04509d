"""The only clocks of the house (时钟): the civil date in China, and the instant."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

CIVIL = ZoneInfo("Asia/Shanghai")


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
