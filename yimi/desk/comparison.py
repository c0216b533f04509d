"""The table of the analysis page (分析表): a figure by one breakdown, beside the same figure of another period."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from yimi.core import clock
from yimi.core.actors import Actor
from yimi.figures.measure import ADDS_OVER, DISTINCT, KEYS, PLACE, RATE, STOCK, TIME, Measure
from yimi.figures.queries import Figure, Part, figures, is_kept
from yimi.ui.formats import figure, pct

from .choices import Choice

OVERLAPPING = {"service", "domain", "category", "worker"}
TIMES, PLACES = {"month", "day"}, {"area", "station"}
Number = int | float | None


@dataclass(frozen=True)
class Cell:
    """One number as it is written, and the address of its rows."""

    number: Number
    text: str
    url: str = ""


@dataclass(frozen=True)
class Line:
    """One key with its figure, that of the other period, the difference and the share."""

    label: str
    cell: Cell
    other: Cell
    difference: str = ""
    share: str = ""
    key: str = ""
    note: str = ""


@dataclass(frozen=True)
class Comparison:
    """All numbers of the analysis page."""

    choice: Choice
    figure: Figure
    other: Figure | None
    lines: list[Line]
    total: Line

    @property
    def has_shares(self) -> bool:
        return is_additive(self.choice.measure, self.choice.by)

    @property
    def has_untold(self) -> bool:
        """Whether anything is not told to this reader."""
        figures = [each for each in (self.figure, self.other) if each]
        return any(each.suppressed or any(part.suppressed for part in each.by) for each in figures)

    @property
    def remark(self) -> str:
        """Why the lines do not add up, where they do not."""
        return remark(self.choice.measure, self.choice.by)


def comparison(actor: Actor, choice: Choice, taking_part: Mapping[str, bool]) -> Comparison:
    """The chosen figure taken apart, and beside it that of the period to compare with; one snapshot.

    A county that takes no part yet and counts nothing has no line.
    """
    periods = (choice.period, *((choice.other.code,) if choice.other else ()))
    found = figures(actor, choice.measure.code, choice.scope.place, periods, choice.by)
    main, other = found[0], found[1] if choice.other else None
    pairs = [(part, _beside(other, nth)) for nth, part in enumerate(main.by) if _has_begun(part)]
    shown = [(part, beside) for part, beside in pairs if not choice.scope.is_province or _counts(part, taking_part)]
    lines = [_noted(_line(choice, main, *pair), _note(pair[0], taking_part), choice.measure) for pair in shown]
    return Comparison(choice, main, other, lines, _total(choice, main, other))


def is_additive(measure: Measure, by: tuple[str, ...]) -> bool:
    """Whether the lines of a breakdown add up to the total."""
    if not by or OVERLAPPING & set(by):
        return False
    return (TIME if TIMES & set(by) else PLACE if PLACES & set(by) else KEYS) in ADDS_OVER[measure.kind]


def remark(measure: Measure, by: tuple[str, ...]) -> str:
    if measure.kind == DISTINCT:
        return _("不能相加：同一人在每行、每期只计一次，合计按本范围重新去重。")
    if measure.kind == RATE:
        return _("不能相加：比率由分子、分母分别合计后相除。")
    if measure.kind == STOCK and TIMES & set(by):
        return _("不能相加：各行是当期期末的数。")
    return _("各项有交叉，不等于合计。") if OVERLAPPING & set(by) else ""


def written(measure: Measure, number: Number, suppressed: bool = False) -> str:
    if suppressed:
        return _("不显示")
    return pct(number, 1) if measure.kind == RATE else figure(number)


def _beside(other: Figure | None, nth: int) -> Part | None:
    return other.by[nth] if other and nth < len(other.by) else None


def _counts(part: Part, taking_part: Mapping[str, bool]) -> bool:
    return part.place is None or part.place.kind == "station" or part.key in taking_part or bool(part.value)


def _noted(line: Line, note: str, measure: Measure) -> Line:
    """A line with its note; a county whose stations do not operate yet has no rate rather than the least."""
    none_yet = note and measure.kind == RATE and not line.cell.number
    return (
        replace(line, note=note, cell=Cell(None, figure(None)), difference="") if none_yet else replace(line, note=note)
    )


def _note(part: Part, taking_part: Mapping[str, bool]) -> str:
    """What is said of a county whose stations do not operate yet."""
    waits = part.place is not None and part.place.kind == "area" and taking_part.get(part.key) is False
    return _("三级体系试点") if waits else ""


def _has_begun(part: Part) -> bool:
    return part.span is None or part.span.first <= clock.today()


def _line(choice: Choice, main: Figure, part: Part, beside: Part | None) -> Line:
    share = ""
    if is_additive(choice.measure, choice.by) and main.value and part.value is not None:
        share = pct(part.value / main.value, 1)
    other_period = choice.other.code if choice.other else ""
    return Line(
        part.label, _cell(choice, part, choice.period), _cell(choice, beside, other_period),
        difference(choice.measure, part.value, beside.value if beside else None), share, part.key,
    )  # fmt: skip


def _cell(choice: Choice, part: Part | None, period: str) -> Cell:
    if part is None:
        return Cell(None, figure(None))
    text = written(choice.measure, part.value, part.suppressed)
    return Cell(part.value, text, "" if part.suppressed else _rows_of(choice, part, period))


def _rows_of(choice: Choice, part: Part, period: str) -> str:
    """The address of the rows behind a part; what is kept closely and rates have none."""
    by = ",".join(choice.by)
    if part.place:
        return rows_url(choice, period, **{part.place.kind: part.place.code})
    if part.span:
        return rows_url(choice, part.span.code)
    return "" if is_kept(choice.measure, by, part.key) else rows_url(choice, period, by=by, key=part.key)


def rows_url(choice: Choice, period: str, **more: str) -> str:
    """The address of the rows of a number, of the chosen measure or another; a rate itself has none."""
    if choice.measure.kind == RATE and "measure" not in more:
        return ""
    place = {} if {"area", "station"} & set(more) else choice.scope.query
    query = {"measure": choice.measure.code} | place | {"period": period} | more
    return f"{reverse('figures:rows')}?{urlencode(query)}"


def _total(choice: Choice, main: Figure, other: Figure | None) -> Line:
    words: dict[bool, Any] = {True: _("合计"), False: _("全部")}
    label = words[is_additive(choice.measure, choice.by)]
    return Line(
        label, _whole(choice, main), _whole(choice, other) if other else Cell(None, ""),
        difference(choice.measure, main.value, other.value if other else None),
        pct(1) if is_additive(choice.measure, choice.by) and main.value else "",
    )  # fmt: skip


def _whole(choice: Choice, whole: Figure) -> Cell:
    text = written(choice.measure, whole.value, whole.suppressed)
    code = whole.period if whole.period == choice.period or not choice.other else choice.other.code
    return Cell(whole.value, text, "" if whole.suppressed else rows_url(choice, code))


def difference(measure: Measure, number: Number, before: Number) -> str:
    """+12（+5.0%）; of a rate in percentage points."""
    if number is None or before is None:
        return ""
    change = number - before
    if measure.kind == RATE:
        return _("%(points)s 个百分点") % {"points": f"{change * 100:+.1f}"}
    if not before or not change:
        return f"{change:+,}" if change else "0"
    return _("%(change)s（%(ratio)s）") % {"change": f"{change:+,}", "ratio": f"{change / before:+.1%}"}
