"""What an edition of cadences must be (工作周期的校验): who owes which period, until when, and who confirms it."""

import re
from typing import Any

from django.utils.translation import gettext as _

from .findings import (
    Fields,
    Findings,
    Path,
    fits,
    is_flag,
    is_mapping,
    is_rows,
    is_text,
    is_texts,
    is_whole,
    known,
    once,
    rows_of,
)

CADENCES = ("daily", "weekly", "monthly", "quarterly", "half_year", "annual")
PERIODS = ("day", "week", "month", "quarter", "half_year", "year")
LEVELS = ("station", "county", "province")
RUNGS = ("township", "district", "county", "province")
CODED: Fields = {"code": is_text, "name_zh": is_text}
RULE: Fields = dict.fromkeys(("days", "workdays", "weekday", "months", "day"), is_whole) | {"at": is_text}
FORMS = ({"days"}, {"workdays"}, {"weekday"}, {"months", "day"})


def is_wholes(value: Any) -> bool:
    return isinstance(value, list) and all(is_whole(each) for each in value)


def check_cadences(content: dict, edition: dict, found: Findings, others: Any) -> None:
    """Each cadence once, with its period and those who owe it; local exceptions name what they leave out."""
    fits(found, (), content, {"cadences": is_rows}, {"local": is_rows})
    cadences = rows_of(found, content, "cadences")
    for path, cadence in cadences:
        fits(found, path, cadence, {**CODED, "period": is_text, "owed_by": is_rows}, {"name_en": is_text})
        known(found, (*path, "code"), cadence.get("code"), CADENCES, _("工作周期"))
        known(found, (*path, "period"), cadence.get("period"), PERIODS, _("统计周期"))
        owed = rows_of(found, cadence, "owed_by", path)
        for place, duty in owed:
            _check_duty(place, duty, found)
        once(found, owed, "level")
    once(found, cadences)
    for path, local in rows_of(found, content, "local") if "local" in content else ():
        fits(found, path, local, {"area": is_text, "skip": is_texts}, {"because_zh": is_text})
        known(found, (*path, "skip"), local.get("skip"), RUNGS, _("审核环节"))


def _check_duty(path: Path, duty: dict, found: Findings) -> None:
    optional: Fields = {
        "opens": is_mapping, "locks_on": is_mapping, "locks": is_flag, "ladder": is_rows, "untouched": is_flag,
        "computed": is_flag, "read_by": is_texts, "words": is_rows, "escalate": is_rows,
    }  # fmt: skip
    known(found, (*path, "level"), duty.get("level"), LEVELS, _("层级"))
    fits(found, path, {k: v for k, v in duty.items() if k != "remind"}, {"level": is_text, "due": is_mapping}, optional)
    if "remind" in duty and not is_wholes(duty["remind"]):
        found.add((*path, "remind"), _("remind 应为一列整数。"))
    known(found, (*path, "read_by"), duty.get("read_by", []), RUNGS, _("审核环节"))
    for name in ("opens", "due", "locks_on"):
        if is_mapping(duty.get(name)):
            _check_rule((*path, name), duty[name], found)
    _check_rows(path, duty, found)


def _check_rows(path: Path, duty: dict, found: Findings) -> None:
    """The rungs in order, the words, and to whom an overdue report goes."""
    for place, rung in rows_of(found, duty, "ladder", path) if "ladder" in duty else ():
        fits(found, place, rung, {"rung": is_text, "due": is_mapping}, {})
        known(found, (*place, "rung"), rung.get("rung"), RUNGS, _("审核环节"))
        if is_mapping(rung.get("due")):
            _check_rule((*place, "due"), rung["due"], found)
    words = rows_of(found, duty, "words", path) if "words" in duty else []
    for place, word in words:
        fits(found, place, word, CODED, {"name_en": is_text, "note_zh": is_text})
    once(found, words)
    for place, row in rows_of(found, duty, "escalate", path) if "escalate" in duty else ():
        fits(found, place, row, {"workdays": is_whole, "to": is_text}, {})
        known(found, (*place, "to"), row.get("to"), ("county", "province"), _("层级"))


def _check_rule(path: Path, rule: dict, found: Findings) -> None:
    """One way to say a moment: days, workdays or a weekday after the period, or a day of a month beside it."""
    fits(found, path, rule, {}, RULE)
    if {*rule} - {"at"} not in FORMS:
        found.add(path, _("写 days、workdays、weekday 之一，或 months 和 day。"))
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", str(rule.get("at", "18:00"))):
        found.add((*path, "at"), _("at 写成 18:00 的样子。"))
    if not 1 <= rule.get("day", 1) <= 31 or not 1 <= rule.get("weekday", 1) <= 7:
        found.add(path, _("day 是 1 到 31，weekday 是 1 到 7。"))
