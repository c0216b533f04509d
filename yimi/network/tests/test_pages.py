"""The pages and the interface of the network, opened by the people of the small world."""

import pytest
from django.urls import reverse

from yimi.accounts.bearer import issue
from yimi.core.actors import SYSTEM
from yimi.core.ids import new_id
from yimi.network.actions import put_station

pytestmark = pytest.mark.django_db


@pytest.fixture
def county(client, world):
    client.force_login(world.county)
    return client


def get(client, user, path, **asked):
    return client.get(f"/api/v1{path}", asked, headers={"Authorization": f"Bearer {issue(user)[0]}"})


def add_stations(world, count):
    for number in range(count):
        code = f"4690301052{number:02d}"
        world.here.area.__class__.objects.create(
            code=code, name=f"示例{number}村", short_name=f"示例{number}村", parent=world.near.area, level="village",
            path=f"{world.near.area.path}{code}/", county=world.near.county,
        )  # fmt: skip
        put_station(
            new_id(),
            by=SYSTEM,
            code=code,
            name=f"示例{number}村社工室",
            prefix=f"SL{chr(65 + number)}X",
            level="village_room",
        )


def test_every_worker_reads_the_facts_of_every_station(client, world):
    client.force_login(world.worker)

    listed = client.get(reverse("network:list"))
    shown = client.get(reverse("network:station", args=[world.elsewhere.code]))

    assert world.elsewhere.name in listed.content.decode()
    assert shown.status_code == 200
    assert reverse("network:station_edit", args=[world.elsewhere.code]) not in shown.content.decode()


def test_the_list_costs_the_same_however_long_it_is(
    county, world, django_assert_num_queries, django_assert_max_num_queries
):
    with django_assert_max_num_queries(16) as few:
        county.get(reverse("network:list"))

    add_stations(world, 8)

    with django_assert_num_queries(len(few)):
        county.get(reverse("network:list"))


def test_the_list_is_filtered_by_area_and_by_words(county, world):
    by_area = county.get(reverse("network:list"), {"area": "469028"}).content.decode()
    by_name = county.get(reverse("network:list"), {"q": world.near.name[:5]}).content.decode()
    nowhere = county.get(reverse("network:list"), {"area": "999999", "level": "nonsense"})

    assert world.elsewhere.name in by_area and world.here.name not in by_area
    assert world.near.name in by_name
    assert nowhere.status_code == 200 and world.here.name not in nowhere.content.decode()


def test_a_county_changes_its_station_on_the_page(county, world):
    address = reverse("network:station_edit", args=[world.here.code])
    form = county.get(address).context["form"]
    said = {name: value for name, value in form.initial.items() if value is not None} | {"phone": "0898-00000000"}

    done = county.post(address, said)

    world.here.refresh_from_db()
    assert done.status_code == 302
    assert world.here.phone == "0898-00000000"


def test_a_wrong_new_station_comes_back_with_words_beside_the_fields(county, world):
    said = {"code": world.here.code, "name": "重复的站", "short_name": "重复", "level": "station", "kind": "general"}

    answer = county.post(reverse("network:station_new"), said | {"state": "planned", "prefix": "QZQZ"})

    assert answer.status_code == 422
    assert f"代码 {world.here.code} 已有站点" in answer.content.decode()


def test_a_county_does_not_open_the_form_of_another_countys_station(county, world):
    assert county.get(reverse("network:station_edit", args=[world.elsewhere.code])).status_code == 404


def test_the_list_is_taken_away_as_a_table(county, world):
    answer = county.get(reverse("network:table"), {"area": "469030"})

    assert answer.status_code == 200
    assert answer.content.startswith(b"PK")


def test_areas_are_browsed_and_found_with_their_county(county, world):
    below = county.get(reverse("network:areas"), {"in": "469030"}).content.decode()
    found = county.get(reverse("network:areas"), {"q": "英州"}).content.decode()
    none = county.get(reverse("network:areas"), {"q": "长证镇"}).content.decode()

    assert "长征镇" in below and "英州镇" not in below
    assert "陵水" in found
    assert "没有找到这个区划" in none


def test_the_interface_lists_areas_page_by_page(client, world):
    first = get(client, world.worker, "/areas", level="township", limit=2).json()
    second = get(client, world.worker, "/areas", level="township", limit=2, cursor=first["next"]).json()

    codes = [area["code"] for area in first["items"] + second["items"]]
    assert set(codes) >= {"469030104", "469030105", "469028103"} and len(codes) == len(set(codes))
    assert set(first["items"][0]) == {"code", "name", "level", "kind", "is_ranked", "parent", "path"}
    assert {area["code"] for area in get(client, world.worker, "/areas", parent="469030").json()["items"]} == {
        "469030104",
        "469030105",
    }


def test_the_interface_lists_stations_of_an_area(client, world):
    answer = get(client, world.worker, "/stations", area="469030", level="station").json()

    assert [one["code"] for one in answer["items"]] == ["469030104", "469030105"]
    assert answer["next"] is None
    assert set(answer["items"][0]) >= {
        *("id", "code", "name", "level", "mode", "batch", "state", "area", "prefix"),
        *("self_checked_on", "accepted_on", "unveiled_on", "operating_on"),
    }


@pytest.mark.parametrize("asked", [{"colour": "red"}, {"level": "town"}, {"limit": "0"}, {"cursor": "!"}])
@pytest.mark.parametrize("path", ["/areas", "/stations"])
def test_the_interface_refuses_what_it_does_not_know(client, world, path, asked):
    assert get(client, world.worker, path, **asked).status_code == 422
