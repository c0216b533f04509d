"""The workday calendar of an area: the country's, with what the area and those above it changed."""

from datetime import date

import pytest
from django.http import Http404
from django.urls import reverse

from yimi.core.errors import Invalid, RuleBroken
from yimi.core.models import Entry
from yimi.core.workdays import is_workday
from yimi.network.actions import put_calendar_day, remove_calendar_day
from yimi.network.workdays import year_of

SANYUESAN = date(2026, 4, 20)  # a Monday


def off(by, area="469030", **said):
    return put_calendar_day(by=by, area=area, **({"on": SANYUESAN, "is_workday": False, "name": "三月三"} | said))


def test_a_county_gives_itself_a_holiday_and_takes_it_back(world, emptied_journal):
    path, elsewhere = world.here.area_path, world.elsewhere.area_path

    off(world.county)
    assert not is_workday(SANYUESAN, path)
    assert is_workday(SANYUESAN, elsewhere)

    remove_calendar_day(by=world.county, area="469030", on=SANYUESAN)
    assert is_workday(SANYUESAN, path)
    acts = set(Entry.objects.values_list("act", flat=True))
    assert acts >= {"network.put_calendar_day", "network.remove_calendar_day"}


def test_a_day_said_again_is_changed_not_doubled(world):
    off(world.county)
    off(world.county, is_workday=True, name="调休上班")

    april = year_of(world.areas["469030"], 2026).months[3]
    assert [(local.name, local.is_workday) for local in april.local] == [("调休上班", True)]


def test_the_year_tells_holidays_and_moved_workdays_in_chinese(world):
    october = year_of(world.areas["469030"], 2026).months[9]

    assert [(run.first.day, run.last.day, run.name) for run in october.off] == [(1, 7, "国庆节")]
    assert [run.first.day for run in october.moved] == [10]
    assert october.workdays == 18


@pytest.mark.parametrize("area", ["469028", "46", "999999"])
def test_nobody_changes_the_days_of_an_area_out_of_reach(world, area):
    with pytest.raises(Http404):
        off(world.county, area=area)


@pytest.mark.parametrize("said", [{"name": ""}, {"on": date(2019, 5, 1)}, {"on": date(2031, 5, 1)}])
def test_a_day_without_a_name_or_far_away_is_refused(world, said):
    with pytest.raises(Invalid):
        off(world.county, **said)


def test_taking_back_what_is_not_there_is_said(world):
    with pytest.raises(RuleBroken, match="没有调整"):
        remove_calendar_day(by=world.county, area="469030", on=SANYUESAN)


def test_a_county_changes_its_calendar_on_the_page(world, sign_in):
    browser, address = sign_in(world.county), reverse("network:calendar")
    own = browser.get(address).content.decode()

    saved = browser.post(f"{address}?area=469030&year=2026", {"on": "2026-04-20", "is_workday": "0", "name": "三月三"})
    shown = browser.get(saved["Location"]).content.decode()
    taken = browser.post(reverse("network:calendar_remove"), {"area": "469030", "on": "2026-04-20"}, follow=True)

    assert "琼中黎族苗族自治县 2026 年工作日历" in own
    assert "三月三" in shown
    assert "已取消 2026-04-20 的调整" in taken.content.decode()
    assert "没有本地调整" in taken.content.decode()


def test_a_year_not_announced_says_so(world, sign_in):
    browser = sign_in(world.worker)

    assert "2028 年的放假安排还没有公布" in browser.get(reverse("network:calendar"), {"year": "2028"}).content.decode()
    assert "还没有公布" not in browser.get(reverse("network:calendar"), {"year": "2026"}).content.decode()


def test_a_worker_reads_the_calendar_of_her_town_and_changes_nothing(world, sign_in):
    off(world.county)
    browser = sign_in(world.worker)

    page = browser.get(reverse("network:calendar"), {"year": "2026"}).content.decode()
    odd = browser.get(reverse("network:calendar"), {"year": "x", "area": "none"})

    assert "长征镇 2026 年工作日历" in page
    assert "三月三" in page
    assert "保存调整" not in page
    assert odd.status_code == 200
    assert (
        browser.post(reverse("network:calendar"), {"on": "2026-04-20", "is_workday": "0", "name": "x"}).status_code
        == 404
    )


def test_an_entry_that_cannot_be_read_comes_back_with_words(world, sign_in):
    address = reverse("network:calendar") + "?area=469030"

    answer = sign_in(world.county).post(address, {"on": "soon", "is_workday": "0", "name": ""})

    assert answer.status_code == 422
