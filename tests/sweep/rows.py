"""The rows that the sweep looks for (巡检数据): the same here and elsewhere, each with words found nowhere else."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from allauth.usersessions.models import UserSession

from tests.story import contact, visit
from yimi.accounts import actions as accounts
from yimi.accounts.models import User
from yimi.accounts.places import of_area, of_station, place
from yimi.catalogue.models import Edition
from yimi.clients.actions import ask_consult, ask_transfer
from yimi.clients.elsewhere import handle_of
from yimi.clients.models import Person
from yimi.core.actors import SYSTEM
from yimi.core.ids import name_id, new_id
from yimi.core.permissions import Role
from yimi.incidents.actions import put_incident
from yimi.incidents.fields import IncidentFields
from yimi.network.models import Organisation
from yimi.programmes.actions import put_activity, put_group
from yimi.programmes.fields import ActivityFields, GroupFields
from yimi.referrals import actions as referrals
from yimi.referrals.fields import ReferralFields
from yimi.services.attachments import add_file
from yimi.workforce.actions import post_worker

from . import building, dispatched, emergencies, files, library, lists, planned, reported, requested, work
from .files import ON, Place
from .lists import Offices
from .samples import photo
from .words import FAR, FAR_ASCII, HERE, SECRET, Words

RESTRICTED = "CC02"
HELD = "GLLR"
HOUSEHOLD = name_id("household", "half here, half elsewhere")

PROVINCE_WIDE = {
    Role.PROVINCE_OFFICER, Role.PROVINCE_LEADER, Role.AUDITOR, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN
}  # fmt: skip
AT_TOWNSHIP = {Role.TOWNSHIP_OFFICER, Role.TOWNSHIP_LEADER}
AT_STATION = {Role.SOCIAL_WORKER, Role.STATION_HEAD, Role.CENTRE_MANAGER, Role.ROOM_CONTACT, Role.AGENCY_MANAGER}
# Of a closely kept category they learn that there is one, and not which.
TOLD_OF_SENSITIVE = {Role.SOCIAL_WORKER, Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER, Role.DISTRICT_OFFICER}
AT_FULL = {Role.SOCIAL_WORKER, Role.STATION_HEAD}  # they see their own station's people by name


@dataclass
class Rows:
    """The rows of one place, by kind, and the words that must not get out."""

    ids: dict[str, Any]
    words: list[Words]
    marks: list[str] = field(default_factory=list)  # ids and numbers that a reader elsewhere must never meet

    def __getitem__(self, kind: str):
        return self.ids[kind]


@dataclass
class Sweepable:
    """The small world with somebody in every role, and rows here and elsewhere."""

    users: dict[Role, User]
    own: Rows
    far: Rows
    more: dict[str, dict[str, UUID]]  # kind → what else there is of it that is neither own nor far → its id


def make(world) -> Sweepable:
    """Fill the small world for the sweep."""
    _user("newcomer")
    users = {role: _in_role(world, role) for role in Role}
    here, there = _places(world)
    own = _rows(here, world.county, [HERE])
    far = _rows(there, world.far_county, [FAR, FAR_ASCII])
    far.marks += [str(far["pair"]), str(far["contact"]), str(far["posting"])]
    far.marks += [str(far["referral"]), str(far["sent referral"]), str(far["incident"])]
    far.marks += [str(far[kind]) for kind in ("transfer", "_over", "consult", "open consult", "merge")]
    far.marks += [str(each) for each in [*far["_policies"], *far["_asked"], *far["_reported"]]]
    _ask(world, own, Role.VOLUNTEER)
    _ask(world, far, Role.PARTNER)
    _drafts(own, far)
    _lists(here, Offices(world.county, world.township), own, users[Role.STATION_HEAD], users[Role.COUNTY_OFFICER])
    _lists(there, Offices(world.far_county), far, there.head, world.far_county)
    _dispatched(world, here, there, own, far)
    far.marks += [word for words in far.words for word in words.offices]
    own.ids["handle"] = handle_of(users[Role.STATION_HEAD], far["person"])
    far.ids["handle"] = handle_of(world.neighbour, far["person"])
    secret = contact(
        world.colleague, world.here, "counselling", ON, [own.ids["_person"]], services=(RESTRICTED,), note=SECRET
    )
    return Sweepable(users, own, far, {"contact": {"restricted": secret.pk}} | _between(here, there, own, far))


def _places(world) -> tuple[Place, Place]:
    """Here and elsewhere; what either is asked for is asked by the station between them."""
    here, there, between = world.here, world.elsewhere, world.near
    far_head, near_head = (_user(f"head.{at.code}", Role.STATION_HEAD, of_station(at)) for at in (there, between))
    return (
        Place(here, world.colleague, world.head, near_head, between),
        Place(there, world.stranger, far_head, near_head, between),
    )


def _rows(place: Place, officer: User, words: list[Words]) -> Rows:
    station, worker = place.station, place.worker
    people = [_person(place, said) for said in words]
    visits = [
        visit(worker, station, ON, [(one, "update")], note=said.note) for one, said in zip(people, words, strict=True)
    ]
    for one, said in zip(people, words, strict=True):
        files.write(place, one, said)
    session = contact(worker, station, "activity", ON, people, title=words[0].note, headcount=9)
    agency = Organisation.objects.create(
        kind="agency", name=f"{station.short_name}社会工作服务中心", area=station.county
    )
    posted = _user(f"posted.{station.code}")
    posting = post_worker(
        new_id(), by=officer, user=posted, station=station.pk, post="social_worker", full_time=True, from_on=ON
    )
    signed_in = UserSession.objects.create(
        user=worker, session_key=f"session-of-{station.code}", ip="127.0.0.1", user_agent="x", data={}
    )
    first, said = people[0], words[0]
    twin = place.person(said, opened_on=None)
    asked = files.asked(place, said)
    first.refresh_from_db()
    kept = [*people, *asked["_people"]]
    asked |= _referrals(place, first, said) | _incident(place, first, said) | library.issued(officer, station, said)
    asked |= requested.asked(place, officer, said) | reported.owed(place, place.head, said)
    return Rows(
        {
            "pair": files.pair_of(first, twin).pk, "_twin": twin,
            "file": add_file(new_id(), by=worker, contact=visits[0].pk, name="合影.jpg", content=photo()).pk,
            "group": _group(worker, station, first, said).pk, "activity": _activity(worker, station, said).pk,
            "_person": first, "_worker": worker, "person": first.pk, "contact": visits[0].pk, "posting": posting.pk,
            "station": station.pk, "station code": station.code, "public station": station.code,
            "public area": station.county.code, "intake": "people", "outlet": "people", "kind": "counselling",
            "closed code": station.code, "figures code": station.code, "session": signed_in.pk, "user": worker.pk,
            "session contact": session.pk,
            "organisation": agency.pk, "account": worker.username,
            "grant": worker.grants.first().pk, "name": said.name, "phone": said.phone, "id number": said.id_number,
            "exact": f"{said.name} {said.phone}", "file number": first.file_number,
        } | asked,
        words,
        marks=[str(each.pk) for each in [*kept, twin]] + [each.file_number for each in kept],
    )  # fmt: skip


def _group(worker: User, station, person: Person, said: Words):
    """A group with a member, whose goals are for the station alone."""
    fields = GroupFields(
        station=station.code, name="老友记", planned_on=ON, group_type="support", members=(person.pk,), goals=said.note
    )
    return put_group(new_id(), by=worker, fields=fields).row


def _activity(worker: User, station, said: Words):
    fields = ActivityFields(station=station.code, name="敬老活动", planned_on=ON, risks=said.note)
    return put_activity(new_id(), by=worker, fields=fields).row


def _incident(place: Place, person: Person, said: Words) -> dict[str, Any]:
    """An incident that was found and reported."""
    fields = IncidentFields(
        station=place.station.code, kind="minor", found_at=datetime(2026, 11, 19, 1, tzinfo=UTC), person=person.pk,
        police_at=datetime(2026, 11, 19, 1, 5, tzinfo=UTC), what=said.note,
    )  # fmt: skip
    return {"incident": put_incident(new_id(), by=place.worker, fields=fields).incident.pk}


def _referrals(place: Place, person: Person, said: Words) -> dict[str, Any]:
    """A referral that is being written, and one that was sent to a hospital."""
    fields = ReferralFields(person=person.pk, receiver="hospital", to_name="县人民医院", need=said.note)
    drafted, sent = (referrals.put_referral(new_id(), by=place.worker, fields=fields).referral for _n in range(2))
    referrals.send(sent.pk, by=place.worker, urgent_reason=said.note)
    return {"referral": drafted.pk, "sent referral": sent.pk}


def _person(place: Place, said: Words) -> Person:
    identity = {"id_type": "resident_id", "id_number": said.id_number} if said.id_number else {}
    return place.person(
        said, categories=(HELD,), phone=said.phone, address=said.address, household=HOUSEHOLD, **identity
    )


def _lists(place: Place, offices: Offices, rows: Rows, sender: User, keeper: User) -> None:
    """The registers and lists of a place, and the tables that somebody there has sent and asked for."""
    first, twin, said = rows.ids["_person"], rows.ids["_twin"], rows.words[0]
    rows.ids |= lists.registered(place, offices, first, said)
    rows.ids |= lists.listed(place, offices, first, twin, said)
    rows.ids |= lists.sent(sender, keeper, said, rows.ids["area code"])
    rows.ids |= work.done(place, first, twin, said)
    rows.ids |= planned.done(place, offices, said)
    rows.ids |= building.built(place, offices.county, said)
    rows.ids |= (emergency := emergencies.under_way(place, offices.county, first, said))
    rows.marks += map(str, emergency.values())
    rows.marks += [
        str(each)
        for each in [
            *rows.ids["_kept"],
            *rows.ids["_work"],
            *rows.ids["_planned"],
            *rows.ids["_built"],
        ]
    ]
    first.refresh_from_db()
    rows.ids["version"] = first.version


def _dispatched(world, here: Place, there: Place, own: Rows, far: Rows) -> None:
    """The dispatch of each 市县, the result of each station with an objection, one circular for all."""
    once = dispatched.opened(world.province, world.leader)
    for at, rows, county in ((here, own, world.county), (there, far, world.far_county)):
        rows.ids |= once | dispatched.held(at, county, world.province, rows.words[0])
    dispatched.proposed(world.province)
    for at, rows in ((here, own), (there, far)):
        rows.ids |= dispatched.objected(at, rows.ids["result"], rows.words[0])
    far.marks += [str(each) for each in [*far.ids["_dispatched"], far.ids["objection"]]]


def _between(here: Place, there: Place, own: Rows, far: Rows) -> dict[str, dict[str, UUID]]:
    """What lies half within reach: a pair with a file elsewhere, and what this station asks of a file there."""
    wanted = there.person(FAR)
    far.marks += [str(wanted.pk), str(wanted.file_number)]
    transfer = ask_transfer(wanted.pk, by=here.head, to=here.station.code, reason="本人已搬来")
    consult = ask_consult(wanted.pk, by=here.worker, reason="常来本站")
    return {
        "pair": {"half": files.pair_of(own.ids["_person"], far.ids["_person"]).pk},
        "transfer": {"asked": transfer.pk},
        "consult": {"asked": consult.pk},
    }


def _ask(world, rows: Rows, role: Role) -> None:
    """A request for a role that waits for its answer."""
    where, user = of_area(world.areas["469030"]), _user(f"asked.{role}")
    asked = accounts.appoint(user.pk, by=world.sysadmin, role=role, place=where, from_on=ON, because="示例")
    rows.ids["request"] = asked.pk


def _drafts(own: Rows, far: Rows) -> None:
    """A published edition and a draft."""
    published = Edition.objects.filter(kind="services").first()
    own.ids["edition"] = published.pk
    content = dict(published.content) | {"version": "9999"}
    draft = Edition.objects.create(
        kind="services", code=published.code, version="9999", name="草案", checksum="0" * 64, content=content,
        effective_from=date(2030, 1, 1),
    )  # fmt: skip
    far.ids["edition"] = draft.pk


def _in_role(world, role: Role) -> User:
    return _user(f"sweep.{role}", role, _place(world, role))


def _place(world, role: Role):
    if role in PROVINCE_WIDE:
        return place("province")
    if role in AT_STATION:
        return of_station(world.here)
    return of_area(world.areas["469030104"] if role in AT_TOWNSHIP else world.areas["469030"])


def _user(username: str, role: Role | None = None, where=None) -> User:
    user = User(username=username, name=f"{username}·示例")
    user.set_password("a-long-test-password")
    user.save(force_insert=True)
    if role:
        accounts.grant(user, role, where, by=SYSTEM, from_on=date(2026, 8, 5), because="示例")
    return user
