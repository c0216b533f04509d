"""The committed division data of the province, trap by trap."""

import csv
from collections import Counter

import pytest
import yaml
from django.conf import settings

OFFICIAL_ORDER = [
    "海口",
    "三亚",
    "三沙",
    "儋州",
    "五指山",
    "琼海",
    "文昌",
    "万宁",
    "东方",
    "定安",
    "屯昌",
    "澄迈",
    "临高",
    "白沙",
    "昌江",
    "乐东",
    "陵水",
    "保亭",
    "琼中",
]


@pytest.fixture(scope="module")
def areas():
    with (settings.YIMI_CATALOGUE / "areas.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def townships(areas):
    return [row for row in areas.values() if row["level"] == "township" and row["kind"] == "administrative"]


def below(areas, parent):
    return [row for row in areas.values() if row["parent"] == parent]


def test_the_nineteen_cities_and_counties_stand_in_the_official_order(areas):
    ranked = sorted((row for row in areas.values() if row["is_ranked"] == "1"), key=lambda row: int(row["order"]))

    assert len(ranked) == 19
    assert all(row["name"].startswith(name) for row, name in zip(ranked, OFFICIAL_ORDER, strict=True))
    assert {row["parent"] for row in ranked} == {"46"}


def test_there_are_exactly_217_real_townships_and_subdistricts(townships):
    endings = Counter("街道" if row["name"].endswith("街道") else row["name"][-1] for row in townships)

    assert endings == {"街道": 21, "镇": 175, "乡": 21}


def test_every_area_has_its_parent_and_no_code_comes_twice(areas):
    with (settings.YIMI_CATALOGUE / "areas.csv").open(encoding="utf-8") as file:
        assert len(file.readlines()) - 1 == len(areas)

    assert all(row["parent"] in areas for row in areas.values() if row["code"] != "46")
    assert sum(row["level"] == "village" for row in areas.values()) == 3296


def test_grouping_labels_and_pseudo_rows_do_not_exist(areas):
    assert not [row for row in areas.values() if "直辖" in row["name"]]
    assert "4690" not in areas and "469000" not in areas


def test_sanya_has_no_townships_and_its_committees_belong_to_the_districts(areas):
    districts = ["460202", "460203", "460204", "460205"]

    assert [len(below(areas, code)) for code in districts] == [23, 38, 56, 33]
    assert {row["level"] for code in districts for row in below(areas, code)} == {"village"}


def test_committees_of_pseudo_rows_belong_to_the_county(areas):
    assert areas["469001198006"]["parent"] == "469001"
    assert areas["469029198001"]["parent"] == "469029"


def test_danzhou_is_there_once(areas):
    assert [row["code"] for row in areas.values() if row["name"] == "儋州市"] == ["460400"]
    assert areas["460400"]["level"] == "county"


def test_jialai_is_a_town_and_farms_are_not(areas):
    assert areas["469024401"]["name"] == "加来镇" and areas["469024401"]["kind"] == "administrative"
    assert {areas[code]["kind"] for code in ("460400499", "460400500", "469006500", "469030500")} == {"statistical"}


def test_sansha_keeps_its_rows_out_of_the_lists(areas):
    islands = [row for row in areas.values() if row["code"].startswith("4603") and row["code"] != "460300"]

    assert len(islands) == 3 + 5 + 10
    assert {(row["kind"], row["hidden"]) for row in islands} == {("statistical", "1")}


def test_farms_turned_into_residents_units_are_named_right(areas):
    farms = [row for row in areas.values() if row["note"] == "农场（改居）"]

    assert len(farms) == 94
    assert areas["460203198020"]["name"] == "南新居居民委员会"
    assert all(row["name"].endswith("居居民委员会") for row in farms)


def test_big_communities_cover_each_committee_of_sanya_once(areas):
    units = yaml.safe_load((settings.YIMI_CATALOGUE / "units.yaml").read_text(encoding="utf-8"))["units"]
    covered = [code for unit in units for code in unit["covers"]]

    assert len(units) == 10 and len(covered) == len(set(covered)) == 150
    assert all(areas[code]["parent"] == unit["parent"] for unit in units for code in unit["covers"])
    assert all(unit["code"].startswith(f"{unit['parent']}-D") for unit in units)


def test_stations_are_the_66_in_their_split_and_lingao_apart(areas):
    stations = yaml.safe_load((settings.YIMI_CATALOGUE / "stations.yaml").read_text(encoding="utf-8"))["stations"]
    first = [station for station in stations if station["batch"] == "首批"]
    lingao = Counter((row["level"], row["state"]) for row in stations if row not in first)
    counties = Counter(row["code"][: 4 if row["code"][3] in "12" else 6] for row in first)

    assert counties == {"4601": 16, "4602": 10, "469002": 12, "469028": 11, "469001": 7, "469030": 10}
    assert lingao == {("county_centre", "operating"): 1, ("station", "accepted"): 11, ("village_room", "accepted"): 22}
    assert {row["dates"]["operating"] for row in stations if row["state"] == "operating"} == {-107}
    assert len({row["prefix"] for row in stations}) == len(stations) == 100
    assert all("-D" in row["code"] or row["code"] in areas for row in stations)
