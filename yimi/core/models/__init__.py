"""What the core keeps (核心): keys, the journal and its seals, calendars, leases and runs of jobs."""

from .jobs import JobRun, Lease, State
from .journal import Entry, Seal
from .seal import Key
from .workdays import CalendarDay

__all__ = ["CalendarDay", "Entry", "JobRun", "Key", "Lease", "Seal", "State"]
