"""Posting somebody gives the role at the station; ending the posting takes it."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.urls import reverse

from yimi.accounts import queries as accounts
from yimi.accounts.actions import create_users
from yimi.accounts.models import User
from yimi.core.actors import SYSTEM
from yimi.core.db import unit_of_work
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.ids import new_id
from yimi.core.permissions import Permission
from yimi.workforce import actions, queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def newcomer(world):
    return User.objects.create(username="newcomer", name="新人·示例")


def post(world, user, station=None, *, by=None, **more):
    given = {"post": "social_worker", "full_time": True, "from_on": world.today} | more
    return actions.post_worker(new_id(), by=by or world.county, user=user, station=(station or world.near).pk, **given)


def again(user):
    return User.objects.get(pk=user.pk)


def test_a_posting_brings_the_role_at_that_station_only(world, newcomer):
    post(world, newcomer)

    stations = type(world.near).objects.allowed(again(newcomer), Permission.CONTACT_WRITE)
    assert list(stations) == [world.near]
    assert newcomer in accounts.station_staff(world.near.pk)


def test_a_head_is_head_of_her_station(world, newcomer):
    post(world, newcomer, post="head", full_time=False)

    assert accounts.is_station_head(again(newcomer), world.near.pk)
    assert not accounts.is_station_head(again(newcomer), world.here.pk)


def test_the_role_ends_after_the_last_day_and_at_once_when_that_is_past(world, newcomer):
    posting = post(world, newcomer, from_on=world.today - timedelta(days=9))

    actions.end_posting(posting.pk, by=world.county, to_on=world.today - timedelta(days=1), reason="离职")

    assert again(newcomer).roles() == set()
    assert queries.was_posted(newcomer.pk, world.near.pk, world.today - timedelta(days=1))
    assert not queries.was_posted(newcomer.pk, world.near.pk, world.today)


def test_full_time_is_at_one_station_at_a_time(world, newcomer):
    posting = post(world, newcomer)

    with pytest.raises(RuleBroken, match="专职"):
        post(world, newcomer, world.here)
    post(world, newcomer, world.here, full_time=False)

    actions.end_posting(posting.pk, by=world.county, to_on=world.today, reason="调动")
    with pytest.raises(RuleBroken, match="专职"):
        post(world, newcomer, world.here, post="head")
    post(world, newcomer, world.here, post="head", from_on=world.today + timedelta(days=1))


def test_a_county_posts_in_its_own_stations_only(world, newcomer):
    with pytest.raises(Http404):
        post(world, newcomer, world.elsewhere)
    with pytest.raises(Http404):
        post(world, newcomer, by=world.head)


def test_an_administrator_is_not_posted(world):
    with pytest.raises(RuleBroken, match="三类管理员"):
        post(world, world.sysadmin)


def test_a_posting_does_not_end_before_it_began(world, newcomer):
    posting = post(world, newcomer)

    with pytest.raises(Invalid, match="不能早于到岗日期"):
        actions.end_posting(posting.pk, by=world.county, to_on=world.today - timedelta(days=1), reason="离职")


def test_the_county_posts_and_ends_on_pages_and_the_station_shows_it(world, newcomer, sign_in):
    page = sign_in(world.county)
    form = {"username": "newcomer", "post": "social_worker", "full_time": "on", "from_on": "2026-11-20"}
    where = reverse("workforce:post", args=[world.near.pk])
    assert "没有这个账号" in page.post(where, form | {"username": "nobody"}).content.decode()
    assert page.post(where, form).status_code == 302

    shown = page.get(reverse("network:station", args=[world.near.code])).content.decode()
    assert "专职在岗 1/3" in shown
    assert "空缺 2 名" in shown

    posting = newcomer.postings.get()
    page.post(reverse("workforce:end", args=[posting.pk]), {"to_on": "2026-11-20", "reason": "调动"})
    posting.refresh_from_db()
    assert posting.end_reason == "调动"


def test_many_accounts_and_postings_are_made_as_one_unit(world, django_assert_max_num_queries):
    names = [(f"worker-469030105-{nth}", f"示例{nth}") for nth in range(1, 21)]

    with unit_of_work(), django_assert_max_num_queries(20 * 9):
        made = create_users(names, by=SYSTEM, password="one-shared-password")
        for user in made.values():
            post(world, user, by=SYSTEM)

    assert len(queries.staff_of(world.county, world.near)) == 20
    assert again(made["worker-469030105-7"]).check_password("one-shared-password")
