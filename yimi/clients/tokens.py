"""Search tokens (检索令牌): the words by which a sealed person can be found, and those that a query asks for.

Only keyed hashes of these words are stored. A whole name and its single characters and pairs, the
pinyin and initials, the number, the phone and the file number each make words of their own kind.
"""

import re
from collections.abc import Iterator
from contextlib import suppress

from django.utils.translation import gettext as _
from pypinyin import lazy_pinyin

from yimi.core.seal import blind
from yimi.core.text import clean, half_width

from .identity import normalise_number, normalise_phone

# Readings that a name has and the same character elsewhere has not; the first is the usual one.
SURNAMES = {
    "单": ("shan",), "曾": ("zeng",), "仇": ("qiu",), "解": ("xie",), "区": ("ou",), "朴": ("piao",), "查": ("zha",),
    "盖": ("ge", "gai"), "覃": ("qin", "tan"), "任": ("ren",), "缪": ("miao",), "华": ("hua",), "宁": ("ning",),
    "冼": ("xian",), "乐": ("le", "yue"), "员": ("yun",), "种": ("chong",), "秘": ("bi",), "折": ("she",),
    "逄": ("pang",), "那": ("na",), "尹": ("yin",), "翟": ("zhai",), "祭": ("zhai",), "黑": ("he",), "洗": ("xian",),
    "万俟": ("mo qi",), "尉迟": ("yu chi",), "澹台": ("tan tai",), "单于": ("chan yu",), "长孙": ("zhang sun",),
}  # fmt: skip
WHOLE, BEGINS, WITHIN = 0, 1, 2
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_UNIT = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]|[A-Za-z]+")
_FILE = re.compile(r"([A-Z]{4,8})-?(\d{1,6})")

Word = tuple[str, str]


class TooShort(Exception):
    """The query fits too many people; the message asks for more."""


def words_of(*, name: str, id_number: str | None = None, phone: str | None = None) -> dict[Word, int]:
    """Every word of a person with its rank: 0 the whole, 1 how it begins, 2 within it."""
    words: dict[Word, int] = {}
    for word, rank in (*_of_name(name), *_of_number(id_number), *_of_phone(phone)):
        words[word] = min(rank, words.get(word, rank))
    return words


def words_of_file(file_number: str) -> dict[Word, int]:
    prefix, _dash, serial = file_number.partition("-")
    return {("file", prefix + serial): WHOLE, ("serial", serial.lstrip("0")): WITHIN}


def _of_name(name: str) -> Iterator[tuple[Word, int]]:
    letters = "".join(_UNIT.findall(clean(name)))
    if _HAN.search(letters):
        yield ("name", letters), WHOLE
        yield ("name", letters[0]), BEGINS
        yield ("name", letters[-1]), WITHIN
        for at in range(len(letters) - 1):
            yield ("name", letters[at : at + 2]), WITHIN if at else BEGINS
    for syllables in readings(name):
        for length in range(1, len(syllables) + 1):
            yield ("pinyin", "".join(syllables[:length])), WHOLE if length == len(syllables) else BEGINS
        initials = "".join(syllable[0] for syllable in syllables)
        for first in range(len(initials)):
            for last in range(first + 2, len(initials) + 1):
                yield ("initials", initials[first:last]), BEGINS if first == 0 else WITHIN


def readings(name: str) -> list[list[str]]:
    """The syllables of a name, once for each way in which its surname is read."""
    units = _UNIT.findall(half_width(clean(name)))
    usual = _in_context(units) or [lazy_pinyin(unit)[0] if _HAN.match(unit) else unit.lower() for unit in units]
    for length in (2, 1):
        ways = SURNAMES.get("".join(units[:length]))
        if ways and len(units) > length:
            return [way.split() + usual[length:] for way in ways]
    return [usual] if usual else []


def _in_context(units: list[str]) -> list[str]:
    """Read together, characters with several readings take the one of the phrase; nothing for mixed names."""
    together = lazy_pinyin("".join(units)) if all(_HAN.match(unit) for unit in units) else []
    return together if len(together) == len(units) else []


def _of_number(number: str | None) -> Iterator[tuple[Word, int]]:
    if number:
        yield ("number", number), WHOLE
        yield ("last4", number[-4:]), WITHIN


def _of_phone(phone: str | None) -> Iterator[tuple[Word, int]]:
    if phone:
        yield ("phone", phone), WHOLE
        yield ("last4", phone[-4:]), WITHIN


def hashed(words: dict[Word, int]) -> dict[int, int]:
    return {blind(*word): rank for word, rank in words.items()}


def asked(query: str) -> list[list[int]]:
    """What a query asks for: one token of each group must be there. Raises `TooShort`."""
    text = half_width(clean(query))
    # 138 0000 5610 is one number; 王 5610 is a name and a number.
    words = text.split() if re.search(r"[^\d\s+()-]", text) else [text]
    groups = [group for word in words for group in _groups(word)]
    return [[blind(*word) for word in group] for group in groups]


def _groups(text: str) -> Iterator[list[Word]]:
    if re.search(r"\d", text) and not _HAN.search(text):
        yield _numbers(text)
        return
    for part in re.findall(rf"{_HAN.pattern}|[A-Za-z]+", re.sub(r"[·•.]", "", text)):
        if _HAN.match(part):
            yield from _pairs(part)
        elif len(part) < 2:
            raise TooShort(_("请至少输入两个拼音字母。"))
        else:
            yield [("initials", part.lower()), ("pinyin", part.lower())]


def _pairs(name: str) -> Iterator[list[Word]]:
    if len(name) <= 2:
        yield [("name", name)]
    else:
        yield from ([("name", name[at : at + 2])] for at in range(len(name) - 1))


def _numbers(text: str) -> list[Word]:
    number = normalise_number(text)
    words: list[Word] = [("number", number)]
    if len(number) == 4:
        words.append(("last4", number))
    if number.isdigit() and len(number) <= 6:
        words.append(("serial", number.lstrip("0") or "0"))
    if match := _FILE.fullmatch(number):
        words.append(("file", match[1] + match[2].zfill(6)))
    with suppress(ValueError):
        words.append(("phone", normalise_phone(text)))
    return words
