"""Stations serve areas; where two serve the same one, it is said why, and the county sees it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yimi.core.errors import Invalid, RuleBroken
from yimi.core.ids import new_id
from yimi.network.actions import move_station, put_served, put_station
from yimi.network.models import Area, Covered
from yimi.network.serving import overlaps_for, served_before, served_by

pytestmark = pytest.mark.django_db


def both(world, **said):
    return put_served(world.here.pk, by=world.county, areas=["469030104", "469030105"], **said)


def pairs(actor):
    return [(each.station.short_name, each.other.short_name, each.area.name) for each in overlaps_for(actor)]


def room_of(world, **said):
    given = {
        "code": "469030104201", "name": "潮村社工室", "short_name": "潮村", "level": "village_room",
        "prefix": "QZCZCC", "state": "planned",
    }  # fmt: skip
    return put_station(new_id(), by=world.county, **given | said)


def test_a_new_station_serves_its_seat(world):
    assert [row.area.name for row in served_by(world.here)] == ["长征镇"]


def test_what_another_serves_asks_for_a_reason_and_names_it(world):
    with pytest.raises(Invalid, match="红毛镇已由红毛镇社工站服务。确要重叠的，请写明原因。") as refused:
        both(world)
    both(world, overlap_reason="联合服务", on=date(2026, 11, 1))

    assert list(refused.value.fields) == ["overlap_reason"]
    assert [(row.area.name, row.overlap_reason) for row in served_by(world.here)] == [
        ("长征镇", ""), ("红毛镇", "联合服务"),
    ]  # fmt: skip
    assert pairs(world.county) == pairs(world.province) == [("长征镇", "红毛镇", "红毛镇")]
    assert pairs(world.far_county) == pairs(world.head) == []


def test_a_village_of_a_town_that_another_serves_overlaps_too(world):
    with pytest.raises(Invalid, match="潮村村委会已由长征镇社工站服务"):
        put_served(world.near.pk, by=world.county, areas=["469030105", "469030104201"])


def test_a_room_beneath_the_station_of_its_town_is_no_overlap(world):
    room_of(world)

    assert pairs(world.county) == []


def test_a_room_beneath_a_station_of_another_town_is_an_overlap(world):
    put_served(room_of(world).pk, by=world.county, areas=["469030104201", "469030105"], overlap_reason="移民安置点")

    assert pairs(world.county) == [("潮村", "红毛镇", "红毛镇")]


def test_a_big_community_serves_the_villages_that_it_covers(world):
    county = world.areas["469030"]
    unit = Area.objects.create(
        code="469030-D01", name="城北大社区", short_name="城北", parent=county, path=f"{county.path}469030-D01/",
        level="unit", kind="management_unit", county=county,
    )  # fmt: skip
    Covered.objects.create(unit=unit, area=world.areas["469030104201"])
    facts = {"code": unit.code, "name": "城北社工站", "level": "station", "mode": "big_community", "prefix": "QZCB"}

    with pytest.raises(Invalid, match="城北大社区已由长征镇社工站服务"):
        put_station(new_id(), by=world.county, overlap_reason="", **facts)
    put_station(new_id(), by=world.county, overlap_reason="大社区先行", **facts)

    assert len(pairs(world.county)) == 1


def test_a_closed_station_overlaps_with_nobody(world):
    both(world, overlap_reason="联合服务")

    move_station(world.near.pk, by=world.county, to="closed", reason="不再设站")

    assert pairs(world.county) == []


def test_what_is_served_no_more_is_kept_with_its_days(world):
    both(world, overlap_reason="联合服务", on=date(2026, 9, 1))

    put_served(world.here.pk, by=world.county, areas=["469030104"], on=date(2026, 11, 1))

    row = served_before(world.here).get()
    assert (row.area.name, row.from_on, row.to_on) == ("红毛镇", date(2026, 9, 1), date(2026, 10, 31))


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"areas": []}, "areas"),
        ({"areas": ["469028103"]}, "areas"),
        ({"areas": ["469030104"], "on": date(2026, 12, 1)}, "on"),
        ({"areas": ["469030105"], "overlap_reason": "长" * 201}, "overlap_reason"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(world, said, field):
    with pytest.raises(Invalid) as refused:
        put_served(world.here.pk, by=world.county, **said)

    assert list(refused.value.fields) == [field]


def test_two_do_not_overwrite_each_other(world):
    put_served(world.here.pk, by=world.county, areas=["469030104"], version=world.here.version)

    with pytest.raises(RuleBroken, match="刚被别人修改过"):
        put_served(world.here.pk, by=world.county, areas=["469030104"], version=world.here.version)


def test_the_form_asks_keeps_what_was_said_and_the_county_sees_it(world, sign_in):
    browser = sign_in(world.county)
    url = f"/app/stations/{world.here.code}/areas/"
    said = {"areas": ["469030104", "469030105"], "on": "2026-11-20", "version": world.here.version}

    refused = browser.post(url, said)
    assert refused.status_code == 422 and "红毛镇已由红毛镇社工站服务" in refused.content.decode()
    browser.post(url, said | {"overlap_reason": "联合服务"})

    listed = browser.get("/app/stations/").content.decode()
    shown = browser.get(f"/app/stations/{world.here.code}/").content.decode()
    assert "服务区域重叠" in listed and "联合服务" in listed
    assert "与其他站点重叠：联合服务" in shown


def test_overlaps_are_found_with_the_same_statements_however_many(world):
    pairs(world.county)
    with CaptureQueriesContext(connection) as few:
        overlaps_for(world.county)
    both(world, overlap_reason="联合服务")
    room_of(world)
    with CaptureQueriesContext(connection) as more:
        overlaps_for(world.county)

    assert len(few) == len(more)
