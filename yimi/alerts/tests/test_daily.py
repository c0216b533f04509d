"""The monitoring of a day is made by itself, once, for its own day; an alert is one as long as its finding lasts."""

from datetime import date, datetime, time, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import story
from yimi.alerts import actions, queries
from yimi.alerts.declarations import compute, owed
from yimi.alerts.models import Alert, DailyMonitor
from yimi.core import clock, jobs
from yimi.core.actors import SYSTEM
from yimi.core.clock import CIVIL
from yimi.core.ids import new_id
from yimi.core.models import JobRun, State
from yimi.network.actions import put_calendar_day

from .conftest import TODAY

JOB = jobs.Job("alerts.daily", compute, owed=owed)
YESTERDAY = TODAY - timedelta(days=1)


def alerts_of(contact):
    return Alert.objects.unscoped("test").filter(subject=contact.pk).order_by("found_on")


@pytest.fixture
def clock_at(monkeypatch, settings):
    """Let it be an hour of a day."""

    def at(day, hour):
        settings.YIMI_TODAY = day
        monkeypatch.setattr(clock, "now", lambda: datetime.combine(day, hour, tzinfo=CIVIL))

    return at


def days_there():
    return sorted(set(DailyMonitor.objects.unscoped("test").values_list("day", flat=True)))


@pytest.mark.both_engines
def test_ten_days_of_outage_are_made_up_for_each_for_its_own_day(world, crisis, clock_at):
    contact = crisis(days=5)
    first = TODAY - timedelta(days=10)
    State.objects.create(key="job:alerts.daily", value=first.isoformat())
    clock_at(TODAY, time(9))

    jobs.run_job(JOB, "a")
    jobs.run_job(JOB, "b")

    assert days_there() == [first + timedelta(days=n) for n in range(10)]
    assert JobRun.objects.filter(job="alerts.daily").count() == 10
    assert DailyMonitor.objects.unscoped("test").filter(is_late=True).count() == 20
    only = alerts_of(contact).get()
    assert (only.found_on, only.since_on) == (contact.service_on + timedelta(days=1), contact.service_on)
    here = DailyMonitor.objects.unscoped("test").filter(county__code="469030").order_by("day")
    assert [row.counts.get("event", 0) for row in here] == [0, 0, 0, 0, 0, 0, 1, 1, 1, 1]


def test_a_day_is_ready_at_seven_and_a_clock_set_back_makes_it_no_second_time(world, clock_at):
    State.objects.create(key="job:alerts.daily", value=YESTERDAY.isoformat())
    clock_at(TODAY, time(6, 59))
    jobs.run_job(JOB, "a")
    assert days_there() == []

    clock_at(TODAY, time(7, 1))
    jobs.run_job(JOB, "a")
    assert days_there() == [YESTERDAY]
    assert not DailyMonitor.objects.unscoped("test").filter(is_late=True).exists()

    for hour in (time(5, 1), time(7, 2)):
        clock_at(TODAY, hour)
        jobs.run_job(JOB, "a")
    assert DailyMonitor.objects.unscoped("test").count() == 2  # one for each county of the small world


@pytest.mark.both_engines
def test_two_workers_at_the_same_moment_make_a_day_once(big_world):
    contact = story.contact(
        big_world.worker, big_world.here, "crisis", TODAY - timedelta(days=3),
        [story.person(big_world.worker, big_world.here, "王桂兰", opened_on=big_world.opened)],
    )  # fmt: skip
    together = Barrier(2)

    def work():
        together.wait()
        jobs.run_once(JOB, YESTERDAY.isoformat())
        connection.close()

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert DailyMonitor.objects.unscoped("test").count() == 2
    assert alerts_of(contact).count() == 1


def test_a_finding_that_lasts_is_one_alert_and_one_that_comes_back_is_another(world, person, crisis, monitor):
    contact = crisis(days=5)
    first = contact.service_on + timedelta(days=1)
    monitor(first)
    monitor(first + timedelta(days=1))
    assert alerts_of(contact).get().found_on == first

    met = story.visit(world.worker, world.here, first + timedelta(days=2), [person])
    monitor(first + timedelta(days=2))
    gone = alerts_of(contact).get()
    assert (gone.state, gone.closed_on, gone.gone_on) == ("gone", met.service_on, met.service_on)

    story.void_contact(met.pk, by=world.worker, reason="记错了人")
    monitor(YESTERDAY)
    assert [row.state for row in alerts_of(contact)] == ["gone", "open"]


def test_what_was_settled_does_not_come_back_while_it_is_still_so(world, crisis, monitor, settings):
    contact = crisis()
    monitor(YESTERDAY)
    alert = alerts_of(contact).get()
    actions.resolve_alert(alert.pk, by=world.county, step=new_id(), words="已转县医院，由家属陪护")

    settings.YIMI_TODAY = TODAY + timedelta(days=1)
    monitor(TODAY)

    kept = alerts_of(contact).get()
    assert (kept.state, kept.closed_on, kept.gone_on) == ("resolved", TODAY, None)


def test_a_day_off_is_monitored_and_the_answer_waits_for_a_workday(world, crisis, monitor):
    put_calendar_day(by=world.county, area="469030", on=date(2026, 11, 23), is_workday=False, name="军坡节")
    contact = crisis(days=0)

    monitor(date(2026, 11, 21))  # a Saturday

    assert alerts_of(contact).get().due_on == date(2026, 11, 24)
    days = {row.county.code: row.is_workday for row in DailyMonitor.objects.unscoped("test").select_related("county")}
    assert days == {"469028": False, "469030": False}


def test_days_without_records_are_no_alert(world, monitor):
    post = [each for each in monitor(YESTERDAY) if each.source != "vacant"]

    assert post == []


def test_the_counts_of_a_day_stay_and_open_the_rows_that_they_counted(world, crisis, report, monitor, settings):
    crisis()
    monitor(YESTERDAY)
    settings.YIMI_TODAY = TODAY + timedelta(days=1)
    report()
    monitor(TODAY)

    for day, n in ((YESTERDAY, 1), (TODAY, 2)):
        row = queries.monitors_for(world.county, day).get()
        told = queries.alerts_for(world.county, queries.Asked(county="469030", on=day)).exclude(item="vacant")
        assert row.unsettled - row.counts.get("vacant", 0) == told.count() == n


@pytest.mark.both_engines
def test_many_findings_take_as_many_statements_as_few(world, crisis):
    def statements(day):
        with CaptureQueriesContext(connection) as caught:
            actions.compute_day(day, by=SYSTEM)
        return len(caught)

    statements(TODAY - timedelta(days=4))  # what lasts is there already
    crisis(days=4)
    few = statements(TODAY - timedelta(days=3))
    for n in range(20):
        crisis(days=3, who=story.person(world.worker, world.here, f"林示例{n}", opened_on=world.opened))

    assert statements(TODAY - timedelta(days=2)) == few
