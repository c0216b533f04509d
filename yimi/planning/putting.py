"""Sending twice creates once (重复提交): what a put finds under its id, and whether it may write over it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import IntegrityError
from django.utils.translation import gettext as _

from yimi.core.errors import RuleBroken, invalid
from yimi.core.text import clean

T = TypeVar("T")
LONGEST = 300


@dataclass(frozen=True)
class Put(Generic[T]):
    """What came of a put: the row, and whether it is new."""

    row: T
    created: bool


def twice(put: Callable[[], Put[T]]) -> Put[T]:
    """Put; where somebody put the same at the same moment, compare with what is there now."""
    try:
        return put()
    except IntegrityError:
        return put()


def refuse_stale(there: Any, version: int | None, digest: str) -> bool:
    """Whether the same content is there already; other content takes the version that was read."""
    if there.digest == digest:
        return True
    if version is None:
        raise RuleBroken(_("同一编号已有内容不同的记录。"), code="differs")
    if version != there.version:
        raise RuleBroken(_("刚被别人改过，请核对后再保存。"), code="stale")
    return False


def id_taken() -> RuleBroken:
    return RuleBroken(_("这个编号已被使用。"), code="id_taken")


def reason_of(text: str, path: str = "reason") -> str:
    """A reason that says something; raises `Invalid`."""
    said = clean(text or "")
    if not 2 <= len(said) <= LONGEST:
        raise invalid(path, _("请写明原因，2 到 %(n)s 字。") % {"n": LONGEST})
    return said
