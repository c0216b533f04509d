"""The analysis page: one measure taken apart and compared; the address holds the whole choice."""

from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.story import contact, person, visit
from yimi.core.models import Entry
from yimi.figures.fold import fold

PAGE, TABLE = "desk:analysis", "desk:analysis_table"
MOST = 40  # statements, those of signing in among them


@pytest.fixture
def visited(world):
    """In October two visits here and one near by; in September one here."""
    grandpa = person(world.worker, world.here, "林阿公", opened_on=date(2026, 9, 1))
    aunt = person(world.neighbour, world.near, "王阿婶", area="469030105", opened_on=date(2026, 9, 1))
    for on in (date(2026, 9, 9), date(2026, 10, 8), date(2026, 10, 20)):
        visit(world.worker, world.here, on, [grandpa])
    visit(world.neighbour, world.near, date(2026, 10, 9), [aunt])
    return world


@pytest.fixture
def page(visited, sign_in):
    def opened(user="county", **asked):
        asked = {"measure": "HOME_VISIT_PT", "area": "469030", "period": "2026-10"} | asked
        answer = sign_in(getattr(visited, user)).get(reverse(PAGE), asked)
        answer.text_ = answer.content.decode()
        return answer

    return opened


def numbers(answer):
    shown = answer.context["shown"]
    return {line.label: line.cell.number for line in shown.lines}, shown.total.cell.number


@pytest.mark.parametrize("folded", [False, True])
def test_a_county_is_taken_apart_by_township_in_the_official_order_and_adds_up(page, folded):
    if folded:
        fold()

    lines, total = numbers(page(by="area"))

    assert list(lines.items()) == [("长征镇", 2), ("红毛镇", 1)] and total == 3


@pytest.mark.parametrize("folded", [False, True])
def test_a_period_stands_beside_the_one_before(page, folded):
    if folded:
        fold()

    shown = page(by="station", against="previous").context["shown"]

    assert [(line.cell.number, line.other.number, line.difference) for line in shown.lines] == [
        (2, 1, "+1（+100.0%）"),
        (1, 0, "+1"),
    ]
    assert shown.total.other.number == 1


def test_months_are_a_line_and_end_with_this_month(page):
    answer = page(by="month", period="2026")

    lines, total = numbers(answer)
    assert list(lines)[-1] == "2026年11月" and lines["2026年10月"] == 3 and total == 4
    assert "<polyline" in answer.text_ and "<title id=" in answer.text_


def test_every_number_opens_its_rows(page, client):
    for by in ("area", "station", "day", "domain", "service", "method", "sex", "age_band", "domain,method"):
        shown = page(by=by, against="2026-09-01..2026-09-30").context["shown"]
        cells = [cell for line in [*shown.lines, shown.total] for cell in (line.cell, line.other) if cell.url]
        assert cells, by
        for cell in cells:
            opened = client.get(cell.url).context["opened"]
            assert opened.total == cell.number == sum(row.weight for row in opened.rows), (by, cell)


def test_persons_are_not_added_up(page, visited):
    answer = page(measure="SERVED_N", by="month", period="2026")

    lines, total = numbers(answer)
    assert (lines["2026年9月"], lines["2026年10月"], total) == (1, 2, 2)
    assert "不能相加" in answer.text_ and answer.context["shown"].has_shares is False


def test_what_cannot_be_is_not_offered_and_refused_in_words_with_the_rest_kept(page):
    offered = page(measure="STAFF_ON").context["breakdown_options"]
    answer = page(measure="STAFF_ON", by="domain")

    assert "服务领域" not in {option.label for option in offered}
    assert answer.status_code == 422 and "不能按“服务领域”分列" in answer.text_
    assert "area=469030&amp;period=2026-10&amp;measure=STAFF_ON" in answer.text_


@pytest.mark.parametrize(
    "asked",
    [
        {"measure": "NOTHING"},
        {"period": "2026-99"},
        {"from": "2026-10-09", "to": "2026-10-01"},
        {"by": "day", "period": "2026"},
        {"by": "nonsense"},
        {"against": "yesterday"},
        {"against": "previous", "period": "cumulative"},
    ],
)
def test_a_hand_made_address_is_refused_in_words(page, asked):
    answer = page(**asked)

    assert answer.status_code == 422 and answer.context["choice"].faults


def test_a_small_number_of_a_closely_kept_measure_does_not_leave_the_county(page, visited):
    one = person(visited.worker, visited.here, "居民")
    contact(visited.worker, visited.here, "crisis", date(2026, 10, 3), [one])

    inside = page(measure="CRISIS_N", by="station")
    outside = page("province", measure="CRISIS_N", by="station", against="previous")

    assert numbers(inside)[1] == 1
    assert numbers(outside)[1] is None and "不显示" in outside.text_


def test_two_days_and_the_year_so_far_are_periods_too(page):
    assert numbers(page(**{"by": "none", "from": "2026-09-09", "to": "2026-10-08"}))[1] == 2
    assert numbers(page(period="year_to_date", by="none", against="last_year"))[1] == 4
    assert numbers(page(period="cumulative", by="none"))[1] == 4


def test_the_province_sees_tiles_in_the_official_order_and_opens_without_a_choice(visited, sign_in):
    answer = sign_in(visited.province).get(reverse(PAGE))

    assert answer.status_code == 200 and 'class="tiles"' in answer.content.decode()
    assert [line.label for line in answer.context["shown"].lines] == ["陵水黎族自治县", "琼中黎族苗族自治县"]


def test_the_table_can_be_taken_away_with_what_it_counts(visited, sign_in):
    asked = {"measure": "HOME_VISIT_PT", "area": "469030", "period": "2026-10", "by": "area", "against": "previous"}
    answer = sign_in(visited.county).get(reverse(TABLE), asked)

    cells = [c for row in openpyxl.load_workbook(BytesIO(answer.content)).active.values for c in row if c is not None]
    assert {"长征镇", "红毛镇", "合计", 3} <= set(cells)
    assert any("口径：" in str(cell) for cell in cells) and any("2026-10-01 至 2026-10-31" in str(c) for c in cells)
    assert Entry.objects.filter(act="desk.export_analysis").count() == 1


@pytest.mark.parametrize("by", ["area", "station", "day", "domain", "age_band", "category"])
def test_the_page_costs_the_same_however_much_there_is_and_a_comparison_at_most_twice(page, visited, by):
    def cost(**more):
        page(by=by, **more)
        with CaptureQueriesContext(connection) as run:
            page(by=by, **more)
        return len(run)

    plain, compared = cost(), cost(against="previous")
    for nth in range(8):
        one = person(visited.worker, visited.here, f"居民{nth}")
        visit(visited.worker, visited.here, date(2026, 10, 1) + timedelta(days=nth), [one])

    assert plain <= MOST, plain
    assert cost() == plain and cost(against="previous") == compared <= 2 * plain
