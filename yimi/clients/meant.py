"""Whom the words of a search box mean (查的是谁): enough to know one person by, or not."""

from datetime import date

from yimi.core.text import clean, half_width

from .duplicates import Typed
from .identity import normalise_number, normalise_phone
from .tokens import letters_of


def meant_by(query: str) -> Typed:
    """Whom the words of a search box mean: a number alone, or a name with a birth date or phone."""
    words = half_width(clean(query)).split()
    named = [word for word in words if letters_of(word) and not any(sign.isdigit() for sign in word)]
    given = [word for word in words if word not in named]
    birth = next((day for day in map(_day, given) if day), None)
    number = given[0] if len(given) == 1 and not named and len(normalise_number(given[0])) >= 15 else ""
    return Typed(name="".join(named), birth_on=birth, phone=next(filter(_is_phone, given), ""), id_number=number)


def _day(text: str) -> date | None:
    """A day as people write it: 19430501, 1943-05-01, 1943.5.1, 1943年5月1日."""
    parts = text.replace("年", "-").replace("月", "-").replace("日", "").replace(".", "-").replace("/", "-").split("-")
    if len(parts) == 1 and len(text) == 8:
        parts = [text[:4], text[4:6], text[6:]]
    try:
        year, month, day = map(int, parts)
        return date(year, month, day)
    except ValueError:
        return None


def _is_phone(text: str) -> bool:
    try:
        return bool(normalise_phone(text)) and _day(text) is None
    except ValueError:
        return False
