"""The coverage plan is an explicit list: as many places as were said, each once, and what operates of them today."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from yimi.core.errors import Invalid, RuleBroken
from yimi.core.ids import name_id
from yimi.coverage import actions, queries
from yimi.coverage.actions import PlaceFields
from yimi.coverage.models import ListedPlace
from yimi.coverage.queries import Asked
from yimi.figures import queries as figures
from yimi.network.actions import move_station
from yimi.network.models import Area

LIST = [PlaceFields("469030104", 2026), PlaceFields("469030105", 2027), PlaceFields("469028103", 2026, "先建")]


@pytest.fixture(autouse=True)
def _today(settings):
    settings.YIMI_TODAY = date(2026, 11, 20)


@pytest.fixture
def listed(world):
    return actions.put_list(LIST, by=world.province, total=3)


def test_the_list_is_what_the_province_says_and_its_sum_is_checked(world):
    with pytest.raises(Invalid, match="不符"):
        actions.put_list(LIST, by=world.province, total=4)
    assert not ListedPlace.objects.exists()

    assert vars(actions.put_list(LIST, by=world.province, total=3)) == {
        "added": 3, "changed": 0, "removed": 0, "same": 0,
    }  # fmt: skip
    later = [LIST[0], PlaceFields("469030105", 2028)]
    assert vars(actions.put_list(later, by=world.province, total=2)) == {
        "added": 0, "changed": 1, "removed": 1, "same": 1,
    }  # fmt: skip
    assert ListedPlace.objects.get(area__code="469028103").delisted_because


def test_every_line_that_cannot_be_is_named(world):
    lines = [
        PlaceFields("469030", 2026, row=2), PlaceFields("469030104", None, row=3),
        PlaceFields("469030104", 2026, row=4), PlaceFields("000", 2026, row=5),
    ]  # fmt: skip
    with pytest.raises(Invalid) as refused:
        actions.put_list(lines, by=world.province, total=4)

    assert set(refused.value.fields) == {"rows.2.code", "rows.3.year", "rows.4.code", "rows.5.code"}


def test_only_the_province_makes_the_list(world):
    with pytest.raises(RuleBroken, match="权限"):
        actions.put_list(LIST, by=world.county, total=3)


def cover(world, period="2026-11-20", by=(), area="46", code="COVER_RATE"):
    found = figures.figure(world.leader, code, figures.place_named(area=area), period, by)
    return {part.key: part.value for part in found.by} if by else (found.value, found.numerator, found.denominator)


def test_the_rate_of_coverage_is_what_operates_by_what_is_listed_on_the_last_day(world, listed):
    assert cover(world) == (1, 3, 3)

    red = name_id("station", "469030105")
    move_station(red, by=world.county, to="suspended", on=date(2026, 11, 1), reason="场地修缮")

    told = queries.plan()
    assert cover(world) == (2 / 3, 2, 3) and queries.cover_rate(world.leader).value == 2 / 3
    assert (told.whole.listed, told.whole.covered, told.whole.gap) == (3, 2, 1)
    assert cover(world, by=("area",)) == {"469028": 1, "469030": 0.5}
    assert cover(world, by=("area",), area="469030") == {"469030104": 1, "469030105": 0}
    assert [one.area.code for one in queries.places_asked(Asked(gap=True))] == ["469030105"]
    assert told.until == {2026: 2, 2027: 3}


def test_past_months_keep_the_list_and_the_stations_that_they_had(world):
    with pytest.raises(Invalid, match="不能晚于今天"):
        actions.put_list(LIST, by=world.province, total=3, on=date(2026, 11, 21))
    actions.put_list(LIST[:2], by=world.province, total=2, on=date(2026, 9, 10))
    actions.put_list(LIST, by=world.province, total=3, on=date(2026, 10, 1))
    actions.put_list(LIST[1:], by=world.province, total=2)
    with pytest.raises(Invalid, match="不能早于清单上次变动"):
        actions.put_list(LIST, by=world.province, total=3, on=date(2026, 11, 19))

    assert [cover(world, f"2026-{month}")[2] for month in ("08", "09", "10", "11")] == [0, 2, 3, 2]
    assert cover(world, "2026-08")[0] is None and cover(world, "2026")[2] == 2


def test_the_rate_opens_the_places_that_are_covered_and_those_that_are_not(world, sign_in, listed):
    move_station(
        name_id("station", "469030105"), by=world.county, to="suspended", on=date(2026, 11, 1), reason="场地修缮"
    )
    browser = sign_in(world.leader)

    parts = cover(world, by=("place_state",), code="PLACE_LISTED")
    page = browser.get("/app/analysis/?measure=COVER_RATE&period=2026-11&by=area").content.decode()
    asked = "/app/figures/rows/?measure=PLACE_LISTED&area=46&period=2026-11&by=place_state&key="
    missing, there = (browser.get(asked + key).content.decode() for key in ("uncovered", "covered"))

    assert parts == {"covered": 2, "uncovered": 1}
    assert "运营社工站 2" in page and "应覆盖地点数 3" in page and "66.7%" in page
    assert "红毛镇" in missing and "还没有运营站" in missing and "长征镇" not in missing
    assert "长征镇" in there and "英州镇" in there and "红毛镇" not in there
    with pytest.raises(Invalid, match="不能按"):
        cover(world, by=("station",))


def test_a_place_without_any_station_is_a_line_of_its_county(world):
    county = Area.objects.get(code="469030")
    path = f"{county.path}469030106/"
    Area.objects.create(
        code="469030106", name="吊罗山乡", level="township", parent=county, county=county, path=path
    )  # fmt: skip
    actions.put_list([*LIST, PlaceFields("469030106", 2027)], by=world.province, total=4)

    assert cover(world, by=("area",), area="469030") == {"469030104": 1, "469030105": 1, "469030106": 0}
    assert cover(world, area="469030106") == (0, 0, 1)
    assert cover(world, by=("area",), area="469030106", code="PLACE_LISTED") == {"469030106": 1}


def test_a_station_where_nothing_is_listed_is_told_apart(world, sign_in):
    actions.put_list(LIST[:1], by=world.province, total=1)

    page = sign_in(world.leader).get(reverse("coverage:plan")).content.decode()

    assert cover(world) == (3, 3, 1) and queries.plan().whole.covered == 1
    assert "有 2 个运营站的驻地不在清单上" in page


def test_counties_stand_in_the_official_order_and_add_up(world, listed):
    told = queries.plan()

    assert [one.area.code for one in told.counties] == ["469028", "469030"]
    assert sum(one.progress.listed for one in told.counties) == told.whole.listed == 3
    for year, whole in told.years.items():
        assert sum(one.by_year[year].listed for one in told.counties) == whole.listed


def test_one_place_is_listed_moved_and_taken_off_with_a_reason(world, sign_in, listed):
    browser = sign_in(world.province)
    browser.post(reverse("coverage:place"), {"code": "469030105", "year": "2026", "note": "提前"})
    refused = browser.post(reverse("coverage:delist"), {"code": "469030105", "reason": ""})
    assert refused.status_code == 422 and "移出原因" in refused.content.decode()

    browser.post(reverse("coverage:delist"), {"code": "469030105", "reason": "并入长征镇"})

    row = ListedPlace.objects.get(area__code="469030105")
    assert (row.year, row.note, row.delisted_because) == (2026, "提前", "并入长征镇")


def test_the_table_that_was_taken_away_can_be_changed_and_sent_back(world, sign_in, listed):
    browser = sign_in(world.province)
    book = openpyxl.load_workbook(BytesIO(browser.get(reverse("coverage:table")).content))
    rows = [[cell.value for cell in row] for row in book.active]
    header = next(at for at, row in enumerate(rows) if row[0] == "区划代码")
    text = "\n".join(",".join(str(cell or "") for cell in row) for row in rows[header:]).replace("2027", "2028")
    file = SimpleUploadedFile("清单.csv", text.encode())

    browser.post(reverse("coverage:edit"), {"file": file, "total": "3"})

    assert queries.plan().until == {2026: 2, 2028: 3}


def test_everybody_on_the_staff_reads_the_plan(world, sign_in, listed):
    page = sign_in(world.worker).get(reverse("coverage:plan")).content.decode()

    assert "100.0%" in page and "长征镇" in page and "编制清单" not in page
    assert sign_in(world.worker).get(reverse("coverage:edit")).status_code == 403
    assert "应覆盖" in sign_in(world.leader).get(reverse("desk:county", args=["469030"])).content.decode()
