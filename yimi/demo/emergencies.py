"""A drill in the story (演示的应急演练): one county rehearses a typhoon; being a drill it changes no figure."""

from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from yimi.accounts.models import User
from yimi.core import clock, seal
from yimi.core.ids import name_id
from yimi.emergencies import actions
from yimi.emergencies.fields import LINE_TEXTS, LineFields, OperationFields, OutcomeFields
from yimi.emergencies.models import Line

from .calendar import on_day
from .place import Seat, seats
from .terminal import say

COUNTY = "469030"
NAME, NUMBER = "防台风应急演练", "演练〔示例〕1号"
SHARE, MOST, ARRANGED = 0.8, 40, 12
# What comes of calls and visits, and how often of a hundred.
OUTCOMES = (
    ("told", 46),
    ("met", 18),
    ("moved", 14),
    ("not_needed", 10),
    ("refused", 3),
    ("away", 5),
    ("unreachable", 4),
)
SHELTERS = ("镇中心学校安置点", "村委会二楼", "女儿家")


def tell(today: date, users: dict[str, User]) -> None:
    """A drill that began yesterday and goes on: a list, outcomes of every station, what is arranged for some."""
    officer = users.get(f"county-{COUNTY}")
    here = [seat for seat in seats() if seat.code.startswith(COUNTY)]
    if officer is None or not here:
        return
    say("演示数据：应急演练")
    pk = name_id("emergency", COUNTY, NAME)
    with on_day(today - timedelta(days=1)):
        actions.put_operation(pk, by=officer, fields=_plan())
        actions.make_list(pk, by=officer)
        actions.set_level(pk, by=officer, level=3)
        for seat in here:
            _work(seat, users[f"worker-{seat.code}-1"], pk, clock.now())
    actions.enter_phase(pk, by=officer, phase="move")


def _plan() -> OperationFields:
    """Everybody is to stay indoors tomorrow evening."""
    strikes = (clock.now() + timedelta(days=2)).replace(minute=0, second=0, microsecond=0)
    return OperationFields(
        kind="typhoon", name=NAME, number=NUMBER, level=4, areas=(COUNTY,), impact_at=strikes,
        indoors_at=strikes - timedelta(hours=8), is_drill=True,
    )  # fmt: skip


def _work(seat: Seat, by: User, operation: UUID, now: datetime) -> None:
    rng = Random(f"emergency {seat.code}")  # noqa: S311 (a story)
    rows = Line.objects.unscoped("演示").filter(operation=operation, station=seat.station)
    lines = list(rows.select_related("area", "worker").order_by("rank", "pk")[:MOST])
    seal.read(lines, *LINE_TEXTS)
    for nth, line in enumerate(lines):
        if nth < ARRANGED:
            _arrange(line, by, rng)
        if rng.random() < SHARE:
            _outcome(line, by, rng, now)


def _arrange(line: Line, by: User, rng: Random) -> None:
    fields = LineFields(
        persons=line.persons, dwelling=tuple(line.dwelling), needs=tuple(line.needs), languages=tuple(line.languages),
        to_move=line.to_move or rng.random() < SHARE / 2, responsible="村干部（示例）", responsible_phone="13800000000",
        way_out=rng.choice(("shelter", "kin")), way_out_place=rng.choice(SHELTERS), worker=by.username,
        version=line.version,
    )  # fmt: skip
    actions.change_line(line.pk, by=by, fields=fields)


def _outcome(line: Line, by: User, rng: Random, now: datetime) -> None:
    what = rng.choices([what for what, _share in OUTCOMES], [share for _what, share in OUTCOMES])[0]
    place = rng.choice(SHELTERS) if what in ("moved", "away") else ""
    persuaded = rng.randint(1, 3) if what == "refused" else None
    fields = OutcomeFields(
        line=line.pk, what=what, at=now, place=place, persuaded=persuaded, is_reported=persuaded is not None
    )
    actions.put_outcome(name_id("emergency_outcome", line.pk), by=by, operation=line.operation_id, fields=fields)
