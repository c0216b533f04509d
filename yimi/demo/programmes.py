"""Groups and activities of the demo (演示小组和活动): plans to which sessions of the story belong."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from yimi.accounts.models import User
from yimi.core.ids import name_id
from yimi.programmes.actions import put_activity, put_group, take_step
from yimi.programmes.fields import ActivityFields, GroupFields
from yimi.programmes.models import Activity, Group
from yimi.services.actions import put_contacts
from yimi.services.fields import PartFields
from yimi.services.models import Contact, Kind
from yimi.services.queries import fields_of

from .data import demo
from .place import EXAMPLE, Seat, seats

MEMBERS = 6
BEFORE, AHEAD = timedelta(days=5), timedelta(days=9)


def tell(today: date, users: dict[str, User]) -> None:
    """Every station has groups that went to their end, one that goes on, and activities with plan and summary."""
    for seat in seats():
        cast = users[f"worker-{seat.code}-1"], users.get(f"head-{seat.code}") or users[f"worker-{seat.code}-1"]
        _groups(seat, *cast)
        _activities(seat, *cast)
        _upcoming(seat, today, cast[0])


def _groups(seat: Seat, worker: User, head: User) -> None:
    said, sessions = demo("programmes"), _told(seat, Kind.GROUP_SESSION)
    kinds = [said["example_group"]] if EXAMPLE in seat.station.name else []
    for nth, plan in enumerate(islice([*kinds, *said["groups"]], said["groups_per_station"])):
        some = list(islice(sessions, said["sessions"]))
        if some:
            _group(seat, name_id("group", seat.code, nth), plan, some, worker, head)


def _group(seat: Seat, pk: UUID, plan: dict[str, Any], some: list[Contact], worker: User, head: User) -> None:
    said, began = demo("programmes"), some[0].service_on
    fields = GroupFields(
        station=seat.code, planned_on=began, sessions_planned=said["sessions"], members=_members(some),
        tool=said["tool"], risks=said["risks"], **plan,
    )  # fmt: skip
    put_group(pk, by=worker, fields=fields)
    take_step(Group, pk, by=head, step="approve", on=began, text=said["review"])
    take_step(Group, pk, by=worker, step="start", on=began)
    _meet(some, pk, fields, worker)
    if len(some) == said["sessions"]:
        take_step(Group, pk, by=worker, step="end", on=some[-1].service_on)
        take_step(Group, pk, by=worker, step="evaluate", on=some[-1].service_on, text=said["evaluation"])


def _members(some: list[Contact]) -> tuple[UUID, ...]:
    people = dict.fromkeys(part.person_id for each in some for part in each.participations.all())
    return tuple(islice(people, MEMBERS))


def _meet(some: list[Contact], group: UUID, plan: GroupFields, worker: User) -> None:
    """The sessions, numbered, with the members; each time another one is absent."""
    batch = []
    for nth, each in enumerate(some):
        there = [pk for at, pk in enumerate(plan.members) if at != nth % MEMBERS]
        title, parts = f"{plan.name}第 {nth + 1} 节", tuple(PartFields(pk) for pk in there)
        batch.append((each.pk, replace(fields_of(worker, each.pk), group=group, title=title, participants=parts)))
    put_contacts(batch, by=worker)


def _activities(seat: Seat, worker: User, head: User) -> None:
    said, told = demo("programmes")["activity"], list(_told(seat, Kind.ACTIVITY))
    for nth, held in enumerate(told[-demo("programmes")["activities_per_station"] :]):
        pk, began = name_id("activity", seat.code, nth), held.service_on - BEFORE
        fields = _activity(seat, fields_of(worker, held.pk).title, began, held.service_on)
        put_activity(pk, by=worker, fields=fields)
        take_step(Activity, pk, by=head, step="approve", on=began, text=demo("programmes")["review"])
        take_step(Activity, pk, by=worker, step="announce", on=began, text=said["notice"])
        put_contacts([(held.pk, replace(fields_of(worker, held.pk), activity=pk))], by=worker)
        take_step(Activity, pk, by=worker, step="evaluate", on=held.service_on, text=said["evaluation"])


def _activity(seat: Seat, name: str, planned_on: date, meets_on: date) -> ActivityFields:
    said = demo("programmes")["activity"]
    texts = {key: said[key] for key in ("need", "goals", "process")}
    return ActivityFields(
        station=seat.code, name=name, planned_on=planned_on, meets_on=meets_on, risks=demo("programmes")["risks"],
        **texts,
    )  # fmt: skip


def _upcoming(seat: Seat, today: date, worker: User) -> None:
    """One that is planned and waits for its review."""
    fields = _activity(seat, demo("programmes")["activity"]["upcoming"], today, today + AHEAD)
    put_activity(name_id("activity", seat.code, "upcoming"), by=worker, fields=fields)


def _told(seat: Seat, kind: str):
    """The sessions of a kind that the story told, in the order of time."""
    rows = Contact.objects.unscoped("演示").filter(station=seat.station, kind=kind, voided_at=None)
    return iter(rows.order_by("service_on", "id").prefetch_related("participations"))
