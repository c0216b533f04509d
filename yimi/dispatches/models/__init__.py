"""The records of dispatches (季调度), circulars (半年通报) and the yearly assessment (年终考核)."""

from .assessments import Announcement, Assessment, Object, Objection, Result
from .circulars import Circular, Receipt
from .dispatches import Decision, Dispatch

__all__ = [
    "Announcement", "Assessment", "Circular", "Decision", "Dispatch", "Object", "Objection", "Receipt", "Result",
]  # fmt: skip
