"""What can be done with messages (消息): send, read, remind, wish for mail, and send the mail."""

from .delivering import deliver
from .reading import mark_all_read, mark_read
from .reminding import Outcome, remind
from .sending import Sent, Skipped, send
from .wishing import confirm_mail, stop_mail, wish_mail

__all__ = [
    "Outcome",
    "Sent",
    "Skipped",
    "confirm_mail",
    "deliver",
    "mark_all_read",
    "mark_read",
    "remind",
    "send",
    "stop_mail",
    "wish_mail",
]
