"""What can be done with campaigns (专项活动): plan, list people, deliver, take back, keep files, take a step."""

from .delivering import deliver, take_back
from .filing import add_file, open_file, remove_file
from .listing import add_matching, add_people, change_people, remove_people
from .planning import put_campaign
from .receipts import receipt_sheet
from .stepping import take_step

__all__ = [
    "add_file", "add_matching", "add_people", "change_people", "deliver", "open_file", "put_campaign", "receipt_sheet",
    "remove_file", "remove_people", "take_back", "take_step",
]  # fmt: skip
