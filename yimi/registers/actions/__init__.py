"""What can be done with registers (底册): send a table, match people, register them, settle what changed."""

from .differences import end_categories, reopen_difference, settle_differences, take_over
from .entries import enroll_entries, match_entry, part_entry, read_entries
from .tables import name_columns, send_register

__all__ = [
    "end_categories",
    "enroll_entries",
    "match_entry",
    "name_columns",
    "part_entry",
    "read_entries",
    "reopen_difference",
    "send_register",
    "settle_differences",
    "take_over",
]
