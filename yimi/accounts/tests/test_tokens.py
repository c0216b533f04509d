"""Programs sign in with bearer tokens."""

from datetime import timedelta

import pytest

from yimi.accounts import actions
from yimi.accounts.models import Token

PASSWORD = "a-long-test-password"

pytestmark = pytest.mark.django_db


def ask(client, username="worker", password=PASSWORD, **more):
    return client.post(
        "/api/v1/auth/token", {"username": username, "password": password, **more}, content_type="application/json"
    )


def me(client, token):
    return client.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})


def test_a_token_says_who_and_what_where_until_it_is_revoked(client, world):
    given = ask(client).json()

    role = {"role": "social_worker", "station": "469030104", "from": "2026-08-05", "to": None, "area": None}
    assert me(client, given["token"]).json() == given["user"]
    assert given["user"]["username"] == "worker"
    assert given["user"]["roles"] == [role]

    headers = {"Authorization": f"Bearer {given['token']}"}
    client.post("/api/v1/auth/logout", headers=headers, content_type="application/json")
    assert me(client, given["token"]).status_code == 401


def test_only_the_hash_of_a_token_is_kept(client, world):
    token = ask(client).json()["token"]

    assert token not in str(list(Token.objects.values()))


def test_a_token_ends_after_twelve_hours(client, world):
    token = ask(client).json()["token"]
    row = Token.objects.get()
    assert row.expires_at - row.created_at == timedelta(hours=12)

    Token.objects.update(created_at=row.created_at - timedelta(days=1), expires_at=row.expires_at - timedelta(days=1))

    assert me(client, token).status_code == 401


def test_a_disabled_account_has_no_token(client, world):
    token = ask(client).json()["token"]

    actions.set_active(world.worker.pk, by=world.sysadmin, is_active=False)

    assert me(client, token).status_code == 401


def test_bad_credentials_are_told_alike_and_then_locked(client, world):
    for _time in range(4):
        answer = ask(client, password="wrong")
        assert (answer.status_code, answer.json()["code"]) == (401, "bad_credentials")
    ask(client, password="wrong")
    locked = ask(client)

    assert (locked.status_code, locked.json()["code"]) == (423, "locked")
    assert 0 < locked.json()["retry_after"] <= 900
    unknown = ask(client, "nobody", "wrong")
    assert (unknown.status_code, unknown.json()["code"]) == (401, "bad_credentials")


def test_the_auditor_reads_the_journal_and_a_worker_does_not(client, world):
    auditor, worker = ask(client, "auditor").json()["token"], ask(client).json()["token"]

    def read(token, path):
        return client.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {token}"})

    items = read(auditor, "/audit?action=accounts.sign_in").json()["items"]
    assert [item["actor"] for item in items] == ["worker", "auditor"]
    assert set(read(auditor, "/audit/head").json()) == {"sequence", "hash"}
    assert read(worker, "/audit").status_code == 403
