"""Posting people to stations and ending it (驻站安排). Each posting makes and ends its grant with it."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yimi.accounts import actions as accounts
from yimi.accounts.models import Grant, User
from yimi.accounts.places import of_station
from yimi.core import clock, journal
from yimi.core.actors import Actor
from yimi.core.db import put
from yimi.core.errors import RuleBroken, invalid
from yimi.core.periods import ONE_DAY
from yimi.core.permissions import Permission, Role
from yimi.core.text import clean
from yimi.figures.marks import mark
from yimi.network.models import Station

from .models import Post, Posting

ROLE_OF = {
    Post.SOCIAL_WORKER: Role.SOCIAL_WORKER,
    Post.HEAD: Role.STATION_HEAD,
    Post.CENTRE_MANAGER: Role.CENTRE_MANAGER,
}
ONLY_AT = {Post.HEAD: Station.Level.STATION, Post.CENTRE_MANAGER: Station.Level.COUNTY_CENTRE}
# Nobody is posted further ahead than this; a typed year is more likely wrong.
AHEAD = 366


@transaction.atomic
def post_worker(
    pk: UUID, *, by: Actor, user: User, station: UUID, post: str, full_time: bool, from_on: date
) -> Posting:
    """Post somebody to a station (安排驻站). Full time at one place at a time; the role there comes with it."""
    where = Station.objects.get_allowed(by, Permission.POSTING_MANAGE, pk=station)
    _check(where, user, post, full_time, from_on)
    grant = accounts.grant(
        user,
        ROLE_OF[Post(post)],
        of_station(where),
        by=by,
        from_on=from_on,
        because=str(_("驻站安排")),
        source=Grant.Source.POSTING,
    )
    posting = Posting(id=pk, user=user, station=where, post=post, full_time=full_time, from_on=from_on, grant=grant)
    put(posting)
    mark([(where.pk, from_on)])
    journal.record("workforce.post_worker", by, posting, station=where.pk, refs=[user])
    return posting


@transaction.atomic
def end_posting(pk: UUID, *, by: Actor, to_on: date, reason: str) -> Posting:
    """End a posting after its last day (结束驻站); the role at the station ends with it."""
    posting = Posting.objects.select_for_update(of=("self",)).get_allowed(by, Permission.POSTING_MANAGE, pk=pk)
    if posting.to_on is not None:
        raise RuleBroken(_("这次驻站已经结束。"), code="posting_ended")
    if to_on < posting.from_on:
        raise invalid("to_on", _("离岗日期不能早于到岗日期 %(on)s。") % {"on": posting.from_on})
    if not clean(reason):
        raise invalid("reason", _("请写明离岗原因。"))
    posting.to_on, posting.end_reason = to_on, clean(reason)[:200]
    posting.save(update_fields=["to_on", "end_reason"])
    accounts.close_grant(posting.grant, by=by, last_on=to_on, because=posting.end_reason)
    mark([(posting.station_id, to_on + ONE_DAY)])
    journal.record("workforce.end_posting", by, posting, station=posting.station_id, refs=[posting.user])
    return posting


def _check(station: Station, user: User, post: str, full_time: bool, from_on: date) -> None:
    if not user.is_active:
        raise invalid("username", _("这个账号已停用。"))
    if (from_on - clock.today()).days > AHEAD:
        raise invalid("from_on", _("到岗日期太晚，请检查年份。"))
    if station.level != ONLY_AT.get(Post(post), station.level):
        raise invalid("post", _("站长安排在社工站，中心主任安排在县中心。"))
    if full_time and (other := _full_time(user, from_on)):
        message = _("此人在%(station)s有专职岗位，请先结束那里的驻站，或改为兼职。") % {"station": other.station.name}
        raise RuleBroken(message, code="full_time_elsewhere")


def _full_time(user: User, from_on: date) -> Posting | None:
    """The full-time posting, anywhere, that has not ended before `from_on`."""
    postings = Posting.objects.unscoped("专职只能一处").filter(user=user, full_time=True)
    return postings.filter(Q(to_on=None) | Q(to_on__gte=from_on)).select_related("station").first()
