"""The workday calendar of an area (工作日历): a day that differs there from the country's calendar."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.core import clock, journal
from yimi.core.actors import Actor
from yimi.core.errors import RuleBroken, invalid
from yimi.core.models import CalendarDay
from yimi.core.text import clean, hidden_marks, widen
from yimi.network.models import Area
from yimi.network.queries import area_to_change

AHEAD = timedelta(days=3 * 366)
FIRST = date(2020, 1, 1)


@transaction.atomic
def put_calendar_day(*, by: Actor, area: str, on: date, is_workday: bool, name: str) -> CalendarDay:
    """Say that a day is worked, or off, in an area within reach (调整工作日); said again, it is changed."""
    where = area_to_change(by, area)
    words = widen(clean(name))
    if not 1 <= len(words) <= 40 or hidden_marks(name):
        raise invalid("name", _("请写明名称，如“三月三”，不超过 40 个字。"))
    if not FIRST <= on <= clock.today() + AHEAD:
        raise invalid("on", _("日期应在 2020 年以后、今后三年以内。"))
    day, _new = CalendarDay.objects.update_or_create(
        area_path=where.path, on=on, defaults={"is_workday": is_workday, "name": words}
    )
    _record("network.put_calendar_day", by, day, where)
    return day


@transaction.atomic
def remove_calendar_day(*, by: Actor, area: str, on: date) -> None:
    """Take back what was said of a day (取消调整): the calendar above counts again."""
    where = area_to_change(by, area)
    day = CalendarDay.objects.select_for_update().filter(area_path=where.path, on=on).first()
    if day is None:
        raise RuleBroken(_("这一天没有调整，可能刚被别人取消。"), code="day_absent")
    _record("network.remove_calendar_day", by, day, where)
    day.delete()


def _record(act: str, by: Actor, day: CalendarDay, where: Area) -> None:
    journal.record(act, by, day, refs=[where])
