"""Pausing visits (暂停走访) while nobody can be visited, and going on with them (恢复走访)."""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.clients.models import Person
from yimi.core import clock, journal, seal
from yimi.core.actors import Actor
from yimi.core.errors import RuleBroken, invalid
from yimi.core.permissions import Permission
from yimi.core.text import clean
from yimi.visiting.models import Listed, Pause
from yimi.visiting.queries import may_pause
from yimi.visiting.standing import on_list
from yimi.visiting.windows import ONE_DAY, Stretch

from .slots import rebuild_for

LONGEST = 200
AHEAD = timedelta(days=366)
WHY = "本人的暂停走访"


@transaction.atomic
def pause_visits(
    person: UUID, *, by: Actor, reason: str, from_on: date, until_on: date | None = None, note: str = ""
) -> Pause:
    """Pause the visits to a person (暂停走访), by the worker in charge or the head. Windows it touches are not owed."""
    row = _person(person, by)
    listed = Listed.objects.unscoped(WHY).filter(on_list(clock.today()), person=row).order_by("since_on").first()
    if listed is None:
        raise RuleBroken(_("此人不在今年的核定服务名单上，不用暂停走访。"), code="not_listed")
    if reason not in Pause.Reason:
        raise invalid("reason", _("请选择暂停的原因。"))
    _check_days(row, from_on, until_on)
    pause = Pause(
        person=row, station_id=row.station_id, from_on=from_on, until_on=until_on, reason=reason, made_by_id=by.id,
        made_at=clock.now(),
    )  # fmt: skip
    seal.write(pause, note=clean(note or "")[:LONGEST] or None)
    pause.save(force_insert=True)
    rebuild_for([row.pk])
    journal.record("visiting.pause_visits", by, pause, station=row.station_id, refs=[row])
    return pause


@transaction.atomic
def resume_visits(pk: UUID, *, by: Actor, on: date) -> None:
    """Visits go on from this day (恢复走访). A pause that would not have lasted a day was a mistake and goes."""
    pauses = Pause.objects.select_related("person").select_for_update(of=("self",))
    pause = pauses.get_allowed(by, Permission.LIST_VIEW, pk=pk)
    _refuse_others(by, pause.person)
    if pause.until_on and pause.until_on < clock.today():
        raise RuleBroken(_("这次暂停已经结束。"), code="pause_over")
    if not pause.from_on <= on <= (pause.until_on or clock.today()) + ONE_DAY:
        raise invalid("on", _("恢复日期应在暂停期内，不晚于明天。"))
    pause.until_on = on - ONE_DAY
    if pause.until_on < pause.from_on:
        pause.delete()
    else:
        pause.save(update_fields=["until_on"])
    rebuild_for([pause.person_id])
    journal.record("visiting.resume_visits", by, ("pause", pk), station=pause.station_id, refs=[pause.person])


def _person(pk: UUID, by: Actor) -> Person:
    rows = Person.objects.select_related("station").select_for_update(of=("self",))
    person = rows.get_allowed(by, Permission.PERSON_VIEW, pk=pk)
    _refuse_others(by, person)
    return person


def _refuse_others(by: Actor, person: Person) -> None:
    if not may_pause(by, person):
        raise RuleBroken(_("由负责社工或站长办理。"), code="not_in_charge", status=403)


def _check_days(person: Person, from_on: date, until_on: date | None) -> None:
    today = clock.today()
    if until_on and until_on < from_on:
        raise invalid("until_on", _("结束日期不能早于开始日期。"))
    if from_on > today + AHEAD or (until_on and until_on > today + 2 * AHEAD):
        raise invalid("from_on", _("日期太晚，请核对年份。"))
    if from_on < today.replace(month=1, day=1):
        raise invalid("from_on", _("开始日期应在今年内。"))
    days = Stretch(from_on, until_on)
    others = Pause.objects.unscoped(WHY).filter(person=person)
    if any(days.touches(Stretch(each.from_on, each.until_on)) for each in others):
        raise RuleBroken(_("这段时间已经暂停走访。"), code="paused_already")
