"""What can be done with reports (报告): fill, submit, confirm, return, excuse, read, lock, amend."""

from .filling import Typed, fill
from .locking import amend, lock, lock_accepted
from .moving import confirm, confirm_many, confirm_untouched, excuse, mark_read, send_back, submit

__all__ = [
    "Typed",
    "amend",
    "confirm",
    "confirm_many",
    "confirm_untouched",
    "excuse",
    "fill",
    "lock",
    "lock_accepted",
    "mark_read",
    "send_back",
    "submit",
]
