"""What can be done: write and hand in, answer, keep photos, add a line to a day, keep the chronicle."""

from .answering import answer, note_printed, take_back_adoption
from .keeping import put_entry, put_note, void_entry
from .photos import add_photo, blur_photo, open_photo, remove_photo, take_photo
from .sending import forward, submit, take_back
from .writing import Put, draft_from, put_publication, void_publication

__all__ = [
    "Put",
    "add_photo",
    "answer",
    "blur_photo",
    "draft_from",
    "forward",
    "note_printed",
    "open_photo",
    "put_entry",
    "put_note",
    "put_publication",
    "remove_photo",
    "submit",
    "take_back",
    "take_back_adoption",
    "take_photo",
    "void_entry",
    "void_publication",
]
