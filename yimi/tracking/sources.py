"""Where tracked items come from (督办来源): each domain that finds something declares how its findings are opened.

What is raised by hand comes from nothing but itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from yimi.core.actors import Actor
from yimi.core.declare import Declared

BY_HAND = "own"


def _nowhere(source_id: UUID) -> str:
    return ""


def _nothing(source_id: UUID, by: Actor) -> None:
    """Nobody waits for it."""


@dataclass(frozen=True)
class Source:
    """One sort of finding: its page, and what its domain does once the item is closed."""

    key: str
    label: Any
    url: Callable[[UUID], str] = _nowhere
    closed: Callable[[UUID, Actor], None] = _nothing
    order: int = 0


sources: Declared[Source] = Declared("tracking source")
sources.add(Source(BY_HAND, _("直接提出"), order=90))
