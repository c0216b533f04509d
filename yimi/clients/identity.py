"""Identity (身份): numbers, phones, ages, and how each is shown when it is masked. Pure functions.

The first six digits of a resident number say where it was first issued and nothing about where
somebody lives, so they are never judged.
"""

import re
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yimi.core.text import half_width

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_MOBILE = re.compile(r"1[3-9]\d{9}")
_SHORTENED = re.compile(r"\d(\.\d+)?E\+?\d{1,2}")
_LANDLINE = re.compile(r"(0\d{2,3})?\d{7,8}")
OLDEST = 120

UNKNOWN = "unknown"
AGE_BANDS = (("0-6", 6), ("7-13", 13), ("14-17", 17), ("18-59", 59), ("60-69", 69), ("70-79", 79), ("80+", None))
BAND_LABELS = {
    "0-6": gettext_lazy("0–6 岁"),
    "7-13": gettext_lazy("7–13 岁"),
    "14-17": gettext_lazy("14–17 岁"),
    "18-59": gettext_lazy("18–59 岁"),
    "60-69": gettext_lazy("60–69 岁"),
    "70-79": gettext_lazy("70–79 岁"),
    "80+": gettext_lazy("80 岁及以上"),
    UNKNOWN: gettext_lazy("年龄未知"),
}


@dataclass(frozen=True)
class Resident:
    """What a resident identity number says of its holder (居民身份证)."""

    number: str
    birth_on: date
    sex: str


def normalise_number(text: str) -> str:
    """A number as it is stored: half-width, upper case, without spaces and dashes."""
    return re.sub(r"[\s\-–—]", "", half_width(text)).upper()


def check_digit(first: str) -> str:
    """The 18th character for the first 17 digits (GB 11643)."""
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(first, _WEIGHTS, strict=True)) % 11]


def read_resident(text: str) -> Resident:
    """The holder of a resident number; `ValueError` says in words what is wrong with it."""
    number = normalise_number(text)
    if _SHORTENED.fullmatch(number):
        raise ValueError(_("“%(number)s”被表格软件改写，后几位已丢失，请按证件重新填写。") % {"number": number})
    if re.fullmatch(r"\d{15}", number):
        raise ValueError(_old_number(number))
    if not re.fullmatch(r"\d{17}[\dX]", number):
        raise ValueError(_("居民身份证号码应为 18 位，现在是 %(n)s 位，或含有不该有的字符。") % {"n": len(number)})
    try:
        birth_on = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise ValueError(_("身份证号码里的出生日期 %(day)s 不存在。") % {"day": number[6:14]}) from None
    if check_digit(number[:17]) != number[17]:
        raise ValueError(_("身份证号码的校验位不对，请核对每一位数字。"))
    return Resident(number, birth_on, "M" if int(number[16]) % 2 else "F")


def _old_number(number: str) -> str:
    longer = number[:6] + "19" + number[6:]
    hint = longer + check_digit(longer)
    return _("15 位号码已停用。换算成 18 位是 %(hint)s，请与证件核对后填写。") % {"hint": hint}


def temporary_number(pk: UUID) -> str:
    """A number for who has none (临时编号), for this house only; never the shape of a certificate's (ID-07)."""
    return f"LS{pk.hex[-10:].upper()}"


def normalise_phone(text: str) -> str:
    """A phone number as it is stored: digits only; `ValueError` says in words what is wrong with it."""
    digits = re.sub(r"[\s\-–—()（）]", "", half_width(text))
    digits = re.sub(r"^(\+86|0086)", "", digits)
    if _MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits):
        return digits
    raise ValueError(_("电话应为 11 位手机号，或带区号的固定电话，例如 0898-66220000。"))


def age_on(birth_on: date, day: date) -> int:
    """Full years on a civil day. Born on 29 February, one is a year older on 1 March of a common year."""
    return day.year - birth_on.year - ((day.month, day.day) < (birth_on.month, birth_on.day))


def age_band(birth_on: date | None, day: date) -> str:
    """The age band (年龄段) on a day; `unknown` without a birth date."""
    if birth_on is None:
        return UNKNOWN
    age = age_on(birth_on, day)
    return next(code for code, oldest in AGE_BANDS if oldest is None or age <= oldest)


def ages_of(band: str) -> tuple[int, int | None]:
    """The youngest and oldest age in a band; None where it has no end."""
    place = [code for code, _oldest in AGE_BANDS].index(band)
    return (AGE_BANDS[place - 1][1] + 1 if place else 0), AGE_BANDS[place][1]  # type: ignore[operator]


def births_of(band: str, day: date) -> tuple[date | None, date | None]:
    """The first and last birth date of those who are in a band on a day; None where it has no end."""
    place = [code for code, _oldest in AGE_BANDS].index(band)
    oldest = AGE_BANDS[place][1]
    youngest = AGE_BANDS[place - 1][1] + 1 if place else None  # type: ignore[operator]
    first = None if oldest is None else _born_after(day, oldest + 1)
    return first, None if youngest is None else _born_by(day, youngest)


def _born_by(day: date, years: int) -> date:
    """The last birth date of those who are at least so many years old."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 2, 28)


def _born_after(day: date, years: int) -> date:
    """The first birth date of those who are not yet so many years old."""
    return date.fromordinal(_born_by(day, years).toordinal() + 1)


def split_names(text: str) -> list[str]:
    """Several names in one text, as former names are written."""
    return [name for name in re.split(r"[、，,;；\s]+", text) if name]


def mask_name(name: str | None) -> str:
    return f"{name[0]}**" if name else "**"


def mask_number(number: str | None) -> str:
    """First four and last four; shorter numbers show their last two."""
    if not number:
        return ""
    if len(number) < 12:
        return "*" * (len(number) - 2) + number[-2:]
    return f"{number[:4]}{'*' * (len(number) - 8)}{number[-4:]}"


def mask_certificate(number: str | None) -> str:
    """A disability certificate as the number it begins with; its last digits say type and grade (ID-12)."""
    return f"{mask_number(number[:18])}{'*' * len(number[18:])}" if number else ""


def mask_phone(phone: str | None) -> str:
    """138****5610; a landline keeps its last four."""
    if not phone:
        return ""
    if _MOBILE.fullmatch(phone):
        return f"{phone[:3]}****{phone[-4:]}"
    return "*" * (len(phone) - 4) + phone[-4:]
