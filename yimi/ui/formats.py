"""How numbers, days and sizes are written for people (数字与日期的写法). None is no data: —."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yimi.core import clock

NO_DATA = "—"
TEN_THOUSAND = 10_000


def figure(value: float | None, short: bool = False) -> str:
    """3,380; with `short`, from ten thousand on, 2.4万."""
    if value is None or value == "":
        return NO_DATA
    if short and abs(value) >= TEN_THOUSAND and _chinese():
        return f"{value / TEN_THOUSAND:,.1f}".removesuffix(".0") + "万"
    return f"{value:,}"


def signed(value: float | None) -> str:
    """A difference with its sign: +12, -3, 0."""
    return "+" * bool(value and value > 0) + figure(value)


def pct(ratio: float | None, digits: int = 0) -> str:
    """The ratio 0.92 as 92%. Never rounded up to 100."""
    if ratio is None or ratio == "":
        return NO_DATA
    text = f"{ratio * 100:.{digits}f}"
    if ratio < 1 and float(text) >= 100:
        text = "99" if not digits else "99." + "9" * digits
    return f"{text}%"


def day(value: date | None) -> str:
    """9月15日 周三 in this year, 2021年9月15日 in another."""
    if value is None or value == "":
        return NO_DATA
    value = clock.civil(value) if isinstance(value, datetime) else value
    if not _chinese():
        return date_format(value, "j M Y")
    if value.year != clock.today().year:
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.month}月{value.day}日 周{'一二三四五六日'[value.weekday()]}"


def moment(value: datetime | None) -> str:
    """今天 10:20, 昨天 18:02, else the day and the time."""
    if value is None or value == "":
        return NO_DATA
    local = value.astimezone(clock.CIVIL)
    ago = (clock.today() - local.date()).days
    named = {0: _("今天"), 1: _("昨天")}.get(ago) or day(local.date())
    return f"{named} {local:%H:%M}"


def age(value: date | int | None) -> str:
    """78 岁, from a birth date or from full years."""
    if value is None or value == "":
        return NO_DATA
    years = _full_years(value) if isinstance(value, date) else value
    return _("%(years)s 岁") % {"years": years}


def size(octets: int | None) -> str:
    """318 KB, 1.2 MB."""
    if octets is None or octets == "":
        return NO_DATA
    if octets < 1024 * 1024:
        return f"{max(1, round(octets / 1024)) if octets else 0} KB"
    return f"{octets / 1024 / 1024:.1f} MB"


def _full_years(born: date) -> int:
    now = clock.today()
    return now.year - born.year - ((now.month, now.day) < (born.month, born.day))


def _chinese() -> bool:
    return (get_language() or "zh-hans").startswith("zh")
