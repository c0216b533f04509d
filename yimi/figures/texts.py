"""Ids and days of many rows (大批行的编号与日期): asked for as text, and made what they are once, not once a row."""

from datetime import date
from uuid import UUID

from django.db.models import TextField
from django.db.models.functions import Cast


def as_text(path: str) -> Cast:
    """What is at a path as text; an id of each of many rows takes longer to make than all the rest of the row."""
    return Cast(path, TextField())


class Days(dict[str, date]):
    """Days by their text, each made once."""

    def __missing__(self, text: str) -> date:
        self[text] = found = date.fromisoformat(text)
        return found


class Ids(dict[str, UUID]):
    """Ids by their text, each made once."""

    def __missing__(self, text: str) -> UUID:
        self[text] = found = UUID(text)
        return found
