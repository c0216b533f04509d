"""What can be done in an emergency action (应急关爱): open it, make its list, note outcomes, print, report."""

from .lines import add_line, change_line, show_phone
from .listing import make_list
from .opening import put_operation
from .outcomes import put_outcome, withdraw_outcome
from .papers import print_roster, recall_roster, take_table
from .safety import report_safe
from .sending import send_table
from .stepping import end_operation, enter_phase, set_level
from .visits import put_after_visit

__all__ = [
    "add_line", "change_line", "end_operation", "enter_phase", "make_list", "print_roster", "put_after_visit",
    "put_operation", "put_outcome", "recall_roster", "report_safe", "send_table", "set_level", "show_phone",
    "take_table", "withdraw_outcome",
]  # fmt: skip
