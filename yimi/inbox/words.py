"""What may stand in a message (消息的文字): short, on one line where it is a title, without numbers of persons."""

import re
from typing import Any

from django.utils.translation import gettext as _

from yimi.core.errors import Invalid
from yimi.core.text import clean

MOST_TITLE, MOST_TEXT, MOST_WORDS = 100, 4000, 200
NUMBERS = re.compile(
    r"(?<!\d)(?:\d{6}[ -]?\d{8}[ -]?\d{3}[\dXxＸｘ]|[1１][3-9３-９]\d[ -]?\d{4}[ -]?\d{4})(?!\d)"
)  # \d matches full-width digits too


def has_numbers(text: str) -> bool:
    """Whether a number of an identity card or of a mobile phone stands in it."""
    return bool(NUMBERS.search(text))


def without_numbers(text: str) -> str:
    """A title of somewhere else as it may be passed on: what looks like a number of a person is left out."""
    return NUMBERS.sub("…", text)


def one_line(text: Any) -> str:
    return " ".join(clean(str(text)).split())


def checked(title: Any, text: Any) -> tuple[str, str]:
    """The title and text as they are kept; raises `Invalid`."""
    title, text, faults = one_line(title), clean(str(text)), {}
    if not 2 <= len(title) <= MOST_TITLE:
        faults["title"] = [_("标题 2 到 100 字。")]
    if len(text) > MOST_TEXT:
        faults["text"] = [_("内容最多 4000 字。")]
    for name, said in (("title", title), ("text", text)):
        if has_numbers(said):
            faults[name] = [_("消息里不能写证件号码和电话号码。")]
    if faults:
        raise Invalid(faults)
    return title, text


def leads_inside(url: str) -> bool:
    """Whether a link stays in this house: a path of a page, with no way to another host."""
    return url.startswith("/app/") and "\\" not in url and url.isprintable() and " " not in url
