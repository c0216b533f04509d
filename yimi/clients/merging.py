"""What goes with a person when two files become one (并档); domains that hold facts on people declare it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from yimi.core.actors import Actor
from yimi.core.declare import Declared

from .models import Person


@dataclass(frozen=True)
class Mover:
    """How one domain's facts go from one person to another, and back.

    `move(drop, keep, by)` re-points the facts and gives what `back` needs, as JSON values. `back(kept, drop,
    keep, by)` restores exactly those facts; what was recorded on `keep` since then stays there.
    Both run inside the transaction of the merge, with both people locked.
    """

    key: str
    move: Callable[[Person, Person, Actor], Any]
    back: Callable[[Any, Person, Person, Actor], None]
    order: int = 0


movers: Declared[Mover] = Declared("mover of facts")
