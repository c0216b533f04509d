"""What offices asked on the telephone (演示的一键报数): a few answers of the province and a county."""

from datetime import date

from yimi.accounts.models import User
from yimi.core.ids import name_id
from yimi.figures.places import Place
from yimi.monitoring import actions
from yimi.monitoring.asking import question
from yimi.monitoring.queries import places_for

from .terminal import say

ASKED = (
    ("province", "all-key", "省政府办公厅（示例）"),
    ("province", "", "省厅主要领导（示例）"),
    ("county-469030", "LSET", "县委办公室（示例）"),
)


def tell(today: date, users: dict[str, User]) -> None:
    """This year so far; the figures are not folded yet, so they are read from the facts."""
    say("演示数据：已提供数据")
    for who, people, to in ASKED:
        by = users[who]
        asked = question(_own(by), today.replace(month=1, day=1), today, people)
        actions.provide(name_id("provided", who, people), by=by, asked=asked, to=to)


def _own(by: User) -> Place:
    return next(iter(places_for(by).areas.values()))
