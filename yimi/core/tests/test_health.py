"""Whoever runs the house can ask it how it is."""

import pytest
from django.db import DatabaseError

from yimi.core import health
from yimi.core.journal.sealer import seal_tail

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


@pytest.fixture(autouse=True)
def ask_again(monkeypatch, settings, tmp_path):
    settings.YIMI_DATA = tmp_path
    monkeypatch.setattr(health, "_kept", {"until": 0.0})


def test_a_sound_house_is_ready(client):
    seal_tail()  # as its job worker does every second

    answer = client.get("/readyz")

    assert {name: reason for name, reason in answer.json()["checks"].items() if reason != "ok"} == {}
    assert answer.status_code == 200


def test_a_check_that_fails_says_why_to_this_machine_and_nothing_to_others(client, monkeypatch):
    def refuse():
        raise DatabaseError("disk full")

    monkeypatch.setitem(health.CHECKS, "database", refuse)

    here = client.get("/readyz")
    elsewhere = client.get("/readyz", REMOTE_ADDR="203.0.113.9")
    through_proxy = client.get("/readyz", headers={"X-Forwarded-For": "203.0.113.9"})

    assert here.status_code == elsewhere.status_code == through_proxy.status_code == 503
    assert "disk full" in here.json()["checks"]["database"]
    assert elsewhere.content == through_proxy.content == b""


def test_a_process_that_serves_says_so(client):
    assert client.get("/healthz").status_code == 200
