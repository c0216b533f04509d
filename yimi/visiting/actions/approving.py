"""Settling a round (审定): its people are on the list from a day, and their visits are owed."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.core import clock, journal, seal
from yimi.core.actors import Actor
from yimi.core.errors import RuleBroken, invalid
from yimi.visiting.models import Listed, Round
from yimi.visiting.signing import Step
from yimi.visiting.standing import open_rows
from yimi.visiting.windows import ONE_DAY

from .drafting import SERVED
from .leaving import end_row
from .signing import round_to_sign, strike, written
from .slots import rebuild

WHY = "审定的名单"


@transaction.atomic
def approve_round(
    pk: UUID, *, by: Actor, opinion: str = "", from_on: date | None = None, struck: Iterable[UUID] = ()
) -> Round:
    """The county or district settles the round (审定), without those who are struck out; in force from `from_on`."""
    made = round_to_sign(pk, by, Step.COUNTY)
    strike(made, struck, by=by, is_struck=True)
    first = _first_day(made, from_on)
    coming, leaving = _coming(made), _leaving(made)
    if not coming and not leaving:
        raise RuleBroken(_("拟增补的人都划去了，请改为退回。"), code="nothing_left")
    touched = _end_last_year(made, coming)
    touched += [end_row(row, first - ONE_DAY, row.leave_reason, made).pk for row in leaving]
    touched += _begin(coming, first)
    made.state, made.from_on, made.county_by_id, made.county_at = Round.State.APPROVED, first, by.id, clock.now()
    seal.write(made, county_opinion=written(opinion))
    made.save()
    rebuild(touched)
    journal.record("visiting.approve_round", by, made, station=made.list.station_id)
    return made


def _first_day(made: Round, said: date | None) -> date:
    today, year = clock.today(), made.list.year
    first = said or max(today, date(year, 1, 1))
    if first.year != year:
        raise invalid("from_on", _("起用日期应在 %(year)s 年内。") % {"year": year})
    if first < today.replace(day=1):
        raise invalid("from_on", _("起用日期不能早于本月 1 日。"))
    return first


def _coming(made: Round) -> list[Listed]:
    """Who was proposed, is not struck out, and is still served by the station."""
    rows = Listed.objects.unscoped(WHY).filter(added_in=made, since_on=None, is_struck=False)
    rows = rows.filter(person__station=made.list.station_id, person__state__in=SERVED)
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def _leaving(made: Round) -> list[Listed]:
    rows = Listed.objects.unscoped(WHY).filter(open_rows(), removed_in=made)
    return list(rows.select_related("list").select_for_update(of=("self",)).order_by("pk"))


def _end_last_year(made: Round, coming: list[Listed]) -> list[UUID]:
    """Lists of earlier years end with their year, for everybody who is still on them."""
    rows = Listed.objects.unscoped(WHY).filter(open_rows(), list__station=made.list.station_id)
    rows = rows.filter(list__year__lt=made.list.year).select_related("list")
    for row in rows:
        end_row(row, date(row.list.year, 12, 31), Listed.Leave.YEAR_OVER)
    elsewhere = Listed.objects.unscoped(WHY).filter(open_rows(), person__in=[row.person_id for row in coming])
    if elsewhere.exists():
        raise RuleBroken(_("有人还在另一份名单上，请退回核对。"), code="on_another_list")
    return [row.pk for row in rows]


def _begin(coming: list[Listed], first: date) -> list[UUID]:
    """On the list from that day, or from the day after she last left one."""
    people = {row.person_id for row in coming}
    past = Listed.objects.unscoped(WHY).filter(person__in=people, until_on__gte=first)
    left: dict[UUID, date] = {}
    for person, until in past.values_list("person_id", "until_on"):
        left[person] = max(until, left.get(person, until))
    for row in coming:
        row.since_on = max(first, left[row.person_id] + ONE_DAY) if row.person_id in left else first
    Listed.objects.unscoped(WHY).bulk_update(coming, ["since_on"], 500)
    return [row.pk for row in coming]
