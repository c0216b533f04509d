"""Divisions get new codes (区划变更): looked through first, done whole or not at all, and nothing is orphaned."""

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.proof import tried
from tests.story import person, visit
from yimi.clients.models import Person
from yimi.core import scope
from yimi.core.errors import Invalid
from yimi.figures import queries as figures
from yimi.network import queries
from yimi.network.actions import recode_areas
from yimi.network.models import Area, Station
from yimi.network.recoding import plan

pytestmark = pytest.mark.django_db
PAGE = "/app/stations/areas/changes/"


def change(old, new, name="", parent=""):
    return {"原代码": old, "新代码": new, "新名称": name, "新上级": parent}


def faults(*rows):
    return [str(text) for each in plan(rows) for text in each.faults]


def test_a_town_becomes_a_subdistrict_with_its_village_and_everything_goes_along(world):
    one = person(world.worker, world.here, "示例", opened_on=world.opened, area="469030104201")
    visit(world.worker, world.here, world.today, [one])

    done = recode_areas(
        [change("469030104", "469030004", "长征街道"), change("469030104201", "469030004001")], by=world.province
    )

    assert str(done) == "变更 2 个，撤销 0 个。"
    town = queries.area_by_code("469030004")
    assert (town.name, town.path) == ("长征街道", "46/469030/469030004/")
    assert Area.objects.get(code="469030004001").path == "46/469030/469030004/469030004001/"
    station = Station.objects.unscoped("test").get(pk=world.here.pk)
    assert (station.code, station.area_path) == ("469030004", town.path)
    assert Person.objects.unscoped("test").get(pk=one.pk).area_path.startswith(town.path)
    for code in ("469030104", "469030004"):
        assert queries.area_by_code(code) == town and queries.station_by_code(code) == station
    place = figures.place_named(area="469030")
    found = figures.figure(world.county, "HOME_VISIT_PT", place, "2026-11", ("area",)).by
    assert {part.key: part.value for part in found if part.value} == {"469030004": 1}


def test_two_towns_exchange_their_codes(world):
    recode_areas([change("469030104", "469030105"), change("469030105", "469030104")], by=world.province)

    assert Area.objects.get(code="469030105").name == "长征镇" and Area.objects.get(code="469030104").name == "红毛镇"
    assert Area.objects.get(code="469030104201").path == "46/469030/469030105/469030104201/"


def test_what_would_orphan_rows_or_cannot_be_is_refused_with_its_reason(world):
    person(world.worker, world.here, "示例", opened_on=world.opened)

    assert faults(change("469030999", "469030998")) == ["没有“469030999”这个区划。"]
    assert faults(change("469030104", "46903000")) == ["新代码“46903000”与原区划的层级不符。"]
    assert faults(change("469030104", "469030105")) == ["新代码 469030105 已被使用。"]
    assert "下级会没有归属" in faults(change("469030104201", "469030104201", parent="469030777"))[0]
    assert "不能改到另一个市县" in faults(change("469030104201", "469028103201", parent="469028103"))[0]
    assert "不能撤销；请先移交" in faults(change("469030104", "撤销"))[0]
    told = plan([change("469030104", "撤销")])[0].hanging
    assert dict(told)["社工站"] == 1 and dict(told)["下级区划"] == 1
    assert "没有一并变更" in str(plan([change("469030104", "469030004")])[0].notes[0])


def test_of_a_table_with_one_wrong_row_nothing_is_done(world):
    with pytest.raises(Invalid) as refused:
        recode_areas([change("469030104", "469030004"), change("469030105", "469030004")], by=world.province)

    assert set(refused.value.fields) == {"rows.2", "rows.3"}
    assert Area.objects.filter(code="469030104").exists()


def test_an_empty_village_is_abolished_and_goes_on_being_known(world):
    recode_areas([change("469030104201", "撤销")], by=world.province)

    village = Area.objects.get(code="469030104201")
    assert village.is_hidden and village.valid_to == world.today


def test_only_the_province_changes_codes(world, client, sign_in):
    with pytest.raises(PermissionDenied):
        recode_areas([change("469030104", "469030004")], by=world.county)
    assert sign_in(world.county).get(PAGE).status_code == 403


def test_on_the_page_it_is_looked_at_before_it_is_done(world, sign_in):
    browser, pasted = sign_in(world.province), "原代码\t新代码\t新名称\t新上级\n469030104\t469030004\t长征街道\t"
    assert "请填写依据" in browser.post(PAGE, {"table": pasted}).content.decode()
    said = {"table": pasted, "source": "琼府函〔示例〕1号"}

    looked = browser.post(PAGE, said).content.decode()
    assert "确认变更 1 行" in looked and "没有一并变更" in looked and Area.objects.filter(code="469030104").exists()
    done = browser.post(PAGE, said | {"confirm": "1"}, follow=True).content.decode()

    assert "变更 1 个，撤销 0 个。" in done and Area.objects.get(code="469030004").codes.get().source == said["source"]
    assert "469030104" in browser.get("/app/stations/areas/?in=469030104").content.decode()


def test_a_page_with_a_faulty_table_keeps_it_and_does_nothing(world, sign_in):
    browser = sign_in(world.province)
    for table in ("", "甲\t乙\n1\t2", "原代码\t新代码\n469030999\t469030998", "x" * 10):
        page = browser.post(PAGE, {"table": table, "source": "示例", "confirm": "1"})
        assert page.status_code in (200, 422) and table.split("\t")[0] in page.content.decode()
    assert not Area.objects.filter(code="469030998").exists()


@tried(10)
@given(order=st.permutations(["469030104", "469030105", "469030001", "469030002"]), also=st.booleans())
def test_after_any_change_every_stored_path_follows_the_codes(world, order, also):
    """Whatever is exchanged: each path is its parent's and its code, and each copy is the path of its area."""
    with transaction.atomic():
        someone = person(world.worker, world.here, "示例", opened_on=world.opened, area="469030104201")
        rows = [change("469030104", order[0]), change("469030105", order[1])]
        rows += [change("469030104201", f"{order[0]}201")] if also else []
        recode_areas(rows, by=world.province)

        for area in Area.objects.select_related("parent"):
            assert area.path == f"{area.parent.path if area.parent else ''}{area.code}/"
        paths = set(Area.objects.values_list("path", flat=True))
        for label, column in scope.PATHED:
            stored = apps.get_model(label)._base_manager.exclude(**{column: None}).values_list(column, flat=True)
            assert set(stored) - {""} <= paths, label
        assert Person.objects.allowed(world.worker, "person.view").filter(pk=someone.pk).exists()
        transaction.set_rollback(True)
