"""Divisions and big communities are loaded from the province's files, all of them or none."""

import csv

import pytest
import yaml
from django.conf import settings

from yimi.core.actors import SYSTEM
from yimi.core.errors import Invalid
from yimi.network import queries
from yimi.network.actions import load_areas, load_units
from yimi.network.models import Area, Covered

pytestmark = pytest.mark.django_db


def hainan() -> list[dict]:
    with open(settings.YIMI_CATALOGUE / "areas.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def row(code, name, parent, level, **more) -> dict:
    usual = {"kind": "administrative", "is_ranked": "0", "hidden": "0", "order": "1", "note": ""}
    return {"code": code, "name": name, "parent": parent, "level": level, **usual, **more}


SMALL = [
    row("48", "示例省", "", "province"),
    row("489021", "示例县", "48", "county", is_ranked="1"),
    row("489021100", "示例镇", "489021", "township"),
    row("489021100200", "示例村委会", "489021100", "village"),
]


@pytest.fixture
def loaded(db):
    return load_areas(hainan(), by=SYSTEM)


def test_the_province_has_217_towns_and_subdistricts_and_no_pseudo_rows(loaded):
    towns = Area.objects.filter(level="township", kind="administrative")

    assert towns.count() == 217
    assert towns.filter(code="469024401", name="加来镇").exists()
    assert not towns.filter(path__startswith="46/460200/").exists()
    assert not Area.objects.filter(name__contains="直辖村级").exists()
    assert not Area.objects.filter(code__in=["4690", "469000", "4604"]).exists()


def test_the_nineteen_counties_come_in_the_official_order(loaded):
    names = [area.short_name for area in queries.ranked_areas()]

    assert names == [
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


def test_paths_and_counties_follow_the_tree_and_not_the_code(loaded):
    town, village = queries.area_by_code("460106100"), queries.area_by_code("460203198004")

    assert town.path == "46/460100/460106/460106100/"
    assert town.county.code == "460100"
    assert village.parent.code == "460203"
    assert queries.area_by_code("46").county is None


def test_a_community_is_found_by_its_stem_however_the_committee_is_written(loaded):
    found = queries.search_areas("南田居委会")

    assert "460202198004" in {area.code for area in found}


def test_loading_the_areas_again_changes_nothing(loaded):
    again = load_areas(hainan(), by=SYSTEM)

    assert (again.added, again.changed) == (0, 0)
    assert again.kept == loaded.added


def test_a_town_that_moves_to_another_district_takes_its_villages_along(loaded):
    rows = hainan()
    town = next(one for one in rows if one["code"] == "460106100")
    town["parent"] = "460105"

    load_areas(rows, by=SYSTEM)

    assert queries.area_by_code("460106100").path == "46/460100/460105/460106100/"
    villages = Area.objects.filter(parent__code="460106100")
    assert villages and all(one.path.startswith("46/460100/460105/460106100/") for one in villages)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"code": "48902110"}, "第 4 行：区划代码“48902110”不对，应为 9 位数字"),
        ({"parent": "489099"}, "第 4 行：上级区划“489099”不存在"),
        ({"parent": "489021100200"}, "第 4 行：上级区划 489021100200 的层级不在本级之上"),
        ({"level": "town"}, "第 4 行：层级“town”不认识"),
        ({"name": " "}, "第 4 行：名称不能为空"),
        ({"kind": "x"}, "第 4 行：类别“x”不认识"),
        ({"order": "甲"}, "第 4 行：is_ranked、hidden 填 0 或 1，order 填数字"),
        ({"is_ranked": "1"}, "第 4 行：只有市县能参加排序"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_written(changed, message):
    rows = [dict(one) for one in SMALL]
    rows[2] |= changed

    with pytest.raises(Invalid, match=message):
        load_areas(rows, by=SYSTEM)

    assert not Area.objects.filter(code__startswith="48").exists()


def test_a_code_that_stands_twice_is_refused():
    with pytest.raises(Invalid, match="第 6 行：区划代码 489021100 在文件里重复"):
        load_areas([*SMALL, SMALL[2]], by=SYSTEM)


def test_a_table_without_a_column_is_refused():
    with pytest.raises(Invalid, match="缺少列：parent"):
        load_areas([{name: text for name, text in one.items() if name != "parent"} for one in SMALL], by=SYSTEM)


def test_an_area_cannot_change_its_county_by_a_load():
    load_areas([*SMALL, row("489022", "另一县", "48", "county", is_ranked="1", order="2")], by=SYSTEM)

    with pytest.raises(Invalid, match="不能把区划改到另一个市县"):
        load_areas([SMALL[2] | {"parent": "489022"}], by=SYSTEM)


def test_big_communities_cover_residents_and_villagers_committees(loaded):
    units = yaml.safe_load((settings.YIMI_CATALOGUE / "units.yaml").read_text(encoding="utf-8"))["units"]

    done = load_units(units, by=SYSTEM)

    unit = queries.area_by_code("460202-D01")
    assert done.added == 10
    assert unit.path == "46/460200/460202/460202-D01/"
    assert {area.name for area in queries.covered_areas(unit)} == {"龙海村委会", "椰林村委会", "海丰村委会"}
    assert load_units(units, by=SYSTEM).kept == 10


def test_a_big_community_covers_only_its_own_district_and_nothing_twice(loaded):
    first = {"code": "460202-D01", "name": "甲大社区", "parent": "460202", "covers": ["460202198203"]}
    second = {"code": "460203-D01", "name": "乙大社区", "parent": "460203", "covers": ["460202198203", "460203198004"]}

    with pytest.raises(Invalid, match="龙海村委会不在吉阳区内"):
        load_units([first, second], by=SYSTEM)
    with pytest.raises(Invalid, match="龙海村委会已由 460202-D01 覆盖"):
        load_units([first, first | {"code": "460202-D02"}], by=SYSTEM)

    assert not Covered.objects.exists()
