"""Checking the journal (日志校验): the chain, its anchors, and the tail that is not sealed yet."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.db.models import Count
from django.utils.translation import gettext as _

from yimi.core.db import snapshot
from yimi.core.models import Entry, Seal

from . import anchors
from .entry import is_genuine
from .sealer import chained

_CHUNK = 2000
_TOLD = 100
_ANCHOR_DELAY = 1.0


@dataclass
class Verdict:
    """What the check found (校验结果). No problem means that nothing was changed since it was written."""

    sealed: int = 0
    unsealed: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.problems

    def blame(self, words: str, **values: object) -> None:
        if len(self.problems) < _TOLD:
            self.problems.append(words % values)


def verify() -> Verdict:
    """Read the whole journal and say what is wrong with it, in Chinese."""
    verdict = Verdict()
    first = _first()
    # Taken before the snapshot: what the sealer anchors from now on is not cut off but new.
    known = anchors.anchored(first) if first else iter(())
    with snapshot():
        _check_chain(verdict, _Anchors(verdict, known))
        _check_tail(verdict)
        _check_copies(verdict)
    _check_folder(verdict, first)
    return verdict


class _Anchors:
    """The anchors, read beside the chain."""

    def __init__(self, verdict: Verdict, lines: Iterator[anchors.Anchor]):
        self.verdict = verdict
        self.lines = lines
        self.next = self._read()

    def compare(self, number: int, head: bytes) -> None:
        while self.next and self.next.number < number:
            self.next = self._read()
        if self.next and self.next.number == number and self.next.hash != head.hex():
            self.verdict.blame(_("第 %(number)s 号：封存与锚点不一致，日志被改写。"), number=number)

    def finish(self, last: int) -> None:
        self.compare(last + 1, b"")
        beyond = None
        while self.next:
            beyond, self.next = self.next.number, self._read()
        if beyond:
            self.verdict.blame(
                _("日志末尾被截断：锚点记到第 %(anchored)s 号，封存只到第 %(last)s 号。"), anchored=beyond, last=last
            )

    def _read(self) -> anchors.Anchor | None:
        try:
            return next(self.lines, None)
        except anchors.AnchorBroken:
            self.verdict.blame(_("锚点文件被改动。"))
            self.lines = iter(())
            return None


def _check_chain(verdict: Verdict, known: _Anchors) -> None:
    number, previous = 0, b""
    for seal, entry in _sealed():
        if seal.number != number + 1:
            verdict.blame(_("第 %(a)s–%(b)s 号：封存被删除。"), a=number + 1, b=seal.number - 1)
        elif entry is None:
            verdict.blame(_("第 %(number)s 号：日志条目被删除。"), number=seal.number)
        elif not is_genuine(entry):
            verdict.blame(_("第 %(number)s 号：日志条目被改动。"), number=seal.number)
        elif bytes(seal.hash) != chained(previous, seal.number, entry.id, bytes(entry.mac)):
            verdict.blame(_("第 %(number)s 号：链值不符，条目被插入、替换或调换了顺序。"), number=seal.number)
        number, previous = seal.number, bytes(seal.hash)
        verdict.sealed += 1
        known.compare(number, previous)
    known.finish(number)


def _sealed() -> Iterator[tuple[Seal, Entry | None]]:
    seals = Seal.objects.order_by("number").iterator(_CHUNK)
    while chunk := list(islice(seals, _CHUNK)):
        found = Entry.objects.in_bulk([seal.entry_id for seal in chunk])
        yield from ((seal, found.get(seal.entry_id)) for seal in chunk)


def _check_tail(verdict: Verdict) -> None:
    for entry in Entry.objects.filter(seal=None).order_by("id").iterator(_CHUNK):
        verdict.unsealed += 1
        if not is_genuine(entry):
            verdict.blame(_("未封存的条目 %(id)s：不是平台所写，或被改动。"), id=entry.id)


def _check_copies(verdict: Verdict) -> None:
    copied = Entry.objects.values("mac").annotate(times=Count("id")).filter(times__gt=1)
    for times in copied.values_list("times", flat=True):
        verdict.blame(_("同一条目出现 %(times)s 次：有条目被复制插入。"), times=times)


def _check_folder(verdict: Verdict, first: bytes | None) -> None:
    if anchors.others(first):
        verdict.blame(_("锚点目录里有另一份日志的锚点：日志被清空或替换。"))
    if first and not _is_anchored(first, verdict.sealed):
        verdict.blame(_("锚点没有跟上封存：锚点文件被删除或截断，或封存服务没有运行。"))


def _is_anchored(first: bytes, last: int) -> bool:
    """Whether the anchors reach this seal. The sealer writes the anchor right after it commits the seal."""
    try:
        if anchors.reached(first) < last:
            time.sleep(_ANCHOR_DELAY)
        return anchors.reached(first) >= last
    except anchors.AnchorBroken:
        return False


def _first() -> bytes | None:
    found = Seal.objects.order_by("number").values_list("hash", flat=True).first()
    return bytes(found) if found else None
