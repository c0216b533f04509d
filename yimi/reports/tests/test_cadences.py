"""What is owed, when, and to whom it is told: told again by calendar arithmetic alone."""

import itertools
import json
import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimi.core import clock, jobs
from yimi.core.clock import CIVIL
from yimi.core.models import CalendarDay
from yimi.core.periods import Period
from yimi.network.actions.states import move_station
from yimi.reports.cadences import Duty, Rule, cadences
from yimi.reports.models import Report, ReportNotice
from yimi.reports.noticing import tell_day
from yimi.reports.opening import open_key, open_period, owed_keys, settle

DAY = timedelta(days=1)


def works(day: date) -> bool:
    """Of the law alone, with the weekends that were moved."""
    return chinese_calendar.is_workday(day)


def nth_workday(after: date, n: int) -> date:
    while n:
        after += DAY if n > 0 else -DAY
        n -= works(after) * (1 if n > 0 else -1)
    return after


def month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - DAY


def owed_in(year: int) -> set[tuple[str, str, str, str]]:
    """(cadence, level, period, due) of every report that opens in a year, written down from the rules as people say
    them."""
    found = set()

    def add(cadence, level, period, day, hour):
        found.add((cadence, level, period, f"{day} {hour}"))

    for n in range((date(year, 12, 31) - date(year - 1, 12, 31)).days):
        day = date(year - 1, 12, 31) + n * DAY  # the day before is told at seven
        for level in ("county", "province"):
            add("daily", level, f"{day}", day + DAY, "07:00")
    sunday = next(
        date(year - 1, 12, 31) + n * DAY for n in range(7) if (date(year - 1, 12, 31) + n * DAY).isoweekday() == 7
    )
    while sunday + DAY <= date(year, 12, 31):
        iso = sunday.isocalendar()
        add("weekly", "station", f"{iso.year}-W{iso.week:02d}", sunday + DAY, "12:00")
        add("weekly", "county", f"{iso.year}-W{iso.week:02d}", sunday + 2 * DAY, "18:00")
        sunday += 7 * DAY
    for months in range(-1, 11):
        at, month = (year, months + 1) if months >= 0 else (year - 1, 12)
        end, code = month_end(at, month), f"{at}-{month:02d}"
        for level, n in (("station", 3), ("county", 6), ("province", 8)):
            add("monthly", level, code, nth_workday(end, n), "18:00")
        if month % 3 == 0:
            add("quarterly", "county", f"{at}-Q{month // 3}", nth_workday(end, 8), "18:00")
            add("quarterly", "province", f"{at}-Q{month // 3}", (end + DAY).replace(day=15), "18:00")
        if month % 6 == 0:
            add("half_year", "province", f"{at}-H{month // 6}", (end + DAY).replace(day=20), "18:00")
    add("annual", "station", f"{year}", date(year, 12, 10), "18:00")
    add("annual", "county", f"{year - 1}", date(year, 1, 15), "18:00")
    add("annual", "province", f"{year - 1}", date(year, 2, 28), "18:00")
    return found


def local(instant: datetime) -> str:
    return f"{instant.astimezone(CIVIL):%Y-%m-%d %H:%M}"


def midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), CIVIL)


def test_a_year_owes_exactly_what_the_calendar_says(world):
    since, until = date(2025, 1, 1), midnight(date(2025, 12, 31)) + timedelta(hours=23)
    told = set()
    for key in owed_keys(since, until):
        cadence, level, code = key.split(":")
        duty = cadences(since).duty(cadence, level)
        told.add((cadence, level, code, local(duty.due.moment(Period.parse(code).last, "46/"))))

    assert told == owed_in(2025)


def test_moved_weekends_and_days_of_one_county_move_what_is_due_there_alone(world):
    last, path = date(2025, 9, 30), world.areas["469030"].path
    third = Rule(workdays=3)
    # 1 to 8 October were holidays in 2025 and Saturday 11 October a workday in exchange.
    assert local(third.moment(last, path)) == "2025-10-11 18:00"

    CalendarDay.objects.create(area_path=path, on=date(2025, 10, 9), is_workday=False, name="三月三补假")
    assert local(third.moment(last, path)) == "2025-10-13 18:00"
    assert local(third.moment(last, world.areas["469028"].path)) == "2025-10-11 18:00"


def test_a_station_owes_only_while_it_operates_and_missing_is_overdue(world, at):
    at("2026-10-28 09:00")
    move_station(world.near.pk, by=world.county, to="suspended", on=date(2026, 10, 28), reason="台风受损")
    at("2026-11-06 09:00")

    opened = open_period("monthly", "station", "2026-10")

    assert {row.station.code for row in opened} == {"469030104", "469028103"}
    assert open_period("monthly", "station", "2026-10") == []
    assert not open_period("monthly", "station", "2026-07")  # nobody operated in July
    assert all(row.state == "draft" and row.said == {} for row in opened)


def test_what_is_learnt_later_is_settled_while_a_report_is_untouched(world, at):
    at("2026-11-02 09:00")
    open_period("monthly", "station", "2026-10")
    move_station(world.near.pk, by=world.county, to="suspended", on=date(2026, 10, 20), reason="台风受损")
    CalendarDay.objects.create(area_path="46/", on=date(2026, 11, 3), is_workday=False, name="停工")

    settle(date(2026, 11, 2))

    rows = {
        row.station.code: row
        for row in Report.objects.unscoped("t").filter(cadence="monthly", period="2026-10", level="station")
    }
    assert rows["469030105"].state == "excused" and rows["469030104"].state == "draft"
    assert local(rows["469030104"].due_at) == "2026-11-05 18:00"


def test_sanya_has_no_rung_of_a_township(world):
    known = cadences(world.today)
    duty = known.duty("monthly", "station")

    assert [rung.name for rung in known.ladder(duty, "46/460200/460203/")] == ["county", "province"]
    assert [rung.name for rung in known.ladder(duty, "46/469030/469030104/")] == ["township", "county", "province"]


def expected_notices(due: date) -> set[tuple[str, str, str]]:
    """Of a monthly report that never comes: the workday before, the day, the one after; then the county."""
    days = {("reminder", nth_workday(due, -1)), ("reminder", due), ("reminder", nth_workday(due, 1))}
    return {(kind, f"{on}", "station") for kind, on in days} | {("escalation", f"{nth_workday(due, 2)}", "county")}


def test_reminders_and_escalations_of_a_year_are_those_of_the_calendar(world, at):
    at("2026-01-02 09:00")
    for station in (world.here, world.near, world.elsewhere):
        station.spans.update(on_from=date(2024, 1, 1), built_from=date(2024, 1, 1))
    for month in range(1, 12):
        open_period("monthly", "station", f"2025-{month:02d}")

    for n in range(400):
        tell_day(f"{date(2025, 1, 1) + n * DAY}")
        if n % 50 == 0:
            tell_day(f"{date(2025, 1, 1) + n * DAY}")

    for month in range(1, 12):
        rows = ReportNotice.objects.filter(report__period=f"2025-{month:02d}", report__place=world.here.pk)
        told = {(row.kind, f"{row.on}", row.to) for row in rows}
        assert told == expected_notices(nth_workday(month_end(2025, month), 3))
        assert rows.count() == len(told)


def live_through(at, since: date, until: date, outages: int, wanted) -> dict[str, int]:
    """How often each period was opened by a worker that was off for so many random windows, with its clock set back
    now and then by two hours; the runs are those of the real engine."""
    chance, done = random.Random(outages), Counter()
    job = jobs.Job(
        "test.outages", lambda key: done.update([key]), owed=lambda first, today: filter(wanted, now_owed(first))
    )
    span = (until - since).days / outages

    def now_owed(first):
        return owed_keys(first, clock.now())

    at(f"{since} 00:00")
    moment, end = clock.now(), midnight(until)
    jobs.owed_now(job)
    while moment < end:
        moment += timedelta(days=span * chance.random() * 2)
        for shown in (moment, moment - timedelta(hours=2))[: 1 + (chance.random() < 0.2)]:
            at(f"{min(shown, end).replace(tzinfo=None)}")
            for key in jobs.owed_now(job):
                jobs.run_once(job, key)
    at(f"{until} 00:00")
    for key in jobs.owed_now(job):
        jobs.run_once(job, key)
    return done


@pytest.mark.parametrize(
    ("since", "outages", "is_daily"), [(date(2016, 1, 1), 500, False), (date(2024, 12, 20), 60, True)]
)
def test_outages_lose_no_period_and_repeat_none(world, at, since, outages, is_daily):
    until = date(2025, 12, 31)
    opened = live_through(at, since, until, outages, lambda key: key.startswith("daily") == is_daily)

    every = [key for year in range(since.year, 2026) for key in expected_keys(year, since, until, is_daily)]
    assert set(opened) == set(every) and set(opened.values()) == {1}


def expected_keys(year: int, since: date, until: date, is_daily: bool) -> Iterator[str]:
    """What opens in a year from a day on, before another day, of the rules as people say them."""
    for cadence, level, code, _due in owed_in(year):
        opens = Period.parse(code).last + DAY if (cadence, level) != ("annual", "station") else date(year, 11, 1)
        if (cadence == "daily") == is_daily and since <= opens and (opens < until or (opens == until and not is_daily)):
            yield f"{cadence}:{level}:{code}"


@given(st.dates(date(2015, 1, 1), date(2026, 12, 31)), st.integers(0, 400))
@settings(max_examples=100, deadline=None)
def test_periods_follow_one_another_without_a_gap(start, days):
    duty = Duty("monthly", "月报告", "month", "station", Rule(workdays=3))
    found = list(duty.opened(start, midnight(start + days * DAY)))

    assert all(one.next() == other for one, other in itertools.pairwise(found))
    assert all(start <= (period.last + DAY) <= start + days * DAY for period in found)


@pytest.mark.both_engines
def test_two_workers_open_a_period_once(big_world, settings):
    settings.YIMI_TODAY = date(2026, 11, 2)
    job = jobs.Job("test.reports", open_key, owed=lambda since, today: ["monthly:station:2026-10"])

    assert jobs.run_once(job, "monthly:station:2026-10") and not jobs.run_once(job, "monthly:station:2026-10")
    assert Report.objects.unscoped("test").filter(cadence="monthly").count() == 3


def test_the_edition_says_what_is_wrong_with_it():
    from yimi.catalogue.loader import read_policy
    from yimi.core.errors import Invalid

    wrong = {
        "schema_version": 1,
        "edition": {
            "kind": "cadences", "code": "X", "version": "1", "name_zh": "测试", "official": False,
            "effective_from": "2026-01-01",
        },
        "cadences": [
            {
                "code": "fortnightly", "name_zh": "双周", "period": "week",
                "owed_by": [{"level": "village", "due": {"workdays": 3, "days": 2}, "remind": ["x"]}],
            }
        ],
    }  # fmt: skip

    with pytest.raises(Invalid) as refused:
        read_policy(json.dumps(wrong, ensure_ascii=False).encode())
    said = str(refused.value)
    assert all(word in said for word in ("fortnightly", "village", "remind", "workdays"))
