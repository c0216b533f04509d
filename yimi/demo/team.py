"""The demo's accounts (演示账号): officials, stations' staff and others, all with one password."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from yimi.accounts import actions as accounts
from yimi.accounts.models import User
from yimi.accounts.places import PROVINCE, Place, of_area, of_station
from yimi.core import clock
from yimi.core.actors import SYSTEM
from yimi.core.db import unit_of_work
from yimi.core.ids import name_id
from yimi.core.permissions import Role
from yimi.network.models import Area, Station
from yimi.workforce.actions import post_worker
from yimi.workforce.models import Post

from .names import adult_name
from .place import rows_of
from .scales import Scale

WORKERS, CENTRE_WORKERS = 3, 6
BECAUSE = "演示账号"
Users = dict[str, User]


@dataclass(frozen=True)
class Account:
    """One demo account and what makes it one: a role on a place, or a post at a station."""

    username: str
    role: str
    place: Place | None = None
    station: Station | None = None
    full_time: bool = False


def open_accounts(scale: Scale, password: str) -> Users:
    """Every account, with its role or post on the first day; those of village rooms get theirs later."""
    rows = rows_of(scale)
    wanted = [*_provincial(), *_officials(), *_townships({row["code"] for row in rows}), *_staff()]
    rooms = [f"room-{row['code']}" for row in rows if row["level"] == Station.Level.VILLAGE_ROOM]
    rng = Random(f"team {scale.name}")  # noqa: S311 (a story, not a secret)
    people = [(username, adult_name(rng)) for username in (*(each.username for each in wanted), *rooms)]
    with unit_of_work():
        users = accounts.create_users(people, by=SYSTEM, password=password)
        for each in wanted:
            _appoint(each, users[each.username])
    return users


def appoint_rooms(users: Users) -> None:
    """The contacts of village rooms, which came later."""
    rooms = Station.objects.unscoped("演示").filter(level="village_room")
    with unit_of_work():
        for room in rooms:
            _appoint(Account(f"room-{room.code}", Role.ROOM_CONTACT, of_station(room)), users[f"room-{room.code}"])


def _appoint(account: Account, user: User) -> None:
    if account.station:
        _post(account, user, account.station.operating_on or clock.today())
    elif account.place:
        accounts.grant(user, account.role, account.place, by=SYSTEM, from_on=clock.today(), because=BECAUSE)


def _post(account: Account, user: User, on: date) -> None:
    pk, station = name_id("posting", account.username), account.station.pk  # type: ignore[union-attr]
    facts = {"post": account.role, "full_time": account.full_time, "from_on": on}
    post_worker(pk, by=SYSTEM, user=user, station=station, **facts)  # type: ignore[arg-type]


def _provincial() -> Iterator[Account]:
    roles = {
        "province": Role.PROVINCE_OFFICER, "leader": Role.PROVINCE_LEADER, "auditor": Role.AUDITOR,
        "sysadmin": Role.SYSTEM_ADMIN, "secadmin": Role.SECURITY_ADMIN, "auditadmin": Role.AUDIT_ADMIN,
        "evaluator-1": Role.EVALUATOR, "organiser-1": Role.TRAINING_ORGANISER,
        "volunteer-1": Role.VOLUNTEER, "partner-1": Role.PARTNER,
    }  # fmt: skip
    for username, role in roles.items():
        yield Account(username, role, PROVINCE)
    county = of_area(Area.objects.get(is_ranked=True, order=1))
    yield Account("supervisor-1", Role.SUPERVISOR, county)
    yield Account("agency-1", Role.AGENCY_MANAGER, county)


def _officials() -> Iterator[Account]:
    for county in Area.objects.filter(is_ranked=True).order_by("order"):
        yield Account(f"county-{county.code}", Role.COUNTY_OFFICER, of_area(county))
    for district in Area.objects.filter(level="district", parent__is_ranked=True, is_hidden=False).order_by("code"):
        yield Account(f"county-{district.code}", Role.DISTRICT_OFFICER, of_area(district))


def _townships(seats: set[str]) -> Iterator[Account]:
    """The governments of the towns that have a station, now or later."""
    for town in Area.objects.filter(level="township", code__in=seats).order_by("code"):
        yield Account(f"township-{town.code}", Role.TOWNSHIP_OFFICER, of_area(town))


def _staff() -> Iterator[Account]:
    for station in Station.objects.unscoped("演示").filter(state="operating").order_by("code"):
        is_centre = station.level == Station.Level.COUNTY_CENTRE
        first, post = ("centre", Post.CENTRE_MANAGER) if is_centre else ("head", Post.HEAD)
        yield Account(f"{first}-{station.code}", post, station=station)
        for number in range(1, (CENTRE_WORKERS if is_centre else WORKERS) + 1):
            yield Account(f"worker-{station.code}-{number}", Post.SOCIAL_WORKER, station=station, full_time=True)
