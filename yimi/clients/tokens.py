"""Search tokens (检索令牌): the words by which a sealed person can be found, and those that a query asks for.

Only keyed hashes of these words are stored. A whole name and its single characters and pairs, the
pinyin and initials, the number, the phone and the file number each make words of their own kind. The
birth date makes one too: nobody asks for it, but two files of one person mostly share it.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from functools import cache, lru_cache

from django.utils.translation import gettext as _

from yimi.core.pinyin import PHRASES_DICT, PINYIN_DICT, lazy_pinyin, to_normal
from yimi.core.rootkey import subkey
from yimi.core.seal import blind, blinder
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
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_UNIT = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]|[A-Za-z]+")
_RECURRING = {"pinyin", "initials", "born", "last4"}
_OPENED = {"file", "serial"}
_SERIAL = (1 << 20) - 1  # room for the serial of a file number
_LONGEST = 6  # letters of a syllable
_FILE = re.compile(r"([A-Z]{4,8})-?(\d{1,6})")

Word = tuple[str, str]


class TooShort(Exception):
    """The query fits too many people; the message asks for more."""


def words_of(
    *,
    name: str,
    id_number: str | None = None,
    phone: str | None = None,
    former: Iterable[str] = (),
    born: date | None = None,
) -> set[Word]:
    """Every word of a person. `former`: her names before (曾用名)."""
    names = (word for each in (name, *former) for word in _of_name(each))
    return {*names, *_of_number(id_number), *_of_phone(phone), *_of_birth(born)}


def words_of_file(file_number: str | None) -> set[Word]:
    if not file_number:
        return set()
    prefix, _dash, serial = file_number.partition("-")
    return {("file", prefix + serial), ("serial", serial.lstrip("0") or "0")}


def pairing_words(*, name: str, phone: str | None = None, born: date | None = None) -> list[Word]:
    """The words that two files of one person are likely to share (查重): whole name, its sound, phone, birth date."""
    words = [("name", letters_of(name))] + [("pinyin", "".join(syllables)) for syllables in readings(name)]
    words += [word for word in (*_of_birth(born), *_of_phone(phone)) if word[0] != "last4"]
    return [word for word in words if len(word[1]) > 1]


def letters_of(name: str) -> str:
    """A name without dots and spaces."""
    return "".join(_UNIT.findall(clean(name)))


def _of_name(name: str) -> Iterator[Word]:
    letters = letters_of(name)
    if _HAN.search(letters):
        for part in (letters, letters[0], letters[-1]):
            yield "name", part
        for at in range(len(letters) - 1):
            yield "name", letters[at : at + 2]
    for syllables in readings(name):
        yield from _of_sound(syllables)


def _of_sound(syllables: list[str]) -> Iterator[Word]:
    """The pinyin to the end of each syllable and to the first letter of the next, and the initials."""
    yield "pinyin", syllables[0][:2]
    said = ""
    for syllable in syllables:
        if said:
            yield "pinyin", said + syllable[0]
        said += syllable
        yield "pinyin", said
    initials = "".join(syllable[0] for syllable in syllables)
    for first in range(len(initials)):
        for last in range(first + 2, len(initials) + 1):
            yield "initials", initials[first:last]


def readings(name: str) -> list[list[str]]:
    """The syllables of a name, once for each way in which its surname is read."""
    units = _UNIT.findall(half_width(clean(name)))
    usual = _in_context(units) or [_alone(unit) for unit in units]
    for length in (2, 1):
        ways = SURNAMES.get("".join(units[:length]))
        if ways and len(units) > length:
            return [way.split() + usual[length:] for way in ways]
    return [usual] if usual else []


@lru_cache(maxsize=10_000)
def _alone(unit: str) -> str:
    """How one character is read by itself; letters are what they are."""
    return lazy_pinyin(unit)[0] if _HAN.match(unit) else unit.lower()


def _in_context(units: list[str]) -> list[str]:
    """The readings of characters in the phrase they make together; nothing where there is none, as in most names."""
    name = "".join(units)
    if not _has_phrase(name) or not all(_HAN.match(unit) for unit in units):
        return []
    together = lazy_pinyin(name)
    return together if len(together) == len(units) else []


def _has_phrase(name: str) -> bool:
    length = len(name)
    return any(name[a:b] in PHRASES_DICT for a in range(length - 1) for b in range(a + 2, length + 1))


def _of_number(number: str | None) -> Iterator[Word]:
    if number:
        yield "number", number
        yield "last4", number[-4:]


def _of_phone(phone: str | None) -> Iterator[Word]:
    if phone:
        yield "phone", phone
        yield "last4", phone[-4:]


def _of_birth(born: date | None) -> Iterator[Word]:
    if born:
        yield "born", born.isoformat()


def hashed(words: Iterable[Word]) -> set[int]:
    """The tokens of these words. Those that recur all the time are not hashed anew."""
    key, token = subkey("blind"), blinder()
    return {
        _in_line(key, kind, text) if kind in _OPENED
        else _often(key, kind, text) if kind in _RECURRING or len(text) < 3
        else token(kind, text)
        for kind, text in words
    }  # fmt: skip


def _in_line(key: bytes, kind: str, number: str) -> int:
    """Files are opened one after the other, and lie one after the other; their numbers are no secret."""
    return _often(key, kind, number[:-6]) & ~_SERIAL | int(number[-6:]) & _SERIAL


@lru_cache(maxsize=20_000)
def _often(_key: bytes, kind: str, text: str) -> int:
    return blind(kind, text)


def asked(query: str) -> list[list[int]]:
    """What a query asks for: one token of each group must be there. Raises `TooShort`."""
    text = half_width(clean(query))
    # 138 0000 5610 is one number; 王 5610 is a name and a number.
    words = text.split() if re.search(r"[^\d\s+()-]", text) else [text]
    groups = [group for word in words for group in _groups(word)]
    return [sorted(hashed(group)) for group in groups]


def exactly(query: str) -> list[list[int]]:
    """What somebody has whose name is typed in whole syllables or initials."""
    return [[blind("initials", each), blind("pinyin", each)] for each in spelled_in(query)]


def _groups(text: str) -> Iterator[list[Word]]:
    if _is_number(text):
        yield _numbers(text)
        return
    for part in re.findall(rf"{_HAN.pattern}|[A-Za-z]+", _plain(text)):
        if _HAN.match(part):
            yield from _pairs(part)
        elif len(part) < 2:
            raise TooShort(_("请至少输入两个拼音字母。"))
        else:
            typed = part.lower()
            yield [("initials", typed), *(("pinyin", beginning) for beginning in _beginnings(typed))]


def _beginnings(typed: str) -> list[str]:
    """What a name was found by when a syllable is half typed: 王桂兰 has `wangg`, and `wanggu` asks for it too.

    These fit more names than were meant; `sounds_like` tells which.
    """
    places = [at for at in range(1, len(typed)) if typed[at:] in _beginning_syllables()]
    whole = [typed[: at + 1] for at in places if _is_syllables(typed[:at])]
    first = [typed[:2]] if typed in _beginning_syllables() else []
    return list(dict.fromkeys([typed, *whole, *first]))


def _is_syllables(typed: str) -> bool:
    ends = {0}
    for end in range(1, len(typed) + 1):
        if any(typed[start:end] in _syllables() for start in ends if end - start <= _LONGEST):
            ends.add(end)
    return len(typed) in ends


@cache
def _syllables() -> frozenset[str]:
    spelled = {to_normal(one) for each in PINYIN_DICT.values() for one in each.split(",")}
    return frozenset(one for one in spelled if one.isascii() and one.isalpha())


@cache
def _beginning_syllables() -> frozenset[str]:
    return frozenset(one[:length] for one in _syllables() for length in range(1, len(one) + 1))


def sounds_like(ways: list[list[str]], letters: list[str]) -> bool:
    """Whether all letters of a query begin the pinyin of a name that is read in these ways, or are its initials."""
    return all(any(_sounds(syllables, each) for syllables in ways) for each in letters)


def spelled_in(query: str) -> list[str]:
    """The words of a query that are pinyin or initials; numbers with letters are none."""
    words = half_width(clean(query)).split()
    return [part.lower() for word in words if not _is_number(word) for part in re.findall(r"[A-Za-z]+", _plain(word))]


def _sounds(syllables: list[str], typed: str) -> bool:
    return "".join(syllables).startswith(typed) or typed in "".join(each[0] for each in syllables)


def _is_number(text: str) -> bool:
    return bool(re.search(r"\d", text)) and not _HAN.search(text)


def _plain(text: str) -> str:
    return re.sub(r"[·•.']", "", text)


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
    if number.isdecimal() and len(number) <= 6:
        words.append(("serial", number.lstrip("0") or "0"))
    if match := _FILE.fullmatch(number):
        words.append(("file", match[1] + match[2].zfill(6)))
    with suppress(ValueError):
        words.append(("phone", normalise_phone(text)))
    return words
