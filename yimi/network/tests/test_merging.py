"""A station is merged into another of its county: its areas go over, its past stays."""

from datetime import date

import pytest
from django.http import Http404

from yimi.core.errors import Invalid, RuleBroken
from yimi.core.ids import new_id
from yimi.figures import queries as figures
from yimi.network.actions import merge_station, move_station, put_served, put_station
from yimi.network.models import Station
from yimi.network.serving import served_by
from yimi.workforce.actions import post_worker

pytestmark = pytest.mark.django_db
ON = date(2026, 10, 31)


def merge(world, station=None, **said):
    given = {"by": world.county, "into": world.here.code, "reason": "人口减少", "on": ON} | said
    return merge_station((station or world.near).pk, **given)


def names_served(station):
    return [(row.area.name, row.from_on, row.to_on) for row in served_by(station)]


@pytest.fixture
def room(world):
    return put_station(
        new_id(), by=world.county, code="469030104201", name="潮村社工室", short_name="潮村", level="village_room",
        prefix="QZCZCC", state="planned", parent=world.near.code,
    )  # fmt: skip


@pytest.mark.both_engines
def test_the_other_station_serves_its_areas_and_rooms_from_the_next_day(world, room):
    merged = merge(world)

    room.refresh_from_db()
    assert (merged.state, merged.ceased_on, merged.merged_into) == ("closed", ON, world.here)
    assert names_served(merged) == [("红毛镇", date(2026, 7, 1), ON)]
    assert names_served(world.here) == [
        ("长征镇", date(2026, 7, 1), None), ("红毛镇", date(2026, 11, 1), None),
    ]  # fmt: skip
    assert room.parent == world.here


def test_its_past_stays_its_own_and_nothing_counts_twice(world):
    before = figures.figure(world.county, "STATION_ON", figures.place_named(area="469030"), "2026-10").value

    merge(world)

    numbers = {
        (place, month): figures.figure(world.county, "STATION_ON", figures.place_named(**where), month).value
        for place, where in (("county", {"area": "469030"}), ("near", {"station": world.near.code}))
        for month in ("2026-10", "2026-11-01")
    }
    assert before == 2
    assert numbers == {
        ("county", "2026-10"): 2, ("county", "2026-11-01"): 1, ("near", "2026-10"): 1, ("near", "2026-11-01"): 0,
    }  # fmt: skip


def test_what_is_not_settled_is_named_and_refuses_it(world):
    post_worker(
        new_id(), by=world.county, user=world.colleague, station=world.near.pk, post="social_worker", full_time=True,
        from_on=world.opened,
    )  # fmt: skip

    with pytest.raises(RuleBroken, match="请先办结") as refused:
        merge(world)

    assert refused.value.code == "unsettled"


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"into": "469030105"}, "into", "不能并入自己"),
        ({"into": "469028103"}, "into", "不在您的管辖范围内"),
        ({"into": "999"}, "into", "没有代码为“999”的站点"),
        ({"on": date(2026, 8, 1)}, "on", "不能早于对方的运营日期"),
        ({"on": date(2026, 12, 1)}, "on", "日期不能晚于今天"),
        ({"reason": " "}, "reason", "请写明原因"),
    ],
)
def test_what_is_said_wrongly_is_refused_at_its_field(world, said, field, words):
    with pytest.raises(Invalid, match=words) as refused:
        merge(world, **said)

    assert list(refused.value.fields) == [field]


def test_a_station_does_not_go_to_another_county_or_level_or_one_that_stopped(world, room):
    with pytest.raises(Invalid, match="同一市县"):
        merge(world, by=world.province, into=world.elsewhere.code)
    with pytest.raises(Invalid, match="同一层级"):
        merge(world, into=room.code)
    move_station(world.here.pk, by=world.county, to="suspended", reason="修缮")
    with pytest.raises(Invalid, match="现在是“暂停运营”，只能并入运营中的站点"):
        merge(world)


def test_there_is_no_way_back_and_no_second_merging(world):
    merge(world)

    with pytest.raises(RuleBroken, match="站点现在是“已撤销”"):
        merge(world)
    with pytest.raises(RuleBroken, match="站点现在是“已撤销”"):
        move_station(world.near.pk, by=world.county, to="operating")
    with pytest.raises(Invalid, match="只能并入运营中的站点"):
        merge(world, world.here, into=world.near.code)


def test_it_is_merged_by_who_manages_it_in_its_present_version(world):
    with pytest.raises(Http404):
        merge(world, by=world.far_county)
    with pytest.raises(Http404):
        merge(world, by=world.head)
    put_served(world.near.pk, by=world.county, areas=[world.near.code])
    with pytest.raises(RuleBroken, match="刚被别人办理过"):
        merge(world, version=world.near.version)


def test_the_page_shows_what_will_happen_and_does_it_when_confirmed(world, sign_in):
    browser = sign_in(world.county)
    url = f"/app/stations/{world.near.code}/merge/"
    said = {"into": world.here.code, "on": "2026-10-31", "reason": "人口减少", "version": world.near.version}

    asked = browser.get(url).content.decode()
    shown = browser.post(url, said).content.decode()
    assert "并入站点" in asked and "英州镇社工站" not in asked
    assert "1 个服务区域次日起由" in shown and "确认撤并" in shown
    assert Station.objects.unscoped("test").get(pk=world.near.pk).state == "operating"

    browser.post(url, said | {"confirm": "1"})

    gone = browser.get(f"/app/stations/{world.near.code}/").content.decode()
    taker = browser.get(f"/app/stations/{world.here.code}/").content.decode()
    listed = browser.get("/app/stations/").content.decode()
    assert "2026-10-31 起已并入" in gone and f'href="/app/stations/{world.here.code}/"' in gone
    assert "并入本站的站点" in taker and "人口减少" in taker
    assert "已并入长征镇" in listed


def test_the_page_lists_what_must_be_settled_first(world, sign_in):
    post_worker(
        new_id(), by=world.county, user=world.colleague, station=world.near.pk, post="social_worker", full_time=True,
        from_on=world.opened,
    )  # fmt: skip

    shown = sign_in(world.county).get(f"/app/stations/{world.near.code}/merge/").content.decode()

    assert "撤并前要先办结" in shown and "下一步" not in shown


def test_who_does_not_manage_it_finds_no_such_page(world, sign_in):
    assert sign_in(world.far_county).get(f"/app/stations/{world.near.code}/merge/").status_code == 404
