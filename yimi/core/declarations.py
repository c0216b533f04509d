"""What the core declares (声明): the job that keeps the journal sealed."""

from .jobs import Job, jobs
from .journal import seal_tail

jobs.add(Job(key="journal.seal", run=seal_tail, every=1))
