"""Dispatches in the small world (季调度的小天地): the third quarter is over, its reports are open."""

from datetime import datetime
from types import SimpleNamespace

import pytest

from yimi.core import clock
from yimi.core.ids import new_id
from yimi.dispatches import actions
from yimi.reports import actions as reports
from yimi.reports.models import Report
from yimi.reports.opening import open_period


@pytest.fixture
def at(monkeypatch):
    """`at("2026-10-20 09:00")` sets the civil clock."""

    def moved(text: str) -> datetime:
        instant = datetime.fromisoformat(text).replace(tzinfo=clock.CIVIL)
        monkeypatch.setattr(clock, "now", lambda: instant)
        monkeypatch.setattr(clock, "today", lambda: instant.date())
        return instant

    return moved


@pytest.fixture(autouse=True)
def _today(at):
    at("2026-10-20 09:00")


def report_of(cadence, period, place):
    return Report.objects.unscoped("test").get(cadence=cadence, period=period, place=place.pk)


@pytest.fixture
def quarter(world):
    """The reports of the third quarter: of the province and of both 市县."""
    for level in ("county", "province"):
        open_period("quarterly", level, "2026-Q3")
    return SimpleNamespace(
        province=report_of("quarterly", "2026-Q3", world.areas["46"]),
        county=report_of("quarterly", "2026-Q3", world.areas["469030"]),
        far=report_of("quarterly", "2026-Q3", world.areas["469028"]),
    )


@pytest.fixture
def begun(world, quarter):
    return actions.begin(new_id(), by=world.province, report=quarter.province.pk)


@pytest.fixture
def held(world, quarter, begun):
    """The dispatch of the province after its meeting."""
    from datetime import date

    reports.submit(quarter.province.pk, by=world.province)
    reports.lock(quarter.province.pk, by=world.province)
    return actions.hold(
        begun.pk, by=world.province, held_on=date(2026, 10, 16), place="视频会议室", chair="分管领导",
        attendees="各市县社会工作主管部门负责人",
    )  # fmt: skip


@pytest.fixture
def decide(world, held):
    def put(owner="area:469030", title="补齐建站资料", pk=None, **more):
        from datetime import date

        fields = actions.DecisionFields(owner, title, date(2026, 11, 20), **more)
        return actions.put_decision(pk or new_id(), by=world.province, dispatch=held.pk, fields=fields)

    return put


@pytest.fixture
def half(world, at):
    """The report of the province of a half-year that is over, in January."""
    at("2027-01-12 09:00")
    open_period("half_year", "province", "2026-H2")
    return report_of("half_year", "2026-H2", world.areas["46"])


@pytest.fixture
def circular(world, half):
    words = {"affirmed": "社工站全部运营。", "short": "部分地方档案更新不及时。", "next": "做好春节走访。"}
    reports.fill(half.pk, by=world.province, words=words)
    return actions.begin_circular(new_id(), by=world.province, report=half.pk)
