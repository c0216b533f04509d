"""What domains tell of those who are assessed (考核内容): declared parts, each of one object.

A domain that does not exist yet declares nothing, so an assessment has no empty part of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from yimi.core.actors import Actor
from yimi.core.declare import Declared
from yimi.core.paper.document import Block


@dataclass(frozen=True)
class AssessedPart:
    """What is told of one object in a year (考核内容): `block` reads it with the rights of the reader."""

    object: str
    key: str
    title: Any
    block: Callable[[Actor, int], list[Block]]
    order: int = 0


assessed_parts: Declared[AssessedPart] = Declared("assessed part")


def parts_of(kind: str) -> list[AssessedPart]:
    """The parts of one object, in order."""
    return [part for part in assessed_parts if part.object == kind]
