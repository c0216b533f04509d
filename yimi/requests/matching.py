"""Whether the ledger holds what is asked (台账比对): a line against the names of measures, their codes and other names.

A line that says a measure and nothing else is held. One that says more and has a measure in it may be held, and
whoever asks says what of it the ledger does not have.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import override

from yimi.core.text import clean, half_width
from yimi.figures.measure import Measure, measures

from .terms import Terms, terms

SHORTEST = 3  # of a name that is looked for inside a line; 探访 alone would be found everywhere
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_NO_WORD = re.compile(r"\W+")


@dataclass(frozen=True)
class LineFields:
    """One line as it is asked, and the measure that whoever asks has chosen for it."""

    text: str
    measure: str = ""


@dataclass(frozen=True)
class Match:
    """A measure that a line names (台账已有): alone, or among other words."""

    text: str
    measure: Measure
    is_exact: bool

    @property
    def url(self) -> str:
        """Where the number is read, by place and time."""
        return f"{reverse('desk:analysis')}?measure={self.measure.code}"

    @property
    def ask_url(self) -> str:
        """Where it is asked for at once (一键报数)."""
        return f"{reverse('monitoring:ask')}?measures={self.measure.code}"

    def plain(self) -> dict[str, Any]:
        """What a program learns of it, and how to get the number."""
        return {
            "line": self.text, "measure": self.measure.code, "name": str(self.measure.name),
            "get": f"/api/v1/figures?measure={self.measure.code}",
        }  # fmt: skip


def matches(lines: Iterable[LineFields]) -> list[Match]:
    """The measure that each of these lines names, where it names one."""
    names = _Names(terms())
    return [found for line in lines if (found := names.match(line))]


def held_by(text: str) -> Measure | None:
    """The measure that a text says, and nothing else."""
    found = _Names(terms()).match(LineFields(text))
    return found.measure if found and found.is_exact else None


class _Names:
    """The names of all measures on one reading."""

    def __init__(self, said: Terms):
        self._said = said
        self._codes = {measure.code.casefold(): measure for measure in measures}
        self._whole: dict[str, Measure] = {}
        with override("zh-hans"):
            for name, measure in self._spoken():
                self._whole.setdefault(key_of(name), measure)

    def match(self, line: LineFields) -> Match | None:
        chosen = self._codes.get(line.measure.casefold()) or self._codes.get(line.text.casefold())
        exact = chosen or self._exact(key_of(line.text))
        if exact:
            return Match(line.text, exact, is_exact=True)
        within = self._within(key_of(line.text, with_brackets=True))
        return Match(line.text, within, is_exact=False) if within else None

    def _exact(self, key: str) -> Measure | None:
        return self._whole.get(key) or self._whole.get(self._without_dress(key))

    def _within(self, key: str) -> Measure | None:
        """The measure with the longest name that stands in the text."""
        found = [name for name in self._whole if len(name) >= SHORTEST and name in key]
        return self._whole[max(found, key=len)] if found else None

    def _spoken(self) -> Iterable[tuple[str, Measure]]:
        """Every name that is said for a measure, with its unit and without."""
        known = {measure.code: measure for measure in measures}
        for measure in measures:
            yield str(measure.name), measure
            yield f"{_BRACKETED.sub('', half_width(str(measure.name)))}{measure.unit}", measure
        yield from ((name, known[code]) for name, code in self._said.aliases.items() if code in known)

    def _without_dress(self, key: str) -> str:
        """The name without what people put before and after it: 本月累计走访人次数 is 走访人次."""
        while key not in self._whole and (cut := _first(self._said.before, key, str.startswith)):
            key = key.removeprefix(cut)
        while key not in self._whole and (cut := _first(self._said.after, key, str.endswith)):
            key = key.removesuffix(cut)
        return key


def _first(words: Iterable[str], key: str, stands: Callable[[str, str], bool]) -> str:
    return next((word for word in words if stands(key, word) and key != word), "")


def key_of(text: str, *, with_brackets: bool = False) -> str:
    """A name without spaces, marks, width and case, and without what stands in brackets."""
    text = half_width(clean(text)).replace("【", "[").replace("】", "]")
    return _NO_WORD.sub("", text if with_brackets else _BRACKETED.sub("", text)).casefold()
