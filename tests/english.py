"""What a page in English may still say in Chinese (英文页面): names, and what people have written."""

import re
from collections.abc import Iterator

from django.conf import settings

from yimi.accounts.models import User
from yimi.catalogue.models import Edition
from yimi.monitoring.models import Provided
from yimi.network.models import Area, Station
from yimi.network.names import short_name

CHINESE = re.compile(r"[㐀-鿿]+")
PAPER = re.compile(r'<article(?: class="sheet")? lang="zh-Hans">.*?</article>', re.S)  # papers are Chinese by law


def said_by_the_house(page: str, written: set[str] | frozenset[str] = frozenset()) -> list[str]:
    """The Chinese on a page beside what was written and the names of places, people, categories and services."""
    page = PAPER.sub(" ", page)
    page = CHINESE.sub(lambda said: " " if said.group() in written else said.group(), page)
    for name in sorted(_names(), key=len, reverse=True):
        page = page.replace(name, " ")
    return sorted(set(CHINESE.findall(page)) - written)


def policy() -> set[str]:
    """The Chinese of every published policy (政策原文)."""
    return {said for edition in Edition.objects.all() for text in _texts(edition.content) for said in texts_in(text)}


def answers() -> set[str]:
    """The Chinese of every answer that was given (已提供数据): it stays in the words in which it was given."""
    rows = Provided.objects.unscoped("示例").values_list("answer", flat=True)
    return {said for answer in rows for text in _texts(answer) for said in texts_in(text)}


def texts_in(text: str) -> list[str]:
    return CHINESE.findall(text)


def _names() -> set[str]:
    areas = [(area.name, area.short_name, short_name(area.name, area.level)) for area in Area.objects.all()]
    stations = Station.objects.unscoped("示例").values_list("name", "short_name", "batch")
    people = User.objects.values_list("name")
    beside = {name.removeprefix(short) for name, _own, short in areas} | {own for _code, own in settings.LANGUAGES}
    given = {name for edition in Edition.objects.all() for name in [edition.name, *_named_in(edition.content)]}
    return ({text for row in [*areas, *stations, *people] for text in row} | beside | given) - {""}


def _named_in(content) -> Iterator[str]:
    if isinstance(content, dict):
        yield from (value for key, value in content.items() if key == "name_zh")
    for each in content.values() if isinstance(content, dict) else content if isinstance(content, list) else ():
        yield from _named_in(each)


def _texts(content) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    for each in content.values() if isinstance(content, dict) else content if isinstance(content, list) else ():
        yield from _texts(each)
