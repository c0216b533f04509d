"""Short names of areas (简称): what people call them, and what a search finds them by."""

import re

from .models import Area

_COMMITTEE = re.compile("(社区居民委员会|居民委员会|社区居委会|居委会|村民委员会|村委会|委员会)$")
_AUTONOMOUS = re.compile("^(.{2,}?)(?:[\u4e00-\u9fff]{1,3}族)+自治[县州]$")
_ENDING = re.compile("(社区|村|居)$")
_TOP = {Area.Level.PROVINCE, Area.Level.CITY, Area.Level.COUNTY}


def short_name(name: str, level: str) -> str:
    """琼中 for 琼中黎族苗族自治县, 海口 for 海口市, 南新居 for 南新居居委会; towns and districts stay whole."""
    if level == Area.Level.VILLAGE:
        return stem(name)
    if level not in _TOP:
        return name
    found = _AUTONOMOUS.match(name)
    return found.group(1) if found else re.sub("[省市县]$", "", name)


def stem(name: str) -> str:
    """The name of a village or community without the words for its committee, which are written unevenly."""
    return _COMMITTEE.sub("", name) or name


def loose_stem(name: str) -> str:
    """The stem without 村 or 社区 at its end, which tables write or leave out: 番响 for 番响村委会 and 番响村."""
    found = stem(name)
    return _ENDING.sub("", found) or found
