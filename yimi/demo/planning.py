"""Plans, targets, the way and the duties of the demo (演示的计划和目标), made so that what the story did is in pace.

No real county is behind: what is uneven lies on example stations alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from yimi.accounts.models import User
from yimi.catalogue.queries import domains
from yimi.core import clock
from yimi.core.db import unit_of_work
from yimi.core.ids import name_id
from yimi.figures.fold import fold
from yimi.figures.places import Place
from yimi.planning import actions
from yimi.planning.blueprints import TOWNSHIP, blueprint_for
from yimi.planning.done import Doing, clockworks, read_year
from yimi.planning.fields import DutyFields, Extra, Line, MilestoneFields, PlanFields, Project, TargetFields
from yimi.planning.pace import Clockwork
from yimi.planning.places import Spot, of_station, spot_named, top

from .calendar import on_day
from .data import demo
from .place import EXAMPLE, Seat, seats
from .terminal import say

Users = dict[str, User]
EASE = 0.97  # of what the year comes to at the pace of the story
ALSO = ("VISIT_FILE_PT", "SESSION", "CONSULT_N", "BENEFIT_PT")
MOST_LINES = 3


@dataclass(frozen=True)
class Past:
    """What the story has done in this year, and how much of the year is over."""

    today: date
    doing: Doing
    times: dict[Any, Clockwork]

    def year_of(self, code: str, place: Place, domain: str = "") -> int:
        """What a year comes to at this pace, a little less."""
        share = self.times[place.id].share
        return int((self.doing.of(code, place, domain) or 0) / share * EASE) if share else 0


def tell(today: date, users: Users) -> None:
    """A plan of every station, targets down to the month, a dozen steps, and the lists of six counties."""
    say("演示数据：计划和目标")
    fold()
    places = seats()
    past = _past(today, places, users["province"])
    with on_day(today), unit_of_work():
        for seat in places:
            _plan(seat, past, users)
    with on_day(today), unit_of_work():
        for said in demo("planning")["targets"]:
            _target(said, places, past, users)
    _steps(today, users, places)
    _duties(today, users)


def _past(today: date, places: Sequence[Seat], by: User) -> Past:
    codes = {code for seat in places for _d, code, _n in blueprint_for(seat.station, today).lines} | set(ALSO)
    codes |= {said["measure"] for said in demo("planning")["targets"]}
    doing = read_year(by, top().place, today.year, sorted(codes), by_station=True, deep=True)
    return Past(today, doing, clockworks([Place.of_station(seat.station) for seat in places], today.year))


def _plan(seat: Seat, past: Past, users: Users) -> None:
    usual, head = blueprint_for(seat.station, past.today), users[f"head-{seat.code}"]
    lines = tuple(line for domain in domains(past.today) for line in _lines(seat, past, domain))
    fields = PlanFields(
        seat.code, past.today.year, usual.platform, "", (Project(usual.project, "station", ""),), lines,
        tuple(Extra(*each) for each in usual.specials),
    )  # fmt: skip
    pk = name_id("plan", seat.code, past.today.year)
    actions.put_plan(pk, by=head, fields=fields)
    plan = actions.submit_plan(pk, by=head)
    if TOWNSHIP in plan.ladder:
        actions.sign_plan(pk, by=users[f"township-{seat.station.area.code}"])
    actions.sign_plan(pk, by=users[f"county-{seat.county.code}"])


def _lines(seat: Seat, past: Past, domain: str) -> list[Line]:
    """The quantities of the template in which the station has done anything; else one that nobody is late with."""
    usual = [code for of, code, _n in blueprint_for(seat.station, past.today).lines if of == domain]
    place = Place.of_station(seat.station)
    wanted = ((code, past.year_of(code, place, domain)) for code in dict.fromkeys([*usual, *ALSO]))
    found = [Line(domain, code, quantity) for code, quantity in wanted if quantity]
    return found[:MOST_LINES] or [Line(domain, "SESSION", 1)]


def _target(said: dict[str, str], places: Sequence[Seat], past: Past, users: Users) -> None:
    """From the stations up: each has about what it will reach, example stations what their county has on average."""
    code, by = said["measure"], users["province"]
    is_level = code == "FILE_STOCK"
    values = {seat.code: _value(past, code, seat, is_level) for seat in places}
    counties: dict[str, int] = {}
    for seat in places:
        counties[seat.county.code] = counties.get(seat.county.code, 0) + values[seat.code]
    total = sum(counties.values())
    if not total:
        return
    fields = TargetFields(
        code, past.today.year, top().place.code, total, said["anchor"], said["title"], said["number"]
    )  # fmt: skip
    target = actions.put_target(name_id("target", code, past.today.year), by=by, fields=fields).row
    _hand(target.pk, top(), {f"area:{county}": value for county, value in counties.items()}, by)
    for county in counties:
        here = [seat for seat in places if seat.county.code == county]
        shared = _evened(here, values)
        _hand(target.pk, spot_named(county), shared, users[f"county-{county}"])
    if not is_level:
        for seat in places:
            made = actions.draft_split(target.pk, by=users[f"head-{seat.code}"], spot=of_station(seat.station))
            actions.publish_split(made.pk, by=users[f"head-{seat.code}"])


def _value(past: Past, code: str, seat: Seat, is_level: bool) -> int:
    place = Place.of_station(seat.station)
    return int(past.doing.of(code, place) or 0) if is_level else past.year_of(code, place)


def _evened(here: Sequence[Seat], values: dict[str, int]) -> dict[str, int]:
    """Example stations have the average of their county where it is more; the sum is then at least the county's."""
    average = sum(values[seat.code] for seat in here) // len(here)
    return {
        f"station:{seat.code}": max(values[seat.code], average) if EXAMPLE in seat.station.name else values[seat.code]
        for seat in here
    }


def _hand(target: Any, spot: Spot, values: dict[str, int], by: User) -> None:
    made = actions.draft_split(target, by=by, spot=spot)
    others = {share.place: 0 for share in made.shares.all() if share.place not in values}
    made = actions.adjust(made.pk, by=by, values=others | values, locked=set(), version=made.version)
    actions.publish_split(made.pk, by=by)


def _steps(today: date, users: Users, places: Sequence[Seat]) -> None:
    plan, first = demo("planning"), places[0]
    for where, by, rows in (
        ({"area": top().place.code}, users["province"], plan["province"]),
        ({"area": first.county.code}, users[f"county-{first.county.code}"], plan["county"]),
        ({"station": first.code}, users[f"head-{first.code}"], plan["station"]),
    ):
        for nth, row in enumerate(rows):
            _step(today, where, by, nth, row)


def _step(today: date, where: dict[str, str], by: User, nth: int, row: dict[str, Any]) -> None:
    def pk_of(number: int):
        return name_id("milestone", *where.values(), number)

    begins, due = (today + timedelta(days=row[name]) for name in ("begins", "due"))
    fields = MilestoneFields(
        where.get("area", ""), where.get("station", ""), row["title"], row["office"], begins, due,
        needs=tuple(str(pk_of(number)) for number in row.get("after", ())),
    )  # fmt: skip
    actions.put_milestone(pk_of(nth), by=by, fields=fields)
    if "done" in row:
        on = due + timedelta(days=row["done"])
        actions.finish_milestone(pk_of(nth), by=by, on=on, proof=row["proof"])


def _duties(today: date, users: Users) -> None:
    """Nothing of it is late: what is not done is due with the year."""
    plan, last = demo("planning"), date(clock.today().year, 12, 31)
    for county in plan["counties"]:
        by = users[f"county-{county}"]
        for nth, row in enumerate(plan["duties"]):
            pk = name_id("duty", county, today.year, nth)
            fields = DutyFields(county, today.year, row["title"], row["basis"], row["office"], last)
            actions.put_duty(pk, by=by, fields=fields)
            if row["state"] == "under_way":
                actions.tell_duty(pk, by=by, progress=row["progress"])
            elif row["state"] == "done":
                on = max(today - timedelta(days=40), today.replace(month=1, day=1))
                actions.finish_duty(pk, by=by, on=on, progress=row["progress"])
