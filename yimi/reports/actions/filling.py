"""Filling a report (填写): words beside the numbers, and where somebody sees another, that number with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.core import seal
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.text import clean
from yimi.reports.cadences import cadences
from yimi.reports.documents import words_of
from yimi.reports.models import Report, Step
from yimi.reports.numbers import measures_for
from yimi.reports.turns import may_write

from .writing import add_step, kept, locked, not_your_turn

MOST = {"words": 1000, "reason": 200}
LARGEST = 100_000_000


@dataclass(frozen=True)
class Typed:
    """A number that somebody holds to be right (填报数), and why it differs; the system's stays beside it."""

    value: int
    reason: str


@transaction.atomic
def fill(
    pk: UUID, *, by: User, words: Mapping[str, str], typed: Mapping[str, Typed] | None = None,
    version: int | None = None,
) -> Report:  # fmt: skip
    """Write the words of a draft (填写文字). What is not named stays as it was; an empty text takes it away."""
    report = locked(pk, by, version)
    if not may_write(by, report):
        raise not_your_turn(report)
    if report.state not in Report.EDITABLE:
        raise RuleBroken(_("报告已提交，不能再改；请先退回。"), code="not_open", current={"state": report.state})
    told, numbers = _words(report, words), _typed(report, typed or {})
    seal.write(report, words=orjson.dumps(told, option=orjson.OPT_SORT_KEYS).decode() if told else None)
    report.typed, report.is_touched = numbers if typed is not None else report.typed, True
    add_step(report, Step.What.WRITTEN, by)
    return kept(report, by, "fill")


def _words(report: Report, words: Mapping[str, str]) -> dict[str, str]:
    duty = cadences(report.last).duty(report.cadence, report.level)
    known, faults = {word.code for word in (duty.words if duty else ())}, {}
    for code, text in words.items():
        if code not in known:
            faults[f"words.{code}"] = [_("没有这一栏。")]
        elif len(text) > MOST["words"]:
            faults[f"words.{code}"] = [_("最多 %d 字。") % MOST["words"]]
    if faults:
        raise Invalid(faults)
    told = words_of(report) | {code: _lines(text) for code, text in words.items()}
    return {code: text for code, text in told.items() if text}


def _lines(text: str) -> str:
    return "\n".join(line for line in map(clean, text.splitlines()) if line)


def _typed(report: Report, typed: Mapping[str, Typed]) -> dict[str, Any]:
    known, faults = {measure.code for measure in measures_for(report)}, {}
    for code, each in typed.items():
        if code not in known:
            faults[f"typed.{code}"] = [_("报告里没有这个数。")]
        elif not 0 <= each.value <= LARGEST:
            faults[f"typed.{code}"] = [_("请填 0 到一亿的整数。")]
        elif not 2 <= len(clean(each.reason)) <= MOST["reason"]:
            faults[f"typed.{code}"] = [_("填报数与系统数不同时，请写明原因，2 到 200 字。")]
    if faults:
        raise Invalid(faults)
    return {code: {"value": each.value, "reason": clean(each.reason)} for code, each in typed.items()}
