"""How the cells of an imported table are read (单元格): dates, labels or codes, lists, minutes."""

import re
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from yimi.core.text import half_width

from .fields import FileAction, Outcome
from .models import Kind

_DAY = re.compile(r"(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?(?:[ T]00:00(?::00)?)?")
_MANY = re.compile(r"[、，,;；\s]+")
_MINUTES = re.compile(r"(\d{1,6})(?:分钟|分)?")

# What stations write in their own tables, beside the labels and codes of the house.
_KINDS = {
    "走访": Kind.HOME_VISIT,
    "入户": Kind.HOME_VISIT,
    "入户探访": Kind.HOME_VISIT,
    "电话探访": Kind.REMOTE_VISIT,
    "视频探访": Kind.REMOTE_VISIT,
    "面谈": Kind.OFFICE_TALK,
    "个案": Kind.CASE_SESSION,
    "小组": Kind.GROUP_SESSION,
    "活动": Kind.ACTIVITY,
    "宣传": Kind.PUBLICITY,
    "资料审查": Kind.PAPER_CHECK,
}
_OUTCOMES = {
    "": Outcome.SEEN,
    "已见到": Outcome.SEEN,
    "见到": Outcome.SEEN,
    "已见": Outcome.SEEN,
    "拒访": Outcome.DECLINED,
}
_ACTIONS = {"": FileAction.NONE, "新建": FileAction.NEW, "建档": FileAction.NEW, "更新": FileAction.UPDATE}


def read_day(text: str) -> date:
    """2026-09-15, 2026/9/15, 2026年9月15日, or what a date cell of Excel holds."""
    found = _DAY.fullmatch(half_width(text))
    if not found:
        raise ValueError(_("写成 2026-09-15 这样的日期。") if text else _("请填写服务日期。"))
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        raise ValueError(_("没有“%s”这一天。") % text) from None


def read_kind(text: str) -> str:
    return _chosen(text, Kind, _KINDS)


def read_outcome(text: str) -> str:
    return _chosen(text, Outcome, _OUTCOMES)


def read_action(text: str) -> str:
    return _chosen(text, FileAction, _ACTIONS)


def read_minutes(text: str) -> int | None:
    found = _MINUTES.fullmatch(half_width(text))
    if text and not found:
        raise ValueError(_("填分钟数，例如 40。"))
    return int(found.group(1)) if found else None


def read_many(text: str) -> tuple[str, ...]:
    """Several entries in one cell, parted by 、 or a comma."""
    return tuple(entry for entry in _MANY.split(text) if entry)


def _chosen(text: str, choices: Any, also: dict[str, Any]) -> str:
    named = _labels(choices) | {code: code for code in choices.values} | also
    if text not in named:
        known = "、".join(str(label) for label in choices.labels)
        raise ValueError(_("没有“%(text)s”，可填：%(known)s。") % {"text": text, "known": known})
    return str(named[text])


def _labels(choices: Any) -> dict[str, Any]:
    """The labels in Chinese, as tables of stations have them, and in the language of the reader."""
    with override(settings.LANGUAGE_CODE):
        chinese = {str(label): code for code, label in choices.choices}
    return chinese | {str(label): code for code, label in choices.choices}
