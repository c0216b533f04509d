"""One question about figures and its answer (一键报数): a sentence, a table, and what each number means.

An answer leaves the house, so it is made as for somebody outside: small numbers of what is kept closely are not
in it, whoever asks.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yimi.catalogue.queries import category_codes
from yimi.core import clock, db, seal
from yimi.core.actors import Reached
from yimi.core.errors import Invalid
from yimi.core.journal import head
from yimi.core.periods import Period
from yimi.core.permissions import Permission
from yimi.figures.measure import Measure, measures
from yimi.figures.places import Place
from yimi.figures.reading import Asked, read
from yimi.figures.together import together
from yimi.ui.formats import figure as shown
from yimi.ui.formats import pct

from .people import EVERYBODY, People, people_on

PERSONS = "SERVED_N"
USUAL = (
    "STATION_ON", "STAFF_ON", "FILE_STOCK", "SERVED_N", "VISIT_FILE_PT", "HOME_VISIT_PT", "ASSIST_PT", "SESSION",
    "BENEFIT_PT",
)  # fmt: skip
MOST = 20
SMALL = gettext_lazy("少于 5")


@dataclass(frozen=True)
class Outside:
    """Somebody outside the house (外部), who reads what may be told to everybody."""

    id: UUID = field(default=UUID(int=0))
    username: str = "outside"
    name: str = "外部"

    def grants_for(self, permission: Permission) -> list[Reached]:
        return []


@dataclass(frozen=True)
class Question:
    """What is asked: where, from which day to which, about whom, and for everybody which numbers."""

    place: Place
    first: date
    last: date
    people: People
    codes: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """The same for the same question, whoever asks and whenever."""
        said = {"place": str(self.place.id), "first": self.first, "last": self.last, "people": self.people.key}
        return seal.digest(said | {"codes": sorted(self.codes)})

    @property
    def period(self) -> str:
        return Period.range(self.first, self.last).code


@dataclass(frozen=True)
class Line:
    """One number of an answer, as it is said."""

    code: str
    name: str
    text: str
    unit: str


@dataclass(frozen=True)
class Answer:
    """What is said: the sentence, its numbers, what they mean, and the place of the ledger that was read."""

    sentence: str
    lines: tuple[Line, ...]
    notes: tuple[str, ...]
    position: int

    @property
    def content(self) -> dict[str, Any]:
        """What is kept of it, and compared with what is said later."""
        said = {"sentence": self.sentence, "lines": [asdict(line) for line in self.lines], "notes": list(self.notes)}
        return said | ({"mark": _("样稿 · 演示数据")} if settings.YIMI_PROFILE == "demo" else {})


def question(place: Place, first: date, last: date, people: str = EVERYBODY, codes: Iterable[str] = ()) -> Question:
    """The question, cut at today; raises `Invalid` for days, people or numbers that there are not."""
    faults: dict[str, list[Any]] = {}
    today, chosen = clock.today(), people_on(clock.today()).get(people)
    wanted = tuple(dict.fromkeys(codes)) or USUAL
    if first > last:
        faults["last"] = [_("“到”不能早于“从”。")]
    if first > today:
        faults["first"] = [_("这一天还没有到。")]
    if chosen is None:
        faults["people"] = [_("没有“%s”这一人群。") % people]
    if unknown := [code for code in wanted if code not in askable()]:
        faults["measures"] = [_("没有指标“%s”，或不能对外提供。") % "、".join(unknown)]
    elif len(wanted) > MOST:
        faults["measures"] = [_("一次最多 %d 个数。") % MOST]
    if faults or chosen is None:
        raise Invalid(faults)
    return Question(place, first, min(last, today), chosen, wanted if not chosen.categories else ())


def askable() -> dict[str, Measure]:
    """The measures that are told to outsiders: those that are not kept closely."""
    return {measure.code: measure for measure in measures if not measure.guarded}


def answer(asked: Question) -> Answer:
    """The answer by the ledger as it is now."""
    lines, said = _of_everybody(asked) if not asked.people.categories else _of_people(asked)
    words = {"span": _days(asked), "place": asked.place.name, "said": said}
    return Answer(_("%(span)s，%(place)s%(said)s。") % words, tuple(lines), tuple(_notes(asked, lines)), head()[0])


def _days(asked: Question) -> str:
    """The days with their years: an answer is read long after."""
    if asked.first == asked.last:
        return _day(asked.first)
    return _("%(first)s至%(last)s") % {"first": _day(asked.first), "last": _day(asked.last)}


def _day(day: date) -> str:
    return _("%(year)d年%(month)d月%(day)d日") % {"year": day.year, "month": day.month, "day": day.day}


def _of_everybody(asked: Question) -> tuple[list[Line], str]:
    chosen = tuple(askable()[code] for code in asked.codes)
    span = Period.parse(asked.period)
    with db.snapshot():
        reading = read(Asked(asked.place, (span,), chosen))
        values = [reading.value(measure, asked.place, span).number for measure in chosen]
    lines = [_line(measure, value) for measure, value in zip(chosen, values, strict=True)]
    return lines, "，".join(f"{line.name} {line.text} {line.unit}".rstrip() for line in lines)


def _line(measure: Measure, value: int | float | None) -> Line:
    if measure.parts:
        return Line(measure.code, str(measure.name), pct(value, 1), "")
    return Line(measure.code, str(measure.name), shown(value), str(measure.unit))


def _of_people(asked: Question) -> tuple[list[Line], str]:
    """Persons of any of the categories, each once, and the categories one by one."""
    found = together(Outside(), PERSONS, asked.place, asked.period, "category", asked.people.categories)
    unit, name = str(found.measure.unit), str(asked.people.name)
    total = str(SMALL) if found.suppressed else shown(found.value)
    lines = [Line(PERSONS, name, total, unit)]
    if len(asked.people.categories) > 1:
        each = [part for part in found.by if part.suppressed or part.value]
        lines += [
            Line(part.key, part.label, str(SMALL) if part.suppressed else shown(part.value), unit) for part in each
        ]
    return lines, _("共服务%(people)s %(n)s 人") % {"people": name, "n": total}


def _notes(asked: Question, lines: list[Line]) -> list[str]:
    """What the numbers mean (口径)."""
    if asked.people.categories:
        notes = [str(measures[PERSONS].definition)]
        if len(asked.people.categories) > 1:
            notes.append(_("同一人有多个类别时在各类别里都计，合计只计一次，所以各行不能相加。"))
            notes.append(_("包括的类别：%s。") % "、".join(_category_names(asked)))
    else:
        notes = [f"{measures[code].name}：{measures[code].definition}" for code in asked.codes]
    if any(line.text == SMALL for line in lines):
        notes.append(_("为不让人认出少数人，有的数不列出。"))
    return [*notes, _("数据来自服务台账，截至 %s。") % f"{clock.now().astimezone(clock.CIVIL):%Y-%m-%d %H:%M}"]


def _category_names(asked: Question) -> list[str]:
    known = category_codes(clock.today())
    return [info.name for code, info in known.items() if code in asked.people.categories]
