"""Rows of an areas table (区划表) as they are checked: every problem of every row, in Chinese, at once."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from yimi.core.errors import Invalid, invalid
from yimi.core.text import clean, hidden_marks, widen

from .models import Area

COLUMNS = ("code", "name", "parent", "level", "kind", "is_ranked", "hidden", "order", "note")
DIGITS = {"province": 2, "city": 6, "county": 6, "district": 6, "township": 9, "village": 12}
DEPTH = {"province": 0, "city": 1, "county": 1, "district": 2, "township": 3, "village": 4}
FIRST_ROW = 2  # the row under the header, as a spreadsheet counts


@dataclass(frozen=True)
class AreaRow:
    """One checked row of an areas table."""

    code: str
    name: str
    parent: str
    level: str
    kind: str
    is_ranked: bool
    is_hidden: bool
    order: int
    note: str


def read_area_rows(rows: Iterable[Mapping[str, str]], known: Mapping[str, str]) -> list[AreaRow]:
    """The rows, parents first. `known` gives the levels of areas that exist. Raises `Invalid` naming each bad row."""
    texts = [{name: clean(str(row.get(name) or "")) for name in COLUMNS} for row in _with_columns(rows)]
    levels = dict(known) | {text["code"]: text["level"] for text in texts}
    problems: dict[str, list[Any]] = {}
    seen: set[str] = set()
    for number, text in enumerate(texts, FIRST_ROW):
        found = [*_field_problems(text), *_place_problems(text, levels, seen)]
        if found:
            problems[f"rows.{number}"] = [
                _("第 %(row)s 行：%(what)s") % {"row": number, "what": what} for what in found
            ]
        seen.add(text["code"])
    if problems:
        raise Invalid(problems)
    return sorted((_row(text) for text in texts), key=lambda row: DEPTH[row.level])


def _with_columns(rows: Iterable[Mapping[str, str]]) -> list[Mapping[str, str]]:
    found = list(rows)
    if not found:
        raise invalid("file", _("表里没有数据。"))
    missing = [name for name in COLUMNS if name not in found[0]]
    if missing:
        raise invalid("header", _("缺少列：%(columns)s。") % {"columns": "、".join(missing)})
    return found


def _field_problems(text: Mapping[str, str]) -> list[str]:
    found = []
    if text["level"] not in DIGITS:
        found.append(_("层级“%(level)s”不认识。") % text)
    elif not re.fullmatch(rf"\d{{{DIGITS[text['level']]}}}", text["code"]):
        found.append(
            _("区划代码“%(code)s”不对，应为 %(n)s 位数字。") % {"code": text["code"], "n": DIGITS[text["level"]]}
        )
    if not text["name"] or hidden_marks(text["name"]) or len(text["name"]) > 50:
        found.append(_("名称不能为空，不超过 50 个字。"))
    if text["kind"] not in (Area.Kind.ADMINISTRATIVE, Area.Kind.STATISTICAL):
        found.append(_("类别“%(kind)s”不认识。") % text)
    if not {text["is_ranked"], text["hidden"]} <= {"0", "1"} or not re.fullmatch(r"\d{1,6}", text["order"]):
        found.append(_("is_ranked、hidden 填 0 或 1，order 填数字。"))
    if text["is_ranked"] == "1" and text["level"] not in ("city", "county"):
        found.append(_("只有市县能参加排序（is_ranked）。"))
    return found


def _place_problems(text: Mapping[str, str], levels: Mapping[str, str], seen: set[str]) -> list[str]:
    code, parent = text["code"], text["parent"]
    if code in seen:
        return [_("区划代码 %(code)s 在文件里重复。") % {"code": code}]
    if text["level"] == "province":
        return [_("省没有上级，上级一列应为空。")] if parent else []
    if parent not in levels:
        return [_("上级区划“%(parent)s”不存在。") % {"parent": parent}]
    if DEPTH.get(levels[parent], 9) >= DEPTH.get(text["level"], 9):
        return [_("上级区划 %(parent)s 的层级不在本级之上。") % {"parent": parent}]
    return []


def _row(text: Mapping[str, str]) -> AreaRow:
    return AreaRow(
        *(text["code"], widen(text["name"]), text["parent"], text["level"], text["kind"]),
        is_ranked=text["is_ranked"] == "1",
        is_hidden=text["hidden"] == "1",
        order=int(text["order"]),
        note=text["note"][:100],
    )
