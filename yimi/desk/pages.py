"""What the overview page is made of beside its figures (总览页): period picker, tile grid, columns, lead."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from yimi.core import clock
from yimi.core.periods import KINDS, Period
from yimi.figures.places import Place
from yimi.figures.queries import CUMULATIVE
from yimi.ui.components import Column, Option, PeriodBar, Swatch, Tile, TileGrid
from yimi.ui.formats import figure
from yimi.ui.tiles import places

from .board import HEADS, MAIN, ON_PHONES, Board, period_label
from .scopes import Scope

LEVELS = 5
ROUND = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)


def period_names() -> list[str]:
    """What the kinds of periods are called, in their order."""
    return [_("日"), _("周"), _("月"), _("季"), _("半年"), _("年")]


def period_bar(query: dict[str, str], period: str, span: Period, url_name: str) -> PeriodBar:
    """日 周 月 季 半年 年 累计, and the way to the periods beside this one."""
    today = clock.today()

    def to(code: str) -> str:
        return f"{reverse(url_name)}?{urlencode(query | {'period': code})}"

    day = min(span.last, today)
    kinds = [
        Option(name, to(Period.of(kind, day).code), current=span.kind == kind)
        for kind, name in zip(KINDS, period_names(), strict=True)
    ]
    kinds.append(Option(_("累计"), to(CUMULATIVE), current=period == CUMULATIVE))
    label = period_label(period, span)
    if period == CUMULATIVE:
        return PeriodBar(kinds, label)
    after = span.next()
    following = to(after.code) if after.first <= today else None
    return PeriodBar(kinds, label, to(span.previous().code), following, "" if following else _("下一期还没到"))


def tile_grid(board: Board) -> TileGrid:
    """Each 市县 in its schematic place, shaded by the main figure; hatched where no station is yet."""
    lines = {line.code: line for line in board.lines}
    at = [measure.code for measure in board.columns].index(MAIN)
    most = int(max((line.cells[at].value or 0 for line in board.lines), default=0))
    tiles = [_tile(area, lines.get(area.code), at, most) for area in board.counties]
    title = _("各市县入户走访、探访建档人次")
    return TileGrid(
        tiles, title, [*legend(most), Swatch("dotted", _("三级体系试点")), Swatch("hatched", _("尚未纳入"))]
    )


def _tile(area: Place, line, at: int, most: int) -> Tile:
    place = places().get(area.code)
    name = place.name if place and place.name else area.name
    if line is None:
        return Tile(area.code, name, hatched=True, title=_("%(name)s，尚未纳入") % {"name": area.name})
    value = line.cells[at].value or 0
    operating = line.cells[0].value
    if not operating:
        title = _("%(name)s，三级体系试点") % {"name": area.name}
        return Tile(area.code, name, url=line.url, dotted=True, title=title, note=_("三级试点"))
    level = min(LEVELS, -(-int(value) // step_of(most)))
    title = _("%(name)s，%(value)s 人次") % {"name": area.name, "value": figure(value)}
    return Tile(area.code, name, figure(value), level, line.url, title=title)


def legend(most: int) -> list[Swatch]:
    """What each shade of the tiles stands for."""
    if most < LEVELS:
        return []
    step = step_of(most)
    return [Swatch(n + 1, f"{figure(n * step + 1)}–{figure((n + 1) * step)}") for n in range(LEVELS)]


def step_of(most: int) -> int:
    """The width of one shade: the smallest round number with which all shades reach the largest figure."""
    wanted, power = max(1, -(-most // LEVELS)), 1
    while wanted > 10 * power:
        power *= 10
    return next(int(round_ * power) for round_ in ROUND if round_ * power >= wanted and round_ * power % 1 == 0)


def columns_of(board: Board, first: str) -> list[Column]:
    """The head of the table; on phones only the main ones stay."""
    heads = [Column(_label(m), numeric=True, secondary=m.code not in ON_PHONES) for m in board.columns]
    return [Column(first), *heads]


def _label(measure) -> str:
    return _("%(name)s（%(unit)s）") % {"name": HEADS.get(measure.code, measure.name), "unit": measure.unit}


def begin_url(scope: Scope, *, is_chosen: bool) -> str:
    """Where an overview asks for what it begins with; a place or period that somebody chose keeps its own sentence."""
    return f"{reverse('desk:begin')}?{urlencode(scope.query | ({'chosen': '1'} if is_chosen else {}))}"


def table_url(scope: Scope, period: str, show: str) -> str:
    return f"{reverse('desk:overview_table')}?{urlencode(scope.query | {'period': period, 'show': show})}"
