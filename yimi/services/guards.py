"""What stands against changing a contact (改动前的检查), declared by a domain that wrote it as part of its record."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from yimi.core.declare import Declared
from yimi.core.errors import RuleBroken

from .fields import ContactFields
from .models import Contact


@dataclass(frozen=True)
class ContactGuard:
    """A reason that may stand against a change: `refuses` gives its words, or nothing. No fields: it is voided."""

    key: str
    refuses: Callable[[Contact, ContactFields | None], Any]


contact_guards: Declared[ContactGuard] = Declared("contact guard")


def refuse_change(contact: Contact, fields: ContactFields | None) -> None:
    """Ask everybody whose record this contact is part of."""
    for guard in contact_guards:
        if words := guard.refuses(contact, fields):
            raise RuleBroken(words, code="part_of_another_record")
