"""The small world that tests live in: two counties, three towns, a station in each, people with roles."""

from copy import deepcopy
from datetime import date
from types import SimpleNamespace

import pytest

pytest_plugins = ["tests.means", "yimi.core.tests.guard"]

TODAY = date(2026, 11, 20)
OPENED = date(2026, 8, 5)
AREAS = [
    ("46", "海南省", None, "province", False),
    ("469028", "陵水黎族自治县", "46", "county", True),
    ("469030", "琼中黎族苗族自治县", "46", "county", True),
    ("469030104", "长征镇", "469030", "township", False),
    ("469030105", "红毛镇", "469030", "township", False),
    ("469028103", "英州镇", "469028", "township", False),
    ("469030104201", "潮村村委会", "469030104", "village", False),
]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The policy of the province is loaded once; transactional tests that empty the tables load it again."""
    with django_db_blocker.unblock():
        _load_policy()


def _load_policy():
    from django.conf import settings

    from yimi.catalogue.actions import load_folder
    from yimi.catalogue.models import Edition
    from yimi.core.actors import SYSTEM

    if not Edition.objects.exists():
        load_folder(settings.YIMI_CATALOGUE, by=SYSTEM)


@pytest.fixture
def world(db, made_once):
    """One province everybody knows; see the names below."""
    return made_once()


@pytest.fixture(scope="session")
def made_once():
    """`made_once()` makes the world with all its actions the first time, and then writes the same rows again."""
    return Remembered(make_world)


class Remembered:
    """What was made once in a test, written again statement by statement.

    Made with all its actions where numbers have gone on since, for rows name each other by them: on PostgreSQL
    always, on SQLite after a test that really committed.
    """

    def __init__(self, make):
        self.make, self.made, self.statements, self.numbers = make, None, [], None

    def __call__(self):
        from django.db import connection

        if connection.vendor != "sqlite":
            return self.make()
        _load_policy()
        with connection.cursor() as cursor:
            numbers = cursor.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name").fetchall()
            if numbers != self.numbers:
                self._make(connection, numbers)
            else:
                for sql, params in self.statements:
                    cursor.execute(sql, params)
        return deepcopy(self.made)

    def _make(self, connection, numbers):
        self.statements, self.numbers = [], None
        with connection.execute_wrapper(self._remember):
            self.made = self.make()
        self.numbers = numbers

    def _remember(self, execute, sql, params, many, context):
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            self.statements += [(sql, each) for each in (params if many else [params])]
        return execute(sql, params, many, context)


@pytest.fixture
def big_world(transactional_db):
    """The same world, committed, for tests that need several connections."""
    return make_world()


@pytest.fixture(scope="session")
def found_world():
    """`found_world()` makes the same world, for what outlives a test and undoes it itself."""
    return make_world


def make_world():
    from yimi.core.actors import SYSTEM
    from yimi.core.ids import name_id
    from yimi.core.permissions import Role
    from yimi.network.actions.stations import put_station

    _load_policy()
    areas = _areas()
    stations = {
        name: put_station(
            name_id("station", code), by=SYSTEM, code=code, name=f"{areas[code].name}社工站",
            short_name=areas[code].name, level="station", mode="township", prefix=prefix, state="operating",
            batch="首批", self_checked_on=date(2026, 7, 1), accepted_on=date(2026, 7, 20), operating_on=OPENED,
        )
        for name, code, prefix in (
            ("here", "469030104", "QZCZ"), ("near", "469030105", "QZHM"), ("elsewhere", "469028103", "LSYZ")
        )
    }  # fmt: skip
    people = {
        "worker": (Role.SOCIAL_WORKER, stations["here"]),
        "colleague": (Role.SOCIAL_WORKER, stations["here"]),
        "head": (Role.STATION_HEAD, stations["here"]),
        "neighbour": (Role.SOCIAL_WORKER, stations["near"]),
        "stranger": (Role.SOCIAL_WORKER, stations["elsewhere"]),
        "township": (Role.TOWNSHIP_OFFICER, areas["469030104"]),
        "county": (Role.COUNTY_OFFICER, areas["469030"]),
        "far_county": (Role.COUNTY_OFFICER, areas["469028"]),
        "province": (Role.PROVINCE_OFFICER, None),
        "leader": (Role.PROVINCE_LEADER, None),
        "auditor": (Role.AUDITOR, None),
        "sysadmin": (Role.SYSTEM_ADMIN, None),
        "secadmin": (Role.SECURITY_ADMIN, None),
        "auditadmin": (Role.AUDIT_ADMIN, None),
    }
    users = {name: _user(name, role, place) for name, (role, place) in people.items()}
    return SimpleNamespace(areas=areas, today=TODAY, opened=OPENED, users=users, **stations, **users)


def _areas():
    from yimi.network.models import Area

    found = {}
    for order, (code, name, parent, level, ranked) in enumerate(AREAS):
        above = found.get(parent)
        path = f"{above.path if above else ''}{code}/"
        area = Area(code=code, name=name, short_name=name[:3], parent=above, path=path, level=level, is_ranked=ranked)
        area.kind, area.order = "administrative", order
        area.county = area if ranked else above and above.county
        area.save(force_insert=True)
        found[code] = area
    return found


def _user(username, role, place):
    from yimi.accounts import actions
    from yimi.accounts.models import User
    from yimi.accounts.places import of_area, of_station
    from yimi.accounts.places import place as accounts_place
    from yimi.core.actors import SYSTEM
    from yimi.network.models import Station

    user = User(username=username, name=f"{username}·示例")
    user.set_password("a-long-test-password")
    user.save(force_insert=True)
    on = (
        accounts_place("province")
        if place is None
        else of_station(place)
        if isinstance(place, Station)
        else of_area(place)
    )
    actions.grant(user, role, on, by=SYSTEM, from_on=OPENED, because="示例")
    return user


@pytest.fixture
def sign_in(client):
    """A browser without a browser: `sign_in(user)` gives a client of the pages."""

    def signed(user):
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed


@pytest.fixture
def api():
    """A program that calls the API as somebody: `api(world.head).put(path, body)`."""

    from django.test import Client

    from yimi.accounts.bearer import issue

    def calling(user):
        client, headers = Client(raise_request_exception=False), {"Authorization": f"Bearer {issue(user)[0]}"}
        kind = "application/json"
        return SimpleNamespace(
            get=lambda path: client.get(path, headers=headers),
            put=lambda path, body: client.put(path, body, content_type=kind, headers=headers),
            post=lambda path, body: client.post(path, body, content_type=kind, headers=headers),
            send=lambda path, body: client.post(path, body, headers=headers),
        )

    return calling
