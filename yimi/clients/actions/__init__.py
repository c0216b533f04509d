"""What can be done to a person's file. Pages, the API, imports and the demo all come through here."""

from .assigning import assign_worker
from .categories import end_category, hold_category
from .files import open_file, restore_file
from .households import join_household, leave_household
from .merging import merge_people, undo_merge
from .people import Put, put_people, put_person
from .reading import read_list, read_person
from .reveals import SHOWN_SECONDS, Revealed, reveal
from .voiding import void_person

__all__ = [
    "SHOWN_SECONDS",
    "Put",
    "Revealed",
    "assign_worker",
    "end_category",
    "hold_category",
    "join_household",
    "leave_household",
    "merge_people",
    "open_file",
    "put_people",
    "put_person",
    "read_list",
    "read_person",
    "restore_file",
    "reveal",
    "undo_merge",
    "void_person",
]
