"""Tasks of the town in the story (演示的镇街交办): a few at every station, with the hours that they took."""

from datetime import date, timedelta
from random import Random

from yimi.accounts.models import User
from yimi.assignments import actions
from yimi.assignments.actions import AssignmentFields
from yimi.core.ids import name_id

from .calendar import on_day
from .place import Seat, seats
from .terminal import say

# What the town asks for, how it is classed, and how many half hours it takes.
TASKS = (
    ("高龄津贴年审名单核对走访", "professional", 16),
    ("协助录入残疾人两项补贴信息", "civil_assist", 9),
    ("困境儿童暑期安全宣讲", "professional", 8),
    ("张贴换届选举公告", "unrelated", 3),
    ("协助整理低保档案", "civil_assist", 6),
)


def tell(today: date, users: dict[str, User]) -> None:
    """In the last days, the newest still under way."""
    say("演示数据：镇街交办")
    for seat in seats():
        by = users[f"worker-{seat.code}-1"]
        rng = Random(f"tasks {seat.code}")  # noqa: S311 (a story)
        for nth, (title, kind, half_hours) in enumerate(TASKS):
            _task(seat, by, today - timedelta(days=9 - nth * 2), (title, kind, half_hours + rng.randint(-1, 1)))


def _task(seat: Seat, by: User, on: date, said: tuple[str, str, int]) -> None:
    title, kind, half_hours = said
    pk = name_id("assignment", seat.code, title)
    with on_day(on):
        fields = AssignmentFields(seat.code, kind, title, due_on=on + timedelta(days=5), handed_on=on)
        actions.note_assignment(pk, by=by, fields=fields)
        entry = name_id("spent", pk)
        actions.add_hours(pk, by=by, entry=entry, on=on, half_hours=half_hours)
        if title != TASKS[-1][0]:
            actions.finish_assignment(pk, by=by)
