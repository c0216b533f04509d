"""Signing in, being locked out, being signed out."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from yimi.accounts import actions, signin

PASSWORD = "a-long-test-password"

pytestmark = pytest.mark.django_db


def try_in(client, username, password=PASSWORD, **more):
    return client.post(reverse("accounts:login"), {"username": username, "password": password, **more})


def test_a_worker_signs_in_and_comes_to_the_page_she_wanted(client, world):
    answer = try_in(client, "worker", next="/app/account/sessions/")

    assert answer.status_code == 302
    assert answer["Location"] == "/app/account/sessions/"
    assert "当前登录" in client.get(answer["Location"]).content.decode()


def test_signing_in_never_leads_to_another_site(client, world):
    answer = try_in(client, "worker", next="https://elsewhere.example/")

    assert answer["Location"] == "/app/"


def test_wrong_password_and_unknown_account_are_told_the_same(client, world):
    wrong = try_in(client, "worker", "not-the-password").content.decode()
    unknown = try_in(client, "nobody", "not-the-password").content.decode()

    assert "账号或密码不对。还可以试 4 次。" in wrong
    assert "账号或密码不对。还可以试 4 次。" in unknown


@pytest.mark.parametrize("username", ["worker", "nobody"])
def test_the_fifth_failure_locks_the_account_in_any_case_of_letters(client, world, username):
    for _time in range(4):
        assert try_in(client, username, "wrong").status_code == 200
    fifth = try_in(client, username.upper(), "wrong")
    right = try_in(client, username, PASSWORD)

    assert fifth.status_code == right.status_code == 423
    assert "请 15 分钟后再试" in right.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_disabled_account_signs_in_nowhere_and_its_sessions_are_over(client, world):
    try_in(client, "worker")
    actions.set_active(world.worker.pk, by=world.sysadmin, is_active=False)

    assert client.get(reverse("accounts:sessions")).status_code == 302
    assert "账号或密码不对" in try_in(Client(), "worker").content.decode()


def test_ending_the_other_sessions_signs_the_other_browser_out(client, world):
    other = Client()
    try_in(client, "worker")
    try_in(other, "worker")

    client.post(reverse("accounts:sessions_end_others"))

    assert other.get(reverse("accounts:sessions")).status_code == 302
    assert client.get(reverse("accounts:sessions")).status_code == 200


def test_nobody_ends_somebody_elses_session(client, world):
    other = Client()
    try_in(other, "colleague")
    try_in(client, "worker")
    theirs = world.colleague.usersession_set.get()

    assert client.post(reverse("accounts:session_end", args=[theirs.pk])).status_code == 404


def test_a_new_password_ends_the_other_sessions(client, world):
    other = Client()
    try_in(client, "worker")
    try_in(other, "worker")
    new = "an-even-longer-password"

    client.post(reverse("accounts:password"), {"current": PASSWORD, "new": new, "again": new})

    assert client.get(reverse("accounts:sessions")).status_code == 200
    assert other.get(reverse("accounts:sessions")).status_code == 302
    assert try_in(Client(), "worker", new).status_code == 302


def test_a_first_password_is_changed_before_anything_else(client, world):
    _user, password = actions.create_user(by=world.sysadmin, username="newcomer", name="新人·示例")

    try_in(client, "newcomer", password)
    answer = client.get(reverse("accounts:sessions"))

    assert answer.status_code == 302
    assert answer["Location"] == reverse("accounts:password")


def test_fifteen_idle_minutes_sign_out(client, world, settings):
    try_in(client, "worker")
    session = client.session
    session[signin.SEEN] = int(timezone.now().timestamp()) - settings.YIMI_IDLE_SECONDS - 1
    session.save()

    assert client.get(reverse("accounts:sessions")).status_code == 302
    assert "登录已过期" in client.get(reverse("accounts:login")).content.decode()


def test_being_busy_writes_the_session_at_most_once_a_minute(client, world):
    try_in(client, "worker")
    seen = client.session[signin.SEEN]

    client.get(reverse("accounts:language"))

    assert client.session[signin.SEEN] == seen


def test_signing_out_takes_a_post(client, world):
    try_in(client, "worker")

    assert client.get(reverse("accounts:logout")).status_code == 405
    assert client.post(reverse("accounts:logout"))["Location"] == reverse("accounts:login")
    assert client.get(reverse("accounts:sessions")).status_code == 302
