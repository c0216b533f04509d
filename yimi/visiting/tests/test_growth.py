"""No page of lists runs more statements for many people and stations than for few."""

from datetime import timedelta

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import story
from yimi.accounts.actions import create_users
from yimi.accounts.bearer import issue
from yimi.core.actors import SYSTEM
from yimi.core.ids import new_id
from yimi.network.actions import put_station
from yimi.network.models import Area
from yimi.visiting import actions
from yimi.workforce.actions import post_worker

from .conftest import FIRST

MOST = 35
PAGES = {
    "due": ("head", ""),
    "members": ("head", ""),
    "members masked": ("county", "?station=469030104"),
    "rounds": ("county", ""),
    "round": ("head", ""),
    "choose": ("head", ""),
    "capacity": ("head", ""),
    "coverage": ("province", ""),
    "coverage rows": ("county", "?station=469030104&what=due"),
    "rules": ("county", ""),
    "rule_edit": ("county", ""),
    "GET /service-lists": ("county", ""),
    "GET /visit-slots": ("county", "?month=2026-12"),
    "clients:person": ("head", ""),
}


def test_a_page_costs_the_same_however_much_there_is(world, approved, draft):
    first = _more(world, approved, 2)
    made = draft(*_people(world, 2), removing=first[:1])
    few = {name: _asked(name, world, made, first[0]) for name in PAGES}

    _grow(world, made, 18)
    many = {name: _asked(name, world, made, first[0]) for name in PAGES}

    more = {name: _added(few[name], many[name]) for name in PAGES if len(many[name]) > len(few[name])}
    assert not more, "\n".join(f"{name}:\n{added}" for name, added in more.items())


def _asked(name, world, made, person):
    """The statements of a second question, when what is kept between questions has been read."""
    with transaction.atomic():
        ask = _asking(name, world, made, person)
        ask()
        again = ask()
        transaction.set_rollback(True)
    return again


def _people(world, count):
    return [
        story.person(
            world.worker, world.here, f"王{chr(0x4E00 + nth)}", opened_on=world.opened, categories=("DB", "DJLR")
        )
        for nth in range(count)
    ]


def _more(world, approved, count):
    people = _people(world, count)
    approved(*people)
    for person in people:
        story.visit(world.worker, world.here, FIRST, [person])
    actions.pause_visits(people[-1].pk, by=world.head, reason="away", from_on=world.today)
    _station(world, 0)
    return people


def _grow(world, made, count):
    """More people on the list and proposed, visits and pauses, stations with workers and lists of their own."""
    actions.add_people(made.pk, by=world.head, people=[person.pk for person in _people(world, count)])
    actions.submit_round(made.pk, by=world.head)
    actions.sign_round(made.pk, by=world.township)
    actions.approve_round(made.pk, by=world.county, from_on=FIRST)
    again = actions.open_round(world.here.pk, by=world.head, year=2026)
    people = _people(world, count)
    actions.add_people(again.pk, by=world.head, people=[person.pk for person in people])
    made.pk = again.pk
    for listed in made.list.members.filter(until_on=None, since_on__isnull=False)[:count]:
        story.visit(world.worker, world.here, world.today - timedelta(days=1), [listed.person])
        if not listed.person.pauses.exists():
            actions.pause_visits(listed.person_id, by=world.head, reason="away", from_on=world.today)
    _people(world, count)
    for nth in range(count):
        _station(world, nth)


def _station(world, nth):
    """A town with a station, a worker and a round that waits."""
    county, order = world.areas["469030"], Area.objects.count()
    code = f"4690302{order:02d}"
    Area(
        code=code, name=f"第{order}镇", short_name=f"第{order}镇", parent=county, path=f"{county.path}{code}/",
        level="township", order=order, county=county,
    ).save(force_insert=True)  # fmt: skip
    station = put_station(
        new_id(), by=SYSTEM, code=code, name=f"第{order}镇社工站", short_name=f"第{order}镇", level="station",
        mode="township", prefix="QZ" + "".join(chr(65 + int(digit)) for digit in f"{order:03d}"), state="planned",
    )  # fmt: skip
    head, worker = create_users(
        [(f"h{code}", "站长"), (f"w{code}", "社工")], by=SYSTEM, password="a-long-test-password"
    ).values()
    for user, post, full in ((head, "head", False), (worker, "social_worker", True)):
        post_worker(
            new_id(), by=world.county, user=user, station=station.pk, post=post, full_time=full, from_on=world.opened
        )
    person = story.person(
        worker, station, f"林{chr(0x4E00 + nth)}", opened_on=world.opened, categories=("DB",), area=code
    )
    made = actions.open_round(station.pk, by=head, year=2026)
    actions.add_people(made.pk, by=head, people=[person.pk])
    actions.submit_round(made.pk, by=head)


def _asking(name, world, made, person):
    """A function that asks once and gives the statements that ran."""
    role, query = PAGES[name]
    user = getattr(world, role)
    browser, headers = Client(), {}
    if " /" in name:
        headers = {"Authorization": f"Bearer {issue(user)[0]}"}
    else:
        browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")

    def ask():
        with CaptureQueriesContext(connection) as run:
            response = browser.get(_url(name, world, made, person) + query, headers=headers)
            assert response.status_code == 200, response.content.decode()[:300]
        return [query["sql"] for query in run.captured_queries]

    return ask


def _url(name, world, made, person):
    if " /" in name:
        return "/api/v1" + name.split(" ")[1]
    about = {"round": made.pk, "choose": made.pk, "rule_edit": world.areas["469030"].pk, "clients:person": person.pk}
    args = [about[name]] if name in about else []
    named = {"coverage rows": "rows", "members masked": "members"}.get(name, name)
    return reverse(named if ":" in named else f"visiting:{named}", args=args)


def _added(few, many):
    return "\n".join(
        f"{many.count(sql)}× {sql[:200]}" for sql in dict.fromkeys(many) if many.count(sql) > few.count(sql)
    )


def test_the_pages_stay_within_their_numbers(world, approved, draft):
    people = _more(world, approved, 3)
    made = draft(*_people(world, 3), removing=people[:1])

    counts = {name: len(_asking(name, world, made, people[0])()) for name in PAGES if ":" not in name}

    assert max(counts.values()) <= MOST, counts
