"""The rows that the sweep looks for (巡检数据): the same here and elsewhere, each with words found nowhere else."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from allauth.usersessions.models import UserSession

from tests.story import contact, person, visit
from yimi.accounts import actions as accounts
from yimi.accounts.models import User
from yimi.accounts.places import of_area, of_station, place
from yimi.catalogue.models import Edition
from yimi.clients.models import Pair
from yimi.core import clock
from yimi.core.actors import SYSTEM
from yimi.core.ids import new_id
from yimi.core.permissions import Role
from yimi.network.models import Organisation
from yimi.workforce.actions import post_worker

ON = date(2026, 11, 18)
RESTRICTED = "CC02"
HELD = "GLLR"

PROVINCE_WIDE = {
    Role.PROVINCE_OFFICER, Role.PROVINCE_LEADER, Role.AUDITOR, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN
}  # fmt: skip
AT_TOWNSHIP = {Role.TOWNSHIP_OFFICER, Role.TOWNSHIP_LEADER}
AT_STATION = {Role.SOCIAL_WORKER, Role.STATION_HEAD, Role.CENTRE_MANAGER, Role.ROOM_CONTACT, Role.AGENCY_MANAGER}
AT_FULL = {Role.SOCIAL_WORKER, Role.STATION_HEAD}  # they see their own station's people by name


@dataclass(frozen=True)
class Words:
    """What is written about one person and nobody else: name, number, phone, address, note."""

    name: str
    given: str  # what a mask hides of the name
    id_number: str
    phone: str
    address: str
    note: str

    @property
    def closed(self) -> list[str]:
        return [self.given, self.id_number, self.phone, self.address, self.note]


HERE = Words("黎汀兰", "汀兰", "469999195001010014", "13907550101", "近岸巷七号", "近岸暗语 near-canary")
FAR = Words("符岚屿", "岚屿", "469999195001010030", "13907550202", "远岸巷九号", "远岸暗语 far-canary")
FAR_ASCII = Words("Quillan Farrow", "uillan", "", "13907550303", "Farrow Quay 12", "farrow-note-canary")
SECRET = "限制暗语 closed-canary"


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
    restricted: UUID


def make(world) -> Sweepable:
    """Fill the small world for the sweep."""
    _user("newcomer")
    users = {role: _in_role(world, role) for role in Role}
    own = _rows(world, world.here, world.colleague, world.county, [HERE])
    far = _rows(world, world.elsewhere, world.stranger, world.far_county, [FAR, FAR_ASCII])
    far.marks = [str(far["person"]), str(far["pair"]), str(far["contact"]), str(far["posting"]), far["file number"]]
    _ask(world, own, Role.VOLUNTEER)
    _ask(world, far, Role.PARTNER)
    _drafts(own, far)
    secret = contact(
        world.colleague, world.here, "counselling", ON, [own.ids["_person"]], services=(RESTRICTED,), note=SECRET
    )
    return Sweepable(users, own, far, secret.pk)


def _rows(world, station, worker, officer, words) -> Rows:
    people = [_person(worker, station, said) for said in words]
    visits = [
        visit(worker, station, ON, [(one, "update")], note=said.note) for one, said in zip(people, words, strict=True)
    ]
    agency = Organisation.objects.create(
        kind="agency", name=f"{station.short_name}社会工作服务中心", area=station.county
    )
    posted = _user(f"posted.{station.code}")
    posting = post_worker(
        new_id(), by=officer, user=posted, station=station.pk, post="social_worker", full_time=True, from_on=ON
    )
    session = UserSession.objects.create(
        user=worker, session_key=f"session-of-{station.code}", ip="127.0.0.1", user_agent="x", data={}
    )
    first, said = people[0], words[0]
    pair = _pair(worker, station, first, said)
    return Rows(
        {
            "pair": pair.pk,
            "_person": first, "_worker": worker, "person": first.pk, "contact": visits[0].pk, "posting": posting.pk,
            "station": station.pk, "station code": station.code, "public station": station.code,
            "closed code": station.code, "figures code": station.code, "session": session.pk, "user": worker.pk,
            "organisation": agency.pk,
            "grant": worker.grants.first().pk, "name": said.name, "phone": said.phone, "id number": said.id_number,
            "file number": first.file_number,
        },
        words,
    )  # fmt: skip


def _person(worker, station, said: Words):
    identity = {"id_type": "resident_id", "id_number": said.id_number} if said.id_number else {}
    return person(
        worker, station, said.name, opened_on=date(2026, 9, 1), area=station.area.code, categories=(HELD,),
        phone=said.phone, address=said.address, **identity,
    )  # fmt: skip


def _pair(worker, station, first, said: Words) -> Pair:
    """A second person of the same name, who may be the same."""
    twin = person(worker, station, said.name, opened_on=None, area=station.area.code)
    one, other = sorted((first.pk, twin.pk))
    return Pair.objects.create(first_id=one, second_id=other, score=80, reasons=["name"], found_at=clock.now())


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
