"""Who is in a group (组员), and their scores before and after (前后测)."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.clients.models import Person
from yimi.core import clock, journal
from yimi.core.actors import Actor
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.permissions import Permission
from yimi.programmes.checks import MOST
from yimi.programmes.models import Group, GroupMember

HIGHEST = 1000
Scores = Mapping[int, tuple[int | None, int | None]]


@transaction.atomic
def add_member(pk: UUID, *, by: Actor, person: UUID) -> GroupMember:
    """A person of the station joins (加入小组), or comes back."""
    group = _open(pk, by)
    people = Person.objects.exclude(state__in=Person.GONE)
    joining = people.get_allowed(by, Permission.PERSON_VIEW, pk=person)
    if group.members.filter(left_on=None).count() >= MOST["members"]:
        raise RuleBroken(_("组员最多 %d 人。") % MOST["members"], code="group_full")
    on = max(clock.today(), group.planned_on) if group.started_on else group.planned_on
    member, joined = GroupMember.objects.get_or_create(group=group, person=joining, defaults={"joined_on": on})
    if not joined and member.left_on:
        member.left_on = None
        member.save(update_fields=["left_on"])
    _record("programmes.add_member", group, [person], by)
    return member


@transaction.atomic
def remove_member(pk: UUID, *, by: Actor, person: UUID) -> None:
    """A member leaves (退出小组). Before the group began she was never one; later the row stays with its day."""
    group = _open(pk, by)
    member = group.members.filter(person=person, left_on=None).first()
    if member is None:
        return
    if group.started_on is None:
        member.delete()
    else:
        member.left_on = max(clock.today(), member.joined_on)
        member.save(update_fields=["left_on"])
    _record("programmes.remove_member", group, [person], by)


@transaction.atomic
def score_members(pk: UUID, *, by: Actor, scores: Scores) -> None:
    """Note the scores before and after (记录前后测) by the id of the member; what is empty is not known."""
    group = _open(pk, by)
    members = {member.pk: member for member in group.members.all()}
    faults = {
        f"{name}_{member}": [_("得分填 0 到 %d 的整数。") % HIGHEST]
        for member, pair in scores.items()
        for name, score in zip(("before", "after"), pair, strict=True)
        if score is not None and not 0 <= score <= HIGHEST
    }
    if faults:
        raise Invalid(faults)
    for key, (before, after) in scores.items():
        if key in members:
            members[key].before, members[key].after = before, after
    GroupMember.objects.unscoped("前后测").bulk_update(members.values(), ["before", "after"])
    _record("programmes.score_members", group, [member.person_id for member in members.values()], by)


def _open(pk: UUID, by: Actor) -> Group:
    """The group, locked, while it may be changed."""
    rows = Group.objects.select_related("station").select_for_update(of=("self",))
    group = rows.get_allowed(by, Permission.CONTACT_WRITE, pk=pk)
    if group.is_over:
        raise RuleBroken(_("已归档或已取消的小组不能再改。"), code="programme_over")
    return group


def _record(act: str, group: Group, people: list[UUID], by: Actor) -> None:
    refs = [("person", str(person)) for person in people]
    journal.record(act, by, group, station=group.station_id, refs=refs)
