"""Looking at another station's file for a time (会商): asked by who needs it, allowed by the file's head."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from yimi.accounts.actions import close_grant, grant
from yimi.accounts.models import Grant, User
from yimi.accounts.places import Place
from yimi.accounts.queries import station_staff
from yimi.clients.models import Asked, Consult, Person
from yimi.core import clock, journal, seal
from yimi.core.actors import Actor
from yimi.core.errors import RuleBroken, invalid
from yimi.core.ids import new_id
from yimi.core.permissions import OnKind, Permission, Role
from yimi.core.text import clean
from yimi.network.models import Station

from .moving import LONGEST, stations_moved_by, written

LONGEST_DAYS, USUAL_DAYS = 90, 30


@transaction.atomic
def ask_consult(pk: UUID, *, by: Actor, reason: str) -> Consult:
    """Ask to look at a file of another station (申请会商), for the station where the actor works."""
    rows = Person.objects.unscoped("会商申请的对象").select_related("station").select_for_update(of=("self",))
    person = rows.filter(pk=pk).first()
    station = Station.objects.allowed(by, Permission.PERSON_WRITE).order_by("code").first()
    if person is None or station is None:
        raise Http404
    if Person.objects.allowed(by, Permission.PERSON_VIEW).filter(pk=pk).exists():
        raise RuleBroken(_("这份档案已在您的范围内，可以直接打开。"), code="in_reach")
    # Of a file elsewhere that is nobody's any more not even that is said.
    if person.state in Person.GONE:
        raise Http404
    if Consult.objects.unscoped("同时只有一个申请").filter(person=person, station=station, state=Asked.ASKED).exists():
        raise RuleBroken(_("本站已申请会商，请等待答复。"), code="already_asked")
    consult = Consult(id=new_id(), person=person, station=station, asked_by_id=by.id, asked_at=clock.now())
    seal.write(consult, reason=written(reason))
    consult.save(force_insert=True)
    journal.record("clients.ask_consult", by, person, station=person.station_id, refs=[consult])
    return consult


@transaction.atomic
def answer_consult(pk: UUID, *, by: Actor, accept: bool, words: str = "", days: int = USUAL_DAYS) -> Consult:
    """Allow or refuse the look (答复会商), by the head of the file's station; allowed, it ends by itself."""
    consult = _asked(pk)
    if not stations_moved_by(by, {consult.person.station_id}):
        raise Http404
    if consult.state != Asked.ASKED:
        raise RuleBroken(_("这项申请已经办结。"), code="already_answered")
    words = clean(words or "")[:LONGEST]
    if not accept and len(words) < 2:
        raise invalid("answer", _("请写明不同意的原因。"))
    if accept and not 1 <= days <= LONGEST_DAYS:
        raise invalid("days", _("会商期限为 1 至 %(n)s 天。") % {"n": LONGEST_DAYS})
    consult.state = Asked.ACCEPTED if accept else Asked.DECLINED
    consult.answered_by_id, consult.answered_at = by.id, clock.now()
    if accept:
        consult.until_on = clock.today() + timedelta(days=days)
        _open(consult, by)
    seal.write(consult, answer=words or None)
    consult.save(update_fields=["state", "answered_by", "answered_at", "answer", "until_on"])
    act = "clients.accept_consult" if accept else "clients.decline_consult"
    journal.record(act, by, consult.person, station=consult.person.station_id, refs=[consult])
    return consult


@transaction.atomic
def end_consult(pk: UUID, *, by: Actor) -> Consult:
    """End the look before its day (结束会商), by the head of the file's station or of the one that looks."""
    consult = _asked(pk)
    if not stations_moved_by(by, {consult.person.station_id, consult.station_id}):
        raise Http404
    if consult.state != Asked.ACCEPTED or consult.until_on is None or consult.until_on < clock.today():
        raise RuleBroken(_("这次会商已经结束。"), code="consult_over")
    yesterday = clock.today() - timedelta(days=1)
    for held in Grant.objects.unscoped("会商的授权").filter(
        on_kind=OnKind.CONSULT, on_id=str(consult.pk), ended_at=None
    ):
        close_grant(held, by=by, last_on=yesterday, because=_("会商结束"))
    consult.until_on = yesterday
    consult.save(update_fields=["until_on"])
    journal.record("clients.end_consult", by, consult.person, station=consult.person.station_id, refs=[consult])
    return consult


def _open(consult: Consult, by: Actor) -> None:
    """Who asked and the head of her station may read the file until the day; the grants end by themselves."""
    place = Place(OnKind.CONSULT, str(consult.pk))
    heads = [user for user in station_staff(consult.station_id) if _leads(user, consult.station)]
    for user in {user.pk: user for user in [consult.asked_by, *heads]}.values():
        role = Role.STATION_HEAD if user in heads else Role.SOCIAL_WORKER
        grant(
            user, role, place, by=by, from_on=clock.today(), to_on=consult.until_on, because=_("会商"),
            source=Grant.Source.CONSULT,
        )  # fmt: skip


def _leads(user: User, station: Station) -> bool:
    return any(held.role == Role.STATION_HEAD and held.on_id == str(station.pk) for held in user.current_grants())


def _asked(pk: UUID) -> Consult:
    rows = Consult.objects.unscoped("答复的申请").select_for_update(of=("self",))
    consult = rows.select_related("person__station", "station", "asked_by").filter(pk=pk).first()
    if consult is None:
        raise Http404
    return consult
