"""How likely two files are one person's (相似程度): a score from 0 to 100 with its reasons. Pure functions.

What agrees adds, what differs takes away. A resident number carries a check digit, so two valid numbers
that differ are two people, however alike the rest; what speaks for one person then is a slip of one digit.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from .similarity_data import COMMON_SURNAME, LOOK_ALIKE, SURNAME_SHARES
from .tokens import letters_of, readings

LIKELY = 60  # from here on two files wait for somebody to look at them
POSSIBLE = 45  # enough to ask while a file is being typed

REASONS = {
    "number": _("证件号码相同"),
    "number_slip": _("证件号码只差一位"),
    "number_missing": _("有一份没有证件号码"),
    "name": _("姓名相同"),
    "homophone": _("姓名同音"),
    "near_sound": _("姓名音近"),
    "swapped": _("姓名的字前后颠倒"),
    "look_alike": _("姓名有形近字"),
    "former_name": _("与曾用名相同"),
    "birth": _("出生日期相同"),
    "birth_digit": _("出生日期只差一位"),
    "birth_swapped": _("出生的月和日颠倒"),
    "birth_near": _("出生日期相近"),
    "birth_decade": _("出生年相差十年，月日相同"),
    "phone": _("电话相同"),
    "phone_digit": _("电话只差一位"),
    "household": _("同一户"),
    "village": _("同一村（居）"),
    "address": _("住址相同"),
}
_NAME = {"name": 50, "former_name": 46, "homophone": 40, "swapped": 40, "look_alike": 40, "near_sound": 32}
_BIRTH = {"birth": 32, "birth_digit": 20, "birth_swapped": 20, "birth_near": 16, "birth_decade": 18}
_ONE_CHARACTER, _OTHER_NAME = -25, -60
_OTHER_NUMBER, _OTHER_BIRTH, _OTHER_GENERATION, _OTHER_SEX = -70, -40, -55, -15
_GENERATION = 14  # years
_SOUNDS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"), ("r", "l"), ("n", "l"), ("hu", "f"), ("h", "f"))


@dataclass(frozen=True, slots=True)
class Features:
    """What of a person is compared, prepared once for many comparisons (比对要素)."""

    name: str
    ways: frozenset[tuple[str, ...]]  # the syllables, for each way the name is read
    near: frozenset[tuple[str, ...]]  # the same as the island's ear hears them
    former: frozenset[str]
    birth: date | None
    sex: str
    number: str
    phone: str
    household: UUID | None
    village: str
    address: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two files are: the score and the codes of what speaks for one person (理由)."""

    score: int
    reasons: tuple[str, ...]


def features(
    *,
    name: str,
    former: Iterable[str] = (),
    birth: date | None = None,
    sex: str = "unknown",
    number: str | None = None,
    phone: str | None = None,
    household: UUID | None = None,
    village: str = "",
    address: str | None = None,
) -> Features:
    """A person made ready to be compared."""
    ways = frozenset(tuple(way) for way in readings(name))
    near = frozenset(tuple(map(_heard, way)) for way in ways)
    names = frozenset(letters_of(each) for each in former)
    whole = letters_of(name)
    return Features(whole, ways, near, names, birth, sex, number or "", phone or "", household, village, address or "")


def compare(one: Features, other: Features) -> Likeness:
    """How likely it is that two files are one person's."""
    if one.number and one.number == other.number:
        return Likeness(100, ("number",))
    found: list[tuple[int, str]] = [_name(one, other), _birth(one.birth, other.birth), _number(one, other)]
    found += _surroundings(one, other)
    score = sum(points for points, _code in found)
    return Likeness(max(0, min(99, score)), tuple(code for _points, code in found if code))


def _name(one: Features, other: Features) -> tuple[int, str]:
    code = _name_code(one, other)
    if code:
        return _NAME[code] - _common(one.name), code
    letters = _differing(one.name, other.name)
    return (_ONE_CHARACTER if letters is not None and len(letters) == 1 else _OTHER_NAME), ""


def _name_code(one: Features, other: Features) -> str:
    if one.name == other.name:
        return "name"
    if one.name in other.former or other.name in one.former:
        return "former_name"
    if not one.ways.isdisjoint(other.ways):
        return "homophone"
    letters = _differing(one.name, other.name)
    if letters and len(letters) == 2 and letters[0] == letters[1][::-1]:
        return "swapped"
    if letters and len(letters) == 1 and letters[0] in LOOK_ALIKE:
        return "look_alike"
    return "near_sound" if not one.near.isdisjoint(other.near) else ""


def _differing(one: str, other: str) -> list[str] | None:
    """The characters that differ, place by place; nothing where the lengths differ."""
    if len(one) != len(other):
        return None
    return [a + b for a, b in zip(one, other, strict=True) if a != b]


def _common(name: str) -> int:
    """A surname that many have says less than a rare one (姓氏权重)."""
    return 4 if SURNAME_SHARES.get(name[:1], 0) >= COMMON_SURNAME else 0 if name[:1] in SURNAME_SHARES else -4


def _heard(syllable: str) -> str:
    for sound, heard in _SOUNDS:
        if sound == "ng" and syllable.endswith(sound):
            syllable = syllable[:-1]
        elif sound != "ng" and syllable.startswith(sound):
            return heard + syllable[len(sound) :]
    return syllable


def _birth(one: date | None, other: date | None) -> tuple[int, str]:
    if one is None or other is None:
        return 0, ""
    code = _birth_code(one, other)
    if code:
        return _BIRTH[code], code
    years = abs(one.year - other.year)
    return (_OTHER_GENERATION if years >= _GENERATION else _OTHER_BIRTH), ""


def _birth_code(one: date, other: date) -> str:
    if one == other:
        return "birth"
    years, same_day = abs(one.year - other.year), (one.month, one.day) == (other.month, other.day)
    if same_day and years == 10:
        return "birth_decade"
    if (same_day and years == 1) or _one_digit(f"{one:%Y%m%d}", f"{other:%Y%m%d}"):
        return "birth_digit"
    if years == 0 and (one.month, one.day) == (other.day, other.month):
        return "birth_swapped"
    return "birth_near" if abs(one.toordinal() - other.toordinal()) <= 3 else ""


def _number(one: Features, other: Features) -> tuple[int, str]:
    if not one.number or not other.number:
        return 0, "number_missing" if one.number or other.number else ""
    return (30, "number_slip") if _slip(one.number, other.number) else (_OTHER_NUMBER, "")


def _slip(one: str, other: str) -> bool:
    """One digit wrong, or two neighbours swapped."""
    letters = _differing(one, other)
    if letters is None or not 1 <= len(letters) <= 2:
        return False
    if len(letters) == 1:
        return True
    first = next(at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b)
    return one[first : first + 2] == other[first : first + 2][::-1]


def _one_digit(one: str, other: str) -> bool:
    letters = _differing(one, other)
    return letters is not None and len(letters) == 1


def _surroundings(one: Features, other: Features) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    if one.phone and other.phone:
        same = one.phone == other.phone
        found += [(18, "phone")] if same else [(10, "phone_digit")] if _slip(one.phone, other.phone) else []
    if one.household and one.household == other.household:
        found.append((6, "household"))
    if one.village and one.village == other.village:
        found.append((6, "village"))
    if one.address and one.address == other.address:
        found.append((8, "address"))
    if "unknown" not in (one.sex, other.sex) and one.sex != other.sex:
        found.append((_OTHER_SEX, ""))
    return found
