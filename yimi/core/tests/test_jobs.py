"""Background work happens, once, whoever does it."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from yimi.core import jobs
from yimi.core.jobs import Job, Worker, days_over, owed_now, run_job, run_once, take
from yimi.core.models import JobRun, Lease

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


@pytest.fixture
def declared(monkeypatch):
    """No jobs but those a test adds."""
    monkeypatch.setattr(jobs, "jobs", jobs.Declared("job"))
    return jobs.jobs


def nightly(done: list) -> Job:
    return Job(key="nightly", run=done.append, owed=days_over)


def test_every_day_of_a_downtime_is_made_up_for_once(settings):
    done: list[str] = []
    settings.YIMI_TODAY = date(2026, 9, 1)
    run_job(nightly(done), "a")
    settings.YIMI_TODAY = date(2026, 9, 4)

    run_job(nightly(done), "a")
    run_job(nightly(done), "b")

    assert done == ["2026-09-01", "2026-09-02", "2026-09-03"]


def test_a_period_whose_work_failed_is_still_owed(settings):
    def fail(period_key):
        raise OSError("no room")

    settings.YIMI_TODAY = date(2026, 9, 1)
    failing = Job(key="nightly", run=fail, owed=days_over)
    owed_now(failing)
    settings.YIMI_TODAY = date(2026, 9, 2)
    with pytest.raises(OSError, match="no room"):
        run_job(failing, "a")

    assert owed_now(failing) == ["2026-09-01"]


def test_a_lease_has_one_holder_until_it_runs_out():
    first = take("seal", "a", 60)

    assert take("seal", "b", 60) is None
    assert take("seal", "a", 60) == first

    Lease.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert take("seal", "b", 60) == first + 1
    assert take("seal", "a", 60) is None


def test_a_stopped_worker_leaves_its_leases_to_the_next():
    take("seal", "a", 60)

    jobs.give_back("a")

    assert take("seal", "b", 60) is not None


def test_a_failing_job_does_not_stop_the_others(declared, caplog):
    done: list[int] = []
    declared.add(Job(key="broken", run=lambda: 1 / 0, every=1))
    declared.add(Job(key="sound", run=lambda: done.append(1), every=1))

    Worker().tick()

    assert done == [1]
    assert "broken" in caplog.text


def test_a_job_waits_its_time(declared):
    done: list[int] = []
    declared.add(Job(key="slow", run=lambda: done.append(1), every=3600))
    worker = Worker()

    worker.tick()
    worker.tick()

    assert done == [1]


def test_a_job_with_more_to_do_does_not_wait_its_time(declared):
    left = [1, 2, 3]
    declared.add(Job(key="long", run=lambda: bool(left.pop() > 1), every=3600))
    worker = Worker()

    assert [worker.tick() for _nth in range(4)] == [True, True, False, False]
    assert left == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_the_same_moment_do_a_period_once():
    done: list[str] = []
    together = Barrier(2)

    def work():
        together.wait()
        run_once(Job(key="nightly", run=done.append, owed=days_over), "2026-09-01")
        connection.close()

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert done == ["2026-09-01"]
    assert JobRun.objects.count() == 1
