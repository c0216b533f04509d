"""What can be done with tracked items (督办事项): raise, prove, recheck, extend, escalate, plan, void."""

from .following import escalate, escalate_overdue, extend, plan, void
from .proving import open_file, recheck, submit_proof
from .raising import ItemFields, Put, put_item, raise_item

__all__ = [
    "ItemFields",
    "Put",
    "escalate",
    "escalate_overdue",
    "extend",
    "open_file",
    "plan",
    "put_item",
    "raise_item",
    "recheck",
    "submit_proof",
    "void",
]
