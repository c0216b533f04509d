"""Lists and windows for programs."""

import pytest

from tests import story
from yimi.accounts.bearer import issue
from yimi.core import journal

from .conftest import FIRST


@pytest.fixture
def call(client):
    def called(user, path):
        return client.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {issue(user)[0]}"})

    return called


def test_members_are_told_within_reach_and_masked_above_the_station(world, someone, approved, call):
    one = someone("王桂兰", "DB", birth_on=world.opened.replace(year=1950))
    approved(one)

    mine = call(world.worker, "/service-lists?station=469030104&year=2026").json()
    county = call(world.county, "/service-lists").json()

    told = mine["items"][0]
    assert (told["name"], told["client"], told["tier"], told["interval_days"]) == ("王桂兰", str(one.pk), "key", 30)
    assert (told["since_on"], told["until_on"], told["is_shared"]) == ("2026-11-02", None, True)
    assert (county["items"][0]["name"], county["items"][0]["age_band"]) == ("王**", "70-79")
    assert call(world.stranger, "/service-lists?station=469030104").json() == {"items": [], "next": None}
    assert call(world.worker, "/service-lists?year=2025").json()["items"] == []
    assert call(world.province, "/service-lists").status_code == 403
    assert call(world.worker, "/service-lists?colour=red").status_code == 422
    assert journal.entries(act="clients.list_people", actor_id=world.county.pk).count() == 1


def test_windows_are_told_by_the_month_in_which_they_are_due(world, someone, approved, call):
    one, other = someone("王桂兰", "DJLR"), someone("符亚妹", "DJLR")
    approved(one, other, from_on=FIRST.replace(day=1))
    story.visit(world.worker, world.here, FIRST, [one])

    november = call(world.worker, "/visit-slots?station=469030104&month=2026-11").json()["items"]
    first = call(world.worker, "/visit-slots?limit=1").json()
    second = call(world.worker, f"/visit-slots?limit=1&cursor={first['next']}").json()

    assert {(slot["name"], slot["until_on"], slot["met"]) for slot in november} == {
        ("王桂兰", "2026-11-30", True), ("符亚妹", "2026-11-30", False),
    }  # fmt: skip
    assert {first["items"][0]["name"], second["items"][0]["name"]} == {"王桂兰", "符亚妹"} and second["next"] is None
    assert call(world.county, "/visit-slots").json()["items"][0]["name"].endswith("**")
    assert call(world.stranger, "/visit-slots?station=469030104").json()["items"] == []
    assert call(world.worker, "/visit-slots?month=2026-Q4").status_code == 422
    assert call(world.worker, "/visit-slots?month=x").status_code == 422
