"""What the analysis page is made of beside its numbers (分析页): the choosers, the sentence, the chart, the tiles."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yimi.core import clock
from yimi.core.periods import KINDS, Period
from yimi.figures.measure import DISTINCT, FLOW, RATE, STOCK, measures
from yimi.figures.places import Place
from yimi.figures.queries import CUMULATIVE, THIS_YEAR
from yimi.ui.charts import Bar, Bars, Curve
from yimi.ui.components import Column, Option, PeriodBar, Swatch, Tile, TileGrid
from yimi.ui.formats import figure
from yimi.ui.tiles import places

from .choices import LAST_YEAR, PREVIOUS, WHOLE, Choice, offered, title_of
from .comparison import TIMES, Comparison, Line, rows_url
from .pages import LEVELS, legend, period_names, step_of

GROUPS = (
    (FLOW, gettext_lazy("次数（可以相加）")),
    (STOCK, gettext_lazy("期末数")),
    (DISTINCT, gettext_lazy("人数（不能相加）")),
    (RATE, gettext_lazy("比率（不能相加）")),
)
MOST_BARS = 40
ENOUGH = 2


@dataclass(frozen=True)
class Group:
    """Some choices under one heading."""

    title: Any
    options: list[Option]


def measure_groups(choice: Choice) -> list[Group]:
    """Every measure under how it may be added, found by its name, code or definition."""
    found = []
    for kind, title in GROUPS:
        own = [measure for measure in measures if measure.kind == kind]
        options = [
            Option(m.name, choice.url(measure=m.code, by=_kept_by(choice, m)), m is choice.measure,
                   f"{m.code} {m.definition}")
            for m in own
        ]  # fmt: skip
        if options:
            found.append(Group(title, options))
    return found


def breakdown_options(choice: Choice) -> list[Option]:
    """The breakdowns that the measure has here; another cannot be chosen."""
    possible = offered(choice.measure, choice.scope, choice.span)
    options = [Option(_("不分列"), choice.url(by=WHOLE), not choice.by)]
    return options + [
        Option(title_of(by, choice.scope), choice.url(by=",".join(by)), by == choice.by) for by in possible
    ]


def against_options(choice: Choice) -> list[Option]:
    """What the period may be compared with."""
    options = [Option(_("不对比"), choice.url(against=""), not choice.other)]
    if choice.period == CUMULATIVE:
        return options
    if choice.period != THIS_YEAR:
        options.append(Option(_("上期"), choice.url(against=PREVIOUS), choice.against == PREVIOUS))
    return [*options, Option(_("去年同期"), choice.url(against=LAST_YEAR), choice.against == LAST_YEAR)]


def period_bar(choice: Choice) -> PeriodBar:
    """日 周 月 季 半年 年, 本年累计 and 自运营以来, and the way to the periods beside this one."""
    today, span = clock.today(), choice.span
    day = min(span.last, today)
    kinds = [
        Option(name, _to(choice, Period.of(kind, day)), choice.period != THIS_YEAR and span.kind == kind)
        for kind, name in zip(KINDS, period_names(), strict=True)
    ]
    for code, words in ((THIS_YEAR, _("本年累计")), (CUMULATIVE, _("自运营以来"))):
        changed = {} if code == THIS_YEAR and choice.against != PREVIOUS else {"against": ""}
        kinds.append(Option(words, choice.url(**{"period": code, "by": _by_in_place(choice)} | changed),
                            choice.period == code))  # fmt: skip
    if choice.period in (CUMULATIVE, THIS_YEAR):
        return PeriodBar(kinds, choice.label)
    after = span.next()
    following = _to(choice, after) if after.first <= today else None
    reason = "" if following else _("下一期还没到")
    return PeriodBar(kinds, choice.label, _to(choice, span.previous()), following, reason)


def heading(choice: Choice) -> str:
    """入户走访、探访建档（人次），按市县."""
    words = {"measure": choice.measure.name, "unit": choice.measure.unit, "by": title_of(choice.by, choice.scope)}
    return (_("%(measure)s（%(unit)s），按%(by)s") if choice.by else _("%(measure)s（%(unit)s）")) % words


def columns_of(shown: Comparison) -> list[Column]:
    """The heads of the table, in the order of its cells."""
    choice = shown.choice
    columns = [Column(title_of(choice.by, choice.scope) or _("范围")), Column(choice.label, numeric=True)]
    if shown.other and choice.other:
        columns += [Column(choice.other.label, numeric=True), Column(_("差"), numeric=True)]
    return [*columns, Column(_("占比"), numeric=True, secondary=True)] if shown.has_shares else columns


def sentence(shown: Comparison) -> dict[str, Any]:
    """What the page says in one sentence: how much, of what, where, when, and how it moved."""
    before, after = (shown.other and shown.other.value), shown.figure.value
    moved = ""
    if shown.choice.other and before is not None and after is not None:
        words = {"label": shown.choice.other.label, "change": shown.total.difference}
        moved = _("比%(label)s：%(change)s") % words
    return {"text": shown.total.cell.text, "url": shown.total.cell.url, "moved": moved}


def made_of(shown: Comparison) -> list[Option]:
    """What a rate was divided from and by, each with the address of its rows; nothing of what stays in the county."""
    choice, whole = shown.choice, shown.figure
    parts = [measures[code] for code in choice.measure.parts or ()]
    if not parts or whole.suppressed or any(part.guarded for part in parts):
        return []
    numbers = (whole.numerator, whole.denominator)
    return [
        Option(f"{part.name} {figure(number)}", rows_url(choice, choice.period, measure=part.code))
        for part, number in zip(parts, numbers, strict=True)
    ]


def running(choice: Choice) -> bool:
    """Whether the period is not over while another, whole one stands beside it."""
    return bool(choice.other) and choice.span.first <= clock.today() < choice.span.last


def chart(shown: Comparison) -> tuple[Bars | None, Curve | None]:
    """Bars for keys and places, a line for time; nothing where there is nothing to draw."""
    lines, choice = shown.lines, shown.choice
    names = (choice.label, choice.other.label) if choice.other else ("", "")
    title = f"{choice.scope.place.name} {choice.label} {choice.measure.name}"
    if len(lines) < ENOUGH or not any(line.cell.number for line in lines):
        return None, None
    if TIMES & set(choice.by):
        return None, Curve(
            [line.label for line in lines], [line.cell.number for line in lines], title,
            [line.other.number for line in lines], names, choice.measure.kind == RATE,
        )  # fmt: skip
    if len(lines) > MOST_BARS:
        return None, None
    bars = [Bar(one.label, one.cell.number, one.cell.text, one.other.number, one.other.text) for one in lines]
    return Bars(bars, title, names), None


def grid(shown: Comparison, counties: Iterable[Place], taking_part: Mapping[str, bool]) -> TileGrid | None:
    """The 市县 as tiles, where the province is taken apart by them; hatched where no station is yet."""
    choice = shown.choice
    if not choice.scope.is_province or choice.by != ("area",) or choice.measure.kind == RATE:
        return None
    lines = {line.key: line for line in shown.lines}
    most = int(max((line.cell.number or 0 for line in shown.lines), default=0))
    tiles = [_tile(choice, area, lines.get(area.code), most, taking_part) for area in counties]
    title = _("各市县%(measure)s") % {"measure": choice.measure.name}
    return TileGrid(
        tiles,
        title,
        [*legend(most), Swatch("dotted", _("三级体系试点")), Swatch("hatched", _("尚未纳入"))],
        key="analysis",
    )


def _tile(choice: Choice, area: Place, line: Line | None, most: int, taking_part: Mapping[str, bool]) -> Tile:
    place = places().get(area.code)
    name = place.name if place and place.name else area.name
    if line is None or area.code not in taking_part:
        return Tile(area.code, name, hatched=True, title=_("%(name)s，尚未纳入") % {"name": area.name})
    if line.note and not line.cell.number:
        title = _("%(name)s，三级体系试点") % {"name": area.name}
        address = choice.url(area=area.code)
        return Tile(area.code, name, url=address, dotted=True, title=title, note=_("三级试点"))
    value = int(line.cell.number or 0)
    level = min(LEVELS, -(-value // step_of(most))) if line.cell.number is not None else None
    text = figure(line.cell.number) if line.cell.number is not None else line.cell.text
    title = f"{area.name}，{line.cell.text} {choice.measure.unit}"
    return Tile(area.code, name, text, level, choice.url(area=area.code), title=title)


def _kept_by(choice: Choice, measure) -> str:
    """The breakdown, where another measure has it too."""
    possible = offered(measure, choice.scope, choice.span)
    return ",".join(choice.by) if choice.by in possible else _default_by(possible)


def _to(choice: Choice, span: Period) -> str:
    possible = offered(choice.measure, choice.scope, span)
    by = ",".join(choice.by) if choice.by in possible else _default_by(possible)
    return choice.url(period=span.code, by=by)


def _by_in_place(choice: Choice) -> str:
    """Over long spans days are too many; everything else stays."""
    return "month" if choice.by == ("day",) else ",".join(choice.by) or WHOLE


def _default_by(possible: list[tuple[str, ...]]) -> str:
    return next((",".join(by) for by in possible if by in (("area",), ("month",), ("day",))), WHOLE)
