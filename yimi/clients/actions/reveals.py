"""Revealing a masked value (查看隐去的信息): written down before it leaves, with a reason outside the own caseload."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.clients.models import Person
from yimi.clients.models import Reveal as Look
from yimi.clients.particulars import CLOSE, SEALED, particulars_of
from yimi.clients.queries import is_close
from yimi.core import clock, journal, seal
from yimi.core.actors import Actor
from yimi.core.errors import RuleBroken, invalid
from yimi.core.permissions import Permission
from yimi.core.text import clean

A_DAY = 30
REASON_AT_LEAST = 6
SHOWN_SECONDS = 30


@dataclass(frozen=True)
class Revealed:
    """One value in full (查看到的内容)."""

    person: Person
    field: str
    label: str
    value: str


@transaction.atomic
def reveal(pk: UUID, *, by: Actor, field: str, reason: str | None = None) -> Revealed:
    """One value of one person, for who may see it. Own caseload (本人负责) needs no reason and no budget."""
    if field not in Look.Field.values:
        raise invalid("field", _("没有这一项，或这一项没有隐去。"))
    person = Person.objects.select_related("station").get_allowed(by, Permission.PERSON_REVEAL, pk=pk)
    if field in CLOSE and not is_close(by, person):
        raise RuleBroken(_("健康情况和残疾人证号只有负责社工和站长能查看。"), code="forbidden", status=403)
    is_own, reason = person.worker_id == by.id, clean(reason or "")
    if not is_own:
        _check(by, reason)
    look = Look(person=person, by_id=by.id, field=field, on=clock.today(), is_own=is_own)
    seal.write(look, reason=reason or None)
    look.save(force_insert=True)
    journal.record("clients.reveal", by, person, station=person.station_id, refs=[("clients.reveal", look.pk)])
    return Revealed(person, field, str(Look.Field(field).label), _value(person, field))


def _value(person: Person, field: str) -> str:
    if field in SEALED:
        told = particulars_of(person)
        return (told.opened[field] if told else None) or ""  # type: ignore[attr-defined]
    seal.read(person, field)
    return person.opened[field] or ""


def _check(by: Actor, reason: str) -> None:
    if len(reason) < REASON_AT_LEAST:
        raise invalid("reason", _("不是本人负责的对象，请写明查看事由（至少 %(n)s 个字）。") % {"n": REASON_AT_LEAST})
    looks = Look.objects.unscoped("本人当天的查看次数").filter(by_id=by.id, on=clock.today(), is_own=False)
    if looks.count() >= A_DAY:
        message = _("今天查看完整信息已满 %(n)s 次，明天再试；确有急需请联系站长。") % {"n": A_DAY}
        raise RuleBroken(message, code="reveal_budget", status=429, retry_after=_until_midnight())


def _until_midnight() -> int:
    """Seconds until the next civil day."""
    now = clock.now().astimezone(clock.CIVIL)
    return 86_400 - (now.hour * 3600 + now.minute * 60 + now.second)
