"""Marks on the items of a checklist (逐项结果), as a form or a program sends them, and what is wrong with them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from yimi.core.errors import Invalid
from yimi.core.text import clean

from .models import AcceptanceItem, Result

LONGEST = 200
EXPLAINED = {Result.FAIL, Result.NOT_APPLICABLE}


@dataclass(frozen=True)
class Mark:
    """What is found of one item; nothing yet while `result` is empty."""

    result: str = ""
    note: str = ""


def put_marks(items: Iterable[AcceptanceItem], marks: Mapping[str, Mark], *, own: bool) -> list[AcceptanceItem]:
    """Write the marks onto their items; gives those that changed. `Invalid` names each wrong item by its code."""
    by_code, faults = {item.code: item for item in items}, defaultdict(list)
    changed = []
    for code, mark in marks.items():
        item = by_code.get(code)
        if item is None:
            faults[code].append(_("清单里没有这一项。"))
            continue
        for fault in _faults(item, mark):
            faults[code].append(fault)
        if _put(item, mark, own):
            changed.append(item)
    if faults:
        raise Invalid(dict(faults))
    return changed


def _faults(item: AcceptanceItem, mark: Mark) -> Iterable[Any]:
    if mark.result and mark.result not in Result.values:
        yield _("请选择核查结果。")
    if mark.result == Result.SHARED and not item.is_shareable:
        yield _("这一项不能共用。")
    if mark.result in EXPLAINED and not clean(mark.note):
        yield _("不符合、不适用的要写明情况。")
    if len(mark.note) > LONGEST:
        yield _("最多 200 字。")


def _put(item: AcceptanceItem, mark: Mark, own: bool) -> bool:
    names = ("own_result", "own_note") if own else ("result", "note")
    said = (mark.result, clean(mark.note)[:LONGEST])
    if tuple(getattr(item, name) for name in names) == said:
        return False
    for name, value in zip(names, said, strict=True):
        setattr(item, name, value)
    return True
