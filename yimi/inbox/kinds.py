"""What messages are about (消息类别): each domain that tells people something declares its kind."""

from dataclasses import dataclass
from typing import Any

from yimi.core.declare import Declared


@dataclass(frozen=True)
class MessageKind:
    """One kind of message, by which lists are narrowed and mail is wished for."""

    key: str
    label: Any
    icon: str = "bell"
    order: int = 0


message_kinds: Declared[MessageKind] = Declared("message kind")
