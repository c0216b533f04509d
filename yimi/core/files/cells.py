"""How the cells of a table are read (单元格): days, lists, yes and no, labels or codes."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from yimi.core.text import half_width

_DAY = re.compile(r"(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?(?:[ T]00:00(?::00)?)?")
_CLOSE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MANY = re.compile(r"[、，,;；\s]+")
_YES, _NO = {"是", "有", "√", "✓", "1", "Y", "YES", "TRUE"}, {"", "否", "无", "×", "0", "N", "NO", "FALSE"}


def read_day(text: str) -> date:
    """2026-09-15, 2026/9/15, 2026年9月15日, 20260915, or what a date cell of Excel holds."""
    found = _DAY.fullmatch(half_width(text)) or _CLOSE.fullmatch(half_width(text))
    if not found:
        raise ValueError(_("写成 2026-09-15 这样的日期。") if text else _("请填写日期。"))
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        raise ValueError(_("没有“%s”这一天。") % text) from None


def read_many(text: str) -> tuple[str, ...]:
    """Several entries in one cell, parted by 、 or a comma."""
    return tuple(entry for entry in _MANY.split(text) if entry)


def read_yes(text: str) -> bool:
    """是 or 否; an empty cell is 否."""
    said = half_width(text).strip().upper()
    if said in _YES:
        return True
    if said in _NO:
        return False
    raise ValueError(_("填“是”或“否”。"))


class Coded:
    """A list of choices as cells name them (选项): by label, by code, or as people also say it. Made once for many."""

    def __init__(self, choices: Any, also: Mapping[str, Any] = {}):
        self._choices = choices
        self._named = labels(choices) | {code: code for code in choices.values} | dict(also)

    def read(self, text: str) -> str:
        """The code of what the cell says."""
        if text not in self._named:
            known = "、".join(str(label) for label in self._choices.labels)
            raise ValueError(_("没有“%(text)s”，可填：%(known)s。") % {"text": text, "known": known})
        return str(self._named[text])


def read_choice(text: str, choices: Any, also: Mapping[str, Any]) -> str:
    """The code of one choice that a cell names."""
    return Coded(choices, also).read(text)


def labels(choices: Any) -> dict[str, Any]:
    """The labels in Chinese, as tables of stations have them, and in the language of the reader."""
    with override(settings.LANGUAGE_CODE):
        chinese = {str(label): code for code, label in choices.choices}
    return chinese | {str(label): code for code, label in choices.choices}
