"""What all acts here share (办理): words that say something, refusing an old version, whose turn it is."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from yimi.core import clock
from yimi.core.errors import RuleBroken, Stale, invalid
from yimi.core.text import clean

LONGEST = 1000


def words_of(text: str, path: str, *, least: int = 2, most: int = LONGEST) -> str:
    """Words that say something, line by line; raises `Invalid` at its field."""
    said = "\n".join(line for line in map(clean, (text or "").splitlines()) if line)
    if not least <= len(said) <= most:
        raise invalid(path, _("请写明，%(least)d 到 %(most)d 字。") % {"least": least, "most": most})
    return said


def refuse_stale(row: Any, version: int | None) -> None:
    if version is not None and version != row.version:
        raise Stale(_("刚被别人办理过，请刷新后再办。"), current={"version": row.version})


def not_your_turn() -> RuleBroken:
    return RuleBroken(_("现在不是由您办理这一步。"), code="not_your_turn")


def not_after_today(day: date, path: str) -> date:
    if day > clock.today():
        raise invalid(path, _("日期不能晚于今天。"))
    return day
