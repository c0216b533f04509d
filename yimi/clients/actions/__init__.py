"""What can be done to a person's file. Pages, the API, imports and the demo all come through here."""

from .assigning import MOST as MOST_AT_ONCE
from .assigning import assign_worker
from .categories import end_category, hold_category
from .consent import ConsentFields, record_consent
from .consulting import answer_consult, ask_consult, end_consult
from .ending import archive_file, end_file, reopen_file
from .files import open_file, restore_file
from .handover import hand_over
from .hints import Elsewhere, look_elsewhere
from .households import join_household, leave_household
from .merging import merge_people, undo_merge
from .moving import Answer, answer_transfer, ask_transfer, withdraw_transfer
from .pairs import decide_pair, keep_apart, reopen_pair
from .particulars import add_particulars, put_particulars
from .people import Put, put_people, put_person
from .reading import note_listed, read_list, read_person
from .reveals import SHOWN_SECONDS, Revealed, reveal
from .voiding import void_person

__all__ = [
    "MOST_AT_ONCE",
    "SHOWN_SECONDS",
    "Answer",
    "ConsentFields",
    "Elsewhere",
    "Put",
    "Revealed",
    "add_particulars",
    "answer_consult",
    "answer_transfer",
    "archive_file",
    "ask_consult",
    "ask_transfer",
    "assign_worker",
    "decide_pair",
    "end_category",
    "end_consult",
    "end_file",
    "hand_over",
    "hold_category",
    "join_household",
    "keep_apart",
    "leave_household",
    "look_elsewhere",
    "merge_people",
    "note_listed",
    "open_file",
    "put_particulars",
    "put_people",
    "put_person",
    "read_list",
    "read_person",
    "reopen_pair",
    "record_consent",
    "reopen_file",
    "restore_file",
    "reveal",
    "undo_merge",
    "void_person",
    "withdraw_transfer",
]
