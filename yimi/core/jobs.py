"""Work nobody waits for (后台任务): declared by the domains, done by `yimi worker`.

A job runs every few seconds, or once for each period it owes. There is no cron: a tick asks what is
owed and not yet done, so a machine that was off makes up for it, and several workers do it once.
"""

import logging
import os
import signal
import socket
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import close_old_connections, transaction
from django.db.models import F
from django.utils import timezone

from .clock import today
from .declare import Declared
from .ids import new_id
from .memory import settle
from .models.jobs import JobRun, Lease, State

BEAT = 0.5  # seconds between ticks
OWED_EVERY = 30.0  # seconds between two looks at what is owed
LEASE = 60  # seconds after which the job of a dead worker passes to another

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """A piece of background work (任务).

    With `every`, `run()` is called that often by one worker at a time; it must be idempotent. Where it gives True there
    is more to do, and it is called again as soon as the other jobs have had their turn.
    With `owed(since, today)`, `run(period_key)` is called exactly once for each key it gives, in one
    transaction with its record; `since` is the day this installation first knew the job.
    """

    key: str
    run: Callable[..., Any]
    every: float | None = None
    owed: Callable[[date, date], Iterable[str]] | None = None

    def __post_init__(self):
        if (self.every is None) == (self.owed is None):
            raise ValueError(f"job {self.key!r} needs `every` or `owed`, not both")

    @property
    def pause(self) -> float:
        return self.every if self.every is not None else OWED_EVERY


jobs: Declared[Job] = Declared("job")


def days_over(since: date, today: date) -> list[str]:
    """Every day from `since` that is over: what a daily job owes."""
    return [(since + timedelta(days=n)).isoformat() for n in range((today - since).days)]


def take(name: str, holder: str, seconds: float) -> int | None:
    """Take or renew the lease: its fence, or None while another holds it."""
    until = timezone.now() + timedelta(seconds=seconds)
    _, made = Lease.objects.get_or_create(name=name, defaults={"holder": holder, "until": until})
    mine = Lease.objects.filter(name=name, holder=holder)
    if not made and not mine.update(until=until):
        free = Lease.objects.filter(name=name, until__lt=timezone.now())
        free.update(holder=holder, until=until, fence=F("fence") + 1)
    return mine.values_list("fence", flat=True).first()


def give_back(holder: str) -> None:
    """End every lease of this holder, so that the next worker need not wait."""
    Lease.objects.filter(holder=holder).update(holder="", until=timezone.now())


def owed_now(job: Job) -> list[str]:
    """The periods this job owes and has not done, oldest first."""
    if job.owed is None:
        return []
    since, _ = State.objects.get_or_create(key=f"job:{job.key}", defaults={"value": today().isoformat()})
    done = set(JobRun.objects.filter(job=job.key).values_list("period_key", flat=True))
    return [key for key in job.owed(date.fromisoformat(since.value), today()) if key not in done]


@transaction.atomic
def run_once(job: Job, period_key: str) -> bool:
    """Do the work of one period unless it is done; a failure leaves it owed."""
    _, first = JobRun.objects.get_or_create(job=job.key, period_key=period_key, defaults={"ran_at": timezone.now()})
    if first:
        job.run(period_key)
    return first


def run_job(job: Job, holder: str) -> bool:
    """Do what this job has to do now, if this worker holds its lease; whether it left something to do."""
    if job.owed is None:
        return take(f"job:{job.key}", holder, LEASE) is not None and job.run() is True
    for period_key in owed_now(job):
        run_once(job, period_key)
    return False


class Worker:
    """One job worker (任务进程): ticks until it is asked to stop."""

    def __init__(self) -> None:
        self.holder = f"{socket.gethostname()[:30]}:{os.getpid()}:{new_id().hex[-12:]}"
        self.stopping = False
        self._next: dict[str, float] = {}

    def stop(self, *_signal) -> None:
        self.stopping = True

    def tick(self) -> bool:
        """Run every job whose time has come; whether one left something to do.

        One that fails is logged and tried again at its next time.
        """
        busy = False
        for job in jobs:
            if self.stopping or time.monotonic() < self._next.get(job.key, 0):
                continue
            more = False
            try:
                more = run_job(job, self.holder)
            except Exception:  # the last line of defence: one job's bug must not stop the others
                log.exception("job %s failed", job.key)
            self._next[job.key] = time.monotonic() + (0 if more else job.pause)
            busy |= more
        return busy

    def run(self) -> None:
        """Tick until SIGTERM; the job in hand is finished first."""
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        settle()
        while not self.stopping:
            close_old_connections()
            if not self.tick():
                time.sleep(BEAT)
        give_back(self.holder)
