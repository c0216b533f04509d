"""Roles are given by two people, end at once, and administrators hold no other."""

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from django.urls import reverse

from yimi.accounts import actions, queries
from yimi.accounts.models import Grant, User
from yimi.accounts.places import PROVINCE, of_area
from yimi.core.actors import SYSTEM, may
from yimi.core.errors import RuleBroken
from yimi.core.permissions import Permission, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def newcomer(world):
    return User.objects.create(username="newcomer", name="新人·示例")


def propose(world, user, role=Role.PROVINCE_OFFICER, place=PROVINCE, by=None):
    return actions.appoint(
        user.pk, by=by or world.sysadmin, role=role, place=place, from_on=world.today, because="省厅任命"
    )


def again(user):
    """The user as the next request reads her."""
    return User.objects.get(pk=user.pk)


def test_a_role_needs_who_proposes_and_who_approves(world, newcomer):
    request = propose(world, newcomer)
    assert not may(again(newcomer), Permission.STATION_MANAGE)

    actions.approve_appointment(request.pk, by=world.secadmin)

    assert may(again(newcomer), Permission.STATION_MANAGE)


def test_who_proposes_does_not_approve_nor_the_other_way_round(world, newcomer):
    request = propose(world, newcomer)

    with pytest.raises(Http404):
        actions.approve_appointment(request.pk, by=world.sysadmin)
    with pytest.raises(Http404):
        propose(world, newcomer, by=world.secadmin)


def test_nobody_proposes_a_role_for_herself(world):
    with pytest.raises(RuleBroken, match="自己"):
        propose(world, world.sysadmin)


def test_a_declined_proposal_gives_nothing_and_is_answered_once(world, newcomer):
    request = propose(world, newcomer)
    actions.decline_appointment(request.pk, by=world.secadmin, answer="依据不足")

    assert again(newcomer).roles() == set()
    with pytest.raises(RuleBroken, match="已经审定"):
        actions.approve_appointment(request.pk, by=world.secadmin)


def test_an_ended_role_is_gone_with_the_next_request_and_stays_in_the_history(world, newcomer):
    granted = actions.approve_appointment(propose(world, newcomer).pk, by=world.secadmin)

    actions.end_grant(granted.pk, by=world.secadmin, because="调离")

    assert again(newcomer).roles() == set()
    assert [held.pk for held, _place in queries.grants_for(world.sysadmin, newcomer)] == [granted.pk]


def test_an_area_grant_reaches_its_area_and_no_other(world):
    stations = type(world.here).objects.allowed(world.county, Permission.STATION_MANAGE)

    assert {station.code for station in stations} == {"469030104", "469030105"}


@pytest.mark.both_engines
@pytest.mark.parametrize("first", [Role.SYSTEM_ADMIN, Role.PROVINCE_OFFICER])
def test_the_database_refuses_an_administrator_any_other_role(world, newcomer, first):
    second = {Role.SYSTEM_ADMIN: Role.PROVINCE_OFFICER, Role.PROVINCE_OFFICER: Role.SYSTEM_ADMIN}[first]
    actions.grant(newcomer, first, PROVINCE, by=SYSTEM, from_on=world.today, because="任命")
    held = {"user": newcomer, "on_kind": "province", "from_on": world.today, "because": "任命"}

    with pytest.raises(IntegrityError, match="administrators_hold_no_other_role"), transaction.atomic():
        Grant(role=second, **held).save()
    with pytest.raises(RuleBroken, match="三类管理员"):
        actions.grant(newcomer, second, PROVINCE, by=SYSTEM, from_on=world.today, because="任命")


@pytest.mark.both_engines
def test_one_administrator_is_not_also_another_but_may_become_one(world):
    held = {"user": world.sysadmin, "on_kind": "province", "from_on": world.today, "because": "任命"}

    with pytest.raises(IntegrityError), transaction.atomic():
        Grant(role=Role.AUDIT_ADMIN, **held).save()

    actions.end_grant(world.sysadmin.grants.get().pk, by=world.secadmin, because="换岗")
    actions.grant(again(world.sysadmin), Role.AUDIT_ADMIN, PROVINCE, by=SYSTEM, from_on=world.today, because="换岗")
    assert again(world.sysadmin).roles() == {Role.AUDIT_ADMIN}


def test_the_database_refuses_a_role_on_what_it_is_not_held_on(world, newcomer):
    place = of_area(world.areas["469030"])
    held = {"user": newcomer, "on_kind": "area", "on_id": place.on_id, "area_path": place.area_path}

    with pytest.raises(IntegrityError, match="grant_role_fits"), transaction.atomic():
        Grant(role=Role.PROVINCE_OFFICER, from_on=world.today, because="任命", **held).save()


def test_the_system_administrator_does_not_take_over_who_checks_him(world):
    with pytest.raises(RuleBroken, match="安全管理员"):
        actions.reset_password(world.secadmin.pk, by=world.sysadmin)


def test_pages_carry_a_proposal_from_one_administrator_to_the_other(world, newcomer, sign_in):
    form = {"role": "county_officer", "on_kind": "area", "code": "469030", "from_on": "2026-11-20", "because": "县局"}
    page = sign_in(world.sysadmin)
    assert page.post(reverse("accounts:appoint", args=[newcomer.pk]), form | {"code": "999"}).status_code == 200
    assert page.post(reverse("accounts:appoint", args=[newcomer.pk]), form).status_code == 302
    request = newcomer.grant_requests.get()
    answer = reverse("accounts:answer", args=[request.pk])
    assert page.post(answer, {"approve": "yes"}).status_code == 403

    page = sign_in(world.secadmin)
    assert "琼中" in page.get(reverse("accounts:requests")).content.decode()
    assert page.post(answer, {"approve": "yes"}).status_code == 302

    shown = page.get(reverse("accounts:user", args=[newcomer.pk])).content.decode()
    assert "市县工作人员" in shown
    assert again(newcomer).roles() == {Role.COUNTY_OFFICER}


def test_the_list_of_accounts_costs_the_same_however_long(world, sign_in, django_assert_max_num_queries):
    page = sign_in(world.sysadmin)

    with django_assert_max_num_queries(12):
        assert page.get(reverse("accounts:users"), {"q": "worker"}).status_code == 200


def test_the_audit_pages_show_and_check_the_journal(world, sign_in):
    page = sign_in(world.auditadmin)

    assert "授予角色" in page.get(reverse("accounts:audit"), {"act": "accounts.grant"}).content.decode()
    assert page.get(reverse("accounts:audit"), {"since": "soon", "page": "x"}).status_code == 200
    assert sign_in(world.worker).get(reverse("accounts:audit")).status_code == 403
