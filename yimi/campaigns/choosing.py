"""Whom a campaign may be for (选人): people of its station by categories and villages.

A category that is closely kept finds only those of whom the reader may know that they hold it; a restricted one is
not offered at all, because the list would be read by the whole station. Why somebody was chosen is not kept.
"""

from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from yimi.catalogue.queries import category_codes
from yimi.clients.listing import held_on
from yimi.clients.models import Person
from yimi.clients.queries import PersonCard, cards, people_for
from yimi.clients.search import find
from yimi.clients.sight import CategorySight
from yimi.core import clock
from yimi.core.actors import Actor
from yimi.core.errors import Invalid
from yimi.core.scope import ScopedQuerySet

from .models import Campaign, Recipient

RESTRICTED = "restricted"
FOUND = 8
SERVED = (Person.State.KNOWN, Person.State.ACTIVE)


@dataclass(frozen=True)
class Wanted:
    """Which people are looked for (筛选): holders of any of these categories, in any of these villages."""

    categories: tuple[str, ...] = ()
    villages: tuple[str, ...] = ()


def categories_to_choose(on: date) -> list[tuple[str, str]]:
    """The categories by which a list may be made."""
    return [(code, info.name) for code, info in category_codes(on).items() if info.sensitivity != RESTRICTED]


def chosen(actor: Actor, campaign: Campaign, wanted: Wanted) -> ScopedQuerySet:
    """The people of the station who fit, with an open file or none, and are not on the list yet."""
    today = clock.today()
    if not wanted.categories and not wanted.villages:
        raise Invalid({"categories": [_("请至少选一个类别或村（居）。")]})
    if set(wanted.categories) - dict(categories_to_choose(today)).keys():
        raise Invalid({"categories": [_("这一类别不能成批选人，请逐人加入。")]})
    people = people_for(actor).filter(station=campaign.station_id, state__in=SERVED)
    if wanted.villages:
        people = people.filter(area__code__in=wanted.villages)
    if wanted.categories:
        people = people.filter(_holding(actor, wanted.categories, today))
    listed = Recipient.objects.unscoped("已在名单上的人").filter(campaign=campaign, person=OuterRef("pk"))
    return people.exclude(Exists(listed)).order_by("pk")


def _holding(actor: Actor, categories: tuple[str, ...], today: date) -> Q:
    sight = CategorySight.of(actor)
    each = (
        Q(Exists(held_on(today).filter(person=OuterRef("pk"), code=code))) & sight.people_with(code)
        for code in categories
    )
    return reduce(or_, each)


def people_to_add(actor: Actor, campaign: Campaign, query: str) -> tuple[list[PersonCard], str]:
    """People of the station who fit a query and are not on the list, and what to add to it if too many fit."""
    listed = Recipient.objects.unscoped("已在名单上的人").filter(campaign=campaign, person=OuterRef("pk"))
    people = people_for(actor).filter(~Q(state__in=Person.GONE), station=campaign.station_id)
    found = find(actor, query, people=people.exclude(Exists(listed)), limit=FOUND)
    return cards(actor, found.people), found.ask
