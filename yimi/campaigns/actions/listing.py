"""Who is on the list of a campaign (发放名单)."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from yimi.campaigns.choosing import Wanted, chosen
from yimi.campaigns.models import Campaign, Recipient
from yimi.clients.models import Person
from yimi.core import journal, seal
from yimi.core.actors import Actor
from yimi.core.errors import RuleBroken, invalid
from yimi.core.permissions import Permission

MOST, AT_ONCE = 2000, 500


@transaction.atomic
def add_matching(pk: UUID, *, by: Actor, wanted: Wanted) -> int:
    """Put everybody on the list whom a choice of categories and villages finds (成批加入); gives how many are new."""
    campaign = open_campaign(pk, by)
    return _add(campaign, by, list(chosen(by, campaign, wanted).values_list("pk", flat=True)))


@transaction.atomic
def add_people(pk: UUID, *, by: Actor, people: Iterable[UUID]) -> int:
    """Put these people of the station on the list (加入名单); gives how many are new. Out of reach is 404."""
    campaign, wanted = open_campaign(pk, by), set(people)
    if not 0 < len(wanted) <= AT_ONCE:
        raise invalid("people", _("一次加入 1 至 %(n)s 人。") % {"n": AT_ONCE})
    found = Person.objects.allowed(by, Permission.PERSON_VIEW).filter(pk__in=wanted, station=campaign.station_id)
    ids = list(found.exclude(state__in=Person.GONE).values_list("pk", flat=True))
    if len(ids) < len(wanted):
        raise Http404
    return _add(campaign, by, ids)


@transaction.atomic
def change_people(pk: UUID, *, by: Actor, add: Collection[UUID], remove: Collection[UUID]) -> None:
    """Put some on the list and take others off it, as one act (增减名单)."""
    if add:
        add_people(pk, by=by, people=add)
    remove_people(pk, by=by, people=remove)


def _add(campaign: Campaign, by: Actor, ids: list[UUID]) -> int:
    there = set(campaign.recipients.values_list("person_id", flat=True))
    new = [pk for pk in ids if pk not in there]
    if len(there) + len(new) > MOST:
        raise RuleBroken(_("一项活动的名单最多 %(n)s 人。") % {"n": MOST}, code="list_full")
    Recipient.objects.bulk_create([Recipient(campaign=campaign, person_id=pk) for pk in new], AT_ONCE)
    if new:
        _record("campaigns.add_people", campaign, by, new)
    return len(new)


@transaction.atomic
def remove_people(pk: UUID, *, by: Actor, people: Iterable[UUID]) -> int:
    """Take people off the list (移出名单). Who was called on stays."""
    campaign, wanted = open_campaign(pk, by), list(people)
    rows = campaign.recipients.filter(person__in=wanted[:AT_ONCE])
    if rows.filter(deliveries__isnull=False).exists():
        raise RuleBroken(_("已有发放记录（含作废）的人不能移出名单。"), code="already_delivered")
    gone = list(rows.values_list("person_id", flat=True))
    rows.delete()
    if gone:
        _record("campaigns.remove_people", campaign, by, gone)
    return len(gone)


def open_campaign(pk: UUID, by: Actor) -> Campaign:
    """The campaign, locked, while its list may be changed."""
    rows = Campaign.objects.select_related("station").select_for_update(of=("self",))
    campaign = rows.get_allowed(by, Permission.CONTACT_WRITE, pk=pk)
    if campaign.state not in (Campaign.State.PLANNED, Campaign.State.RUNNING):
        said = {"now": campaign.get_state_display()}
        raise RuleBroken(_("这项活动现在是“%(now)s”，名单不能再改。") % said, code="wrong_state")
    return campaign


def _record(act: str, campaign: Campaign, by: Actor, people: list[UUID]) -> None:
    digest = seal.digest({"people": sorted(map(str, people))})
    journal.record(act, by, campaign, station=campaign.station_id, digest=digest)
