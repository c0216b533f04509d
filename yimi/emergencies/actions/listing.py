"""Making the list of an action (生成名单): everybody who belongs on it and is not there yet."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.core import clock, db, journal
from yimi.core.errors import RuleBroken
from yimi.core.permissions import Permission
from yimi.emergencies.choosing import Home, Somebody, homes
from yimi.emergencies.models import Line, Member, Operation
from yimi.emergencies.terms import terms

_AT_ONCE = 1000


@dataclass(frozen=True)
class Made:
    """How many households and people came on the list (新增)."""

    lines: int
    people: int


@transaction.atomic
def make_list(pk: UUID, *, by: User) -> Made:
    """Put every household that belongs on the list there (一键生成名单). Made again, it adds only who is new."""
    operation = open_operation(pk, by, Permission.EMERGENCY_LIST)
    there = set(
        Member.objects.unscoped("已在名单上的人").filter(operation=operation).values_list("person_id", flat=True)
    )
    fresh = [home for home in homes(by, operation) if any(one.pk not in there for one in home.people)]
    lines = Line.objects.unscoped("已有的名单户").filter(operation=operation).only("persons", "rank")
    known = {line.pk: line for line in lines}
    new = [home for home in fresh if home.pk not in known]
    db.insert(_line(operation, home, there) for home in new)
    _grow([(known[home.pk], home) for home in fresh if home.pk in known], there)
    people = [(home.pk, one) for home in fresh for one in home.people if one.pk not in there]
    db.insert(_member(operation, line, one) for line, one in people)
    if people:
        journal.record("emergencies.make_list", by, operation)
    return Made(len(new), len(people))


def open_operation(pk: UUID, by: User, permission: Permission) -> Operation:
    """The action, locked, while it goes on."""
    operation = Operation.objects.select_for_update(of=("self",)).get_allowed(by, permission, pk=pk)
    refuse_over(operation)
    return operation


def refuse_over(operation: Operation) -> None:
    if operation.is_over:
        raise RuleBroken(_("行动已经结束，不能再改。"), code="operation_over")


def _line(operation: Operation, home: Home, there: set[UUID]) -> Line:
    first = home.first
    return Line(
        id=home.pk, operation=operation, station_id=first.station, area_id=first.area, county_id=first.county,
        household=first.household, person_id=first.pk, persons=sum(one.pk not in there for one in home.people),
        rank=home.rank, dwelling=home.dwelling, languages=home.languages, needs=_needs(home),
        to_move=terms().is_to_move(operation.kind, home.dwelling), added_at=clock.now(),
    )  # fmt: skip


def _needs(home: Home) -> list[str]:
    """Nobody of the household has a phone (无电话)."""
    return ["no_phone"] if all(one.no_phone for one in home.people) else []


def _member(operation: Operation, line: UUID, one: Somebody) -> Member:
    return Member(operation=operation, line_id=line, person_id=one.pk, groups=one.groups)


def _grow(lines: list[tuple[Line, Home]], there: set[UUID]) -> None:
    """A household that has its line already, and now more people on it."""
    for line, home in lines:
        line.persons += sum(one.pk not in there for one in home.people)
        line.rank = min(line.rank, home.rank)
    Line.objects.bulk_update([line for line, _home in lines], ["persons", "rank"], _AT_ONCE)
