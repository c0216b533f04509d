"""The parts of the pages on registers (底册页面的内容)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yimi.core.actors import Actor
from yimi.core.api import page
from yimi.exchange.kinds import Line as RawLine
from yimi.network.models import Area
from yimi.ui.components import Column, Pager

from . import headings, queries
from .models import Difference, Register
from .queries import Asked

PAGE = 50
SHOWN_ROWS = 12
# What can change on a register, in words.
CHANGED = {
    "name": gettext_lazy("姓名"),
    "id_number": gettext_lazy("证件号码"),
    "phone": gettext_lazy("电话"),
    "address": gettext_lazy("住址"),
    "area_id": gettext_lazy("居住地"),
    "birth_on": gettext_lazy("出生日期"),
    "relation": gettext_lazy("与户主关系"),
    "household_key": gettext_lazy("所在户"),
    "since_on": gettext_lazy("起始日期"),
}


def stand_columns() -> list[Column]:
    names = [(_("底册"), False), (_("区划"), False), (_("截至"), False), (_("在册人数"), True), (_("已对上"), True)]
    names += [(_("待核对"), True), (_("未建档"), True), (_("站外已有档案"), True), (_("待处理差异"), True)]
    return [Column(label, numeric=numeric) for label, numeric in names]


def entry_columns() -> list[Column]:
    names = [(_("姓名"), False), (_("性别"), True), (_("年龄"), False), (_("证件号码"), True), (_("居住地"), False)]
    names += [(_("类别"), False), (_("对照情况"), False)]
    return [Column(label, secondary=secondary) for label, secondary in names]


def columns_columns() -> list[Column]:
    return [Column(_("表头")), Column(_("内容举例")), Column(_("是什么"))]


def difference_columns() -> list[Column]:
    return [Column(_("姓名")), Column(_("种类")), Column(_("底册类别")), Column(_("居住地")), Column(_("内容"))]


def entries_page(actor: Actor, register: Register, asked: Asked, cursor: str | None) -> dict[str, Any]:
    """One page of the entries of a register, as this reader sees them."""
    rows = asked.narrow(queries.entries_for(actor).filter(register=register))
    some, after = page(queries.entry_rows(rows), PAGE, cursor, queries.ORDER)
    kept = {name: value for name, value in vars(asked).items() if value}
    url = reverse("registers:register", args=[register.pk])
    return {
        "lines": queries.lines(actor, some),
        "columns": entry_columns(),
        "pages": _pager(url, kept, cursor, after),
        "here": url + ("?" + urlencode(kept) if kept else ""),
    }


def _pager(url: str, kept: dict[str, str], cursor: str | None, after: str | None) -> Pager:
    back = url + ("?" + urlencode(kept) if kept else "")
    return Pager(back if cursor else None, f"{url}?{urlencode(kept | {'cursor': after})}" if after else None)


def areas_of(actor: Actor, register: Register) -> list[tuple[str, str]]:
    """The places of the people on a register whom this reader sees."""
    ids = queries.entries_for(actor).filter(register=register, gone_on=None).order_by().values("area").distinct()
    return [(area.code, area.name) for area in Area.objects.filter(pk__in=ids).order_by("path")]


@dataclass(frozen=True)
class DifferenceLine:
    """One difference as this reader sees it, and what she may do about it."""

    row: Difference
    line: queries.Line
    fields: str
    may_settle: bool
    may_take_over: bool
    may_end: bool


def differences_page(actor: Actor, asked: dict[str, str], cursor: str | None) -> dict[str, Any]:
    """One page of the differences within reach."""
    rows = queries.differences_for(actor)
    rows = rows if asked["state"] == "all" else rows.filter(state=asked["state"])
    rows = rows.filter(kind=asked["kind"]) if asked.get("kind") else rows
    some, after = page(rows, PAGE, cursor, queries.ORDER)
    seen = {line.entry.pk: line for line in queries.lines(actor, [row.entry for row in some])}
    writes, keeps = queries.stations_written(actor), queries.registers_kept(actor)
    return {
        "lines": [_difference(row, seen[row.entry_id], writes, keeps) for row in some],
        "columns": difference_columns(),
        "pages": _pager(reverse("registers:differences"), asked, cursor, after),
    }


def _difference(row: Difference, line: queries.Line, writes: set, keeps: set) -> DifferenceLine:
    is_open = row.state == Difference.State.OPEN
    at_station, keeper = row.entry.station_id in writes, row.entry.register_id in keeps
    taken = bool({"phone", "address"} & set(row.fields)) and line.person is not None
    fields = "、".join(str(CHANGED[name]) for name in row.fields if name in CHANGED)
    return DifferenceLine(
        row, line, fields, may_settle=is_open and (at_station or keeper),
        may_take_over=is_open and at_station and taken and row.kind == Difference.Kind.CHANGED,
        may_end=is_open and keeper and row.kind == Difference.Kind.GONE and line.person is not None,
    )  # fmt: skip


@dataclass(frozen=True)
class ColumnAsked:
    """One column of the table whose meaning is asked: its heading, some of its cells, and the choice."""

    heading: str
    samples: list[str]
    field: Any


def guess_for(head: Sequence[RawLine], number: int | None) -> headings.Guess | None:
    """The header at a row, or where it seems to be."""
    return headings.at_row(head, number, {}) if number else headings.guess(head, {})


def columns_asked(head: Sequence[RawLine], guess: headings.Guess | None, form: Any) -> list[ColumnAsked]:
    """Every column with its heading and its first cells."""
    below = [line for line in head if guess is None or line.number > guess.header][:3]
    width = max((len(line.cells) for line in head), default=0)
    names = guess.headings if guess else ()
    return [
        ColumnAsked(
            names[at] if at < len(names) else "",
            [line.cells[at] for line in below if at < len(line.cells) and line.cells[at]],
            form[f"column_{at}"],
        )
        for at in range(width)
    ]


def match_facts(line: queries.Line) -> list[tuple[Any, Any]]:
    """What the register says of a person."""
    return [
        (_("姓名"), line.name), (_("性别"), line.sex_label), (_("年龄"), line.age), (_("证件号码"), line.id_number),
        (_("电话"), line.phone), (_("居住地"), line.village), (_("对象类别"), line.category),
        (_("与户主关系"), line.entry.relation),
    ]  # fmt: skip
