"""Stations are written by their county or the province, with dates and areas that agree."""

from datetime import date, timedelta

import pytest
import yaml
from django.conf import settings
from django.http import Http404

from yimi.core import clock
from yimi.core.actors import SYSTEM
from yimi.core.declare import Toucher, touchers
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.ids import new_id
from yimi.network import queries
from yimi.network.actions import load_areas, load_stations, load_units, put_station
from yimi.network.models import Station

from .test_areas import hainan

pytestmark = pytest.mark.django_db

NEW = {"code": "469030103", "name": "琼中和平镇社工站", "prefix": "QZHP", "mode": "township"}


def catalogue(name: str) -> list[dict]:
    return yaml.safe_load((settings.YIMI_CATALOGUE / f"{name}.yaml").read_text(encoding="utf-8"))[name]


@pytest.fixture
def province(db):
    load_areas(hainan(), by=SYSTEM)
    load_units(catalogue("units"), by=SYSTEM)


@pytest.fixture
def station(province):
    return put_station(new_id(), by=SYSTEM, **NEW)


@pytest.fixture
def touched(monkeypatch):
    calls = []
    monkeypatch.setitem(
        touchers._items, "test", Toucher("test", "station", lambda ids, since: calls.append((list(ids), since)))
    )
    return calls


def test_the_demo_network_is_66_first_stations_and_one_eleven_twenty_two_in_lingao(province):
    done = load_stations(catalogue("stations"), by=SYSTEM, today=clock.today())

    first, lingao = queries.batch_counts()
    assert (first.label, first.figure) == ("首批", "66")
    assert (lingao.label, lingao.figure) == ("临高三级试点", "1 + 11 + 22")
    assert done.added == 100
    operating = Station.objects.unscoped("计数").filter(state="operating", level="station")
    assert operating.count() == 66
    assert load_stations(catalogue("stations"), by=SYSTEM, today=clock.today()).kept == 100


def test_the_three_levels_hang_together(province):
    load_stations(catalogue("stations"), by=SYSTEM, today=clock.today())

    room = queries.station_shown("469024401001")
    assert [one.code for one in queries.stations_above(room)] == ["469024", "469024401"]


def test_a_second_station_with_the_same_code_or_prefix_is_refused(station):
    with pytest.raises(Invalid) as refused:
        put_station(new_id(), by=SYSTEM, **NEW)

    assert refused.value.fields == {
        "code": ["代码 469030103 已有站点：琼中和平镇社工站。"],
        "prefix": ["前缀 QZHP 已由琼中和平镇社工站使用。"],
    }


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"code": "999999999"}, "code", "没有代码为“999999999”的区划"),
        ({"code": "469030103200"}, "level", "社工站不能设在"),
        ({"prefix": "qz1"}, "prefix", "4 至 8 个大写字母"),
        ({"name": ""}, "name", "不能为空|必填|此字段"),
        ({"level": "village_room", "code": "469030103200"}, "mode", "只有社工站分建设模式"),
        ({"state": "operating"}, "operating_on", "要有运营日期"),
        ({"state": "closed"}, "ceased_on", "要有停止运营日期"),
        ({"accepted_on": date(2026, 5, 2), "operating_on": date(2026, 5, 1)}, "operating_on", "不能早于验收合格日期"),
        ({"unveiled_on": date(2999, 1, 1)}, "unveiled_on", "不能晚于今天"),
        ({"state": "open"}, "state", "open"),
        ({"parent": "460000"}, "parent", "没有代码为“460000”的上级站点"),
    ],
)
def test_a_wrong_station_is_refused_at_its_field(province, changed, field, message):
    with pytest.raises(Invalid, match=message) as refused:
        put_station(new_id(), by=SYSTEM, **(NEW | changed))

    assert field in refused.value.fields
    assert not Station.objects.unscoped("计数").exists()


def test_unveiling_before_acceptance_is_no_obstacle(province):
    days = {"unveiled_on": date(2026, 5, 1), "accepted_on": date(2026, 5, 20), "operating_on": date(2026, 6, 1)}

    written = put_station(new_id(), by=SYSTEM, state="operating", **NEW, **days)

    assert written.unveiled_on < written.accepted_on


def test_a_station_belongs_to_its_area_from_its_first_month(province):
    written = put_station(new_id(), by=SYSTEM, **NEW, accepted_on=date(2026, 5, 20))

    membership = queries.memberships(written).get()
    assert (membership.area.code, membership.from_on, membership.to_on) == ("469030103", date(2026, 5, 1), None)


def test_a_station_that_moves_keeps_its_past_months_where_they_were(province, touched):
    written = put_station(new_id(), by=SYSTEM, **NEW, accepted_on=date(2026, 5, 20))
    first = clock.today().replace(day=1)
    touched.clear()

    put_station(written.id, by=SYSTEM, area="469030104", moves_on=first)

    new, old = queries.memberships(Station.objects.unscoped("核对").get())
    assert (old.area.code, old.to_on) == ("469030103", first - timedelta(days=1))
    assert (new.area.code, new.from_on) == ("469030104", first)
    assert touched == [([written.id], first)]


@pytest.mark.parametrize("day", [date(2026, 6, 2), date(2999, 1, 1), date(2026, 4, 1)])
def test_a_station_moves_on_the_first_of_a_past_month_it_existed(province, day):
    written = put_station(new_id(), by=SYSTEM, **NEW, accepted_on=date(2026, 5, 20))

    with pytest.raises(Invalid, match=r"归属从某月 1 日起变更|不能早于上一次归属变更"):
        put_station(written.id, by=SYSTEM, area="469030104", moves_on=day)


def test_a_station_does_not_move_to_another_county(station):
    with pytest.raises(RuleBroken, match="不能迁到另一个市县"):
        put_station(station.id, by=SYSTEM, area="469028103")


def test_two_people_do_not_overwrite_each_other(station):
    put_station(station.id, by=SYSTEM, version=1, phone="0898-00000000")

    with pytest.raises(RuleBroken, match="刚被别人修改过"):
        put_station(station.id, by=SYSTEM, version=1, phone="0898-00000001")


def test_a_prefix_stays_once_file_numbers_carry_it(station):
    Station.objects.unscoped("已发过档案号").update(next_file_number=2)

    with pytest.raises(RuleBroken, match="前缀已经用过"):
        put_station(station.id, by=SYSTEM, prefix="QZXX")


def test_a_file_of_stations_says_what_is_wrong_with_each_and_writes_none(province):
    rows = [
        NEW,
        NEW,
        NEW | {"code": "469030104", "prefix": "QZCZ", "dates": {"accepted": "五月"}},
        {"code": "1", "colour": "red"},
    ]

    with pytest.raises(Invalid) as refused:
        load_stations(rows, by=SYSTEM, today=clock.today())

    assert refused.value.fields["469030103"] == ["站点代码在文件里重复。"]
    assert "日期“五月”不对" in refused.value.fields["469030104"][0]
    assert "不认识的字段" in refused.value.fields["1"][0]
    assert not Station.objects.unscoped("计数").exists()


def test_a_county_writes_stations_of_its_own_only(world):
    room = NEW | {"code": "469030104201", "level": "village_room", "mode": ""}

    written = put_station(new_id(), by=world.county, **room)

    assert written.parent == world.here
    with pytest.raises(Invalid, match="不在您的管辖范围内"):
        put_station(new_id(), by=world.far_county, **room)
    with pytest.raises(Http404):
        put_station(world.elsewhere.id, by=world.county, phone="0898-00000000")
    with pytest.raises(Http404):
        put_station(world.here.id, by=world.worker, phone="0898-00000000")
