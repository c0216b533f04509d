"""Whatever is tried in whatever order, no station opens with a mandatory item open, and its days stay in order."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from conftest import _user
from tests.proof import tried
from yimi.construction import actions
from yimi.construction.actions import Mark
from yimi.construction.models import SETTLED, AcceptanceItem
from yimi.construction.pages import steps
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.ids import new_id
from yimi.core.permissions import Role
from yimi.network.actions import put_station
from yimi.network.models import Station
from yimi.tracking import actions as tracking
from yimi.tracking.queries import open_of_station

BEGIN = date(2026, 9, 1)
ALL_DATES = ("self_checked_on", "accepted_on", "operating_on", "ceased_on")
TRIES = (
    "begin", "check", "check badly", "accept", "judge", "pass", "fail", "prove", "recheck", "again", "spot", "open",
    "suspend", "close",
)  # fmt: skip


@pytest.fixture
def keeper(world):
    def of(station):
        return _user(f"keeper-{new_id()}", Role.STATION_HEAD, station)

    return of


class Story:
    """A village room to which anything may happen."""

    def __init__(self, world, keeper):
        self.world, self.county = world, world.county
        self.station = put_station(
            new_id(), by=world.county, code="469030104201", name="潮村社工室", short_name="潮村", level="village_room",
            prefix="QZCZCC", state="planned",
        )  # fmt: skip
        self.head = keeper(self.station)

    def attempt(self, what):
        try:
            getattr(self, "do_" + what.replace(" ", "_"))()
        except (RuleBroken, Invalid):
            return

    def marks(self, result):
        rows = AcceptanceItem.objects.unscoped("test").filter(station=self.station)
        return {row.code: Mark(result, "示例") for row in rows}

    def do_begin(self):
        actions.begin_building(self.station.pk, by=self.county, premises="reused")

    def do_check(self):
        actions.finish_self_check(self.station.pk, by=self.head, marks=self.marks("pass"))

    def do_check_badly(self):
        actions.finish_self_check(self.station.pk, by=self.head, marks=self.marks("fail"))

    def do_accept(self):
        actions.begin_acceptance(new_id(), by=self.county, station=self.station.pk)

    def do_judge(self):
        actions.judge(self.station.pk, by=self.county, marks={"SIGN-01": Mark("pass")})

    def do_pass(self):
        actions.conclude(self.station.pk, by=self.county, marks=self.marks("pass"))

    def do_fail(self):
        marks = self.marks("pass") | {"SIGN-01": Mark("fail", "没有牌子")}
        actions.conclude(self.station.pk, by=self.county, marks=marks)

    def do_prove(self):
        for item in open_of_station(self.station.pk):
            tracking.submit_proof(item.pk, by=self.head, step=new_id(), words="已整改")

    def do_recheck(self):
        for item in open_of_station(self.station.pk):
            tracking.recheck(item.pk, by=self.county, accept=True)

    def do_again(self):
        actions.resume_acceptance(new_id(), by=self.county, station=self.station.pk)

    def do_spot(self):
        actions.spot_check(self.station.pk, by=self.world.province, code="SIGN-01", is_met=False, note="牌子掉了")

    def do_open(self):
        before = Station.objects.unscoped("test").get(pk=self.station.pk).state
        actions.open_station(self.station.pk, by=self.county)
        rows = AcceptanceItem.objects.unscoped("test").filter(station=self.station, is_mandatory=True)
        assert before in ("accepted", "suspended")
        assert rows.exists() and not rows.exclude(result__in=SETTLED).exists()

    def do_suspend(self):
        actions.suspend_station(self.station.pk, by=self.county, reason="修缮")

    def do_close(self):
        actions.close_station(self.station.pk, by=self.county, reason="不再设站")


GOOD = ["begin", "check", "accept", "fail", "prove", "recheck", "again", "pass", "spot", "open", "prove", "recheck"]


@tried(10)
@given(tried=st.lists(st.sampled_from(TRIES), max_size=14), reached=st.integers(0, len(GOOD)))
def test_no_order_of_steps_opens_a_station_with_a_mandatory_item_open(world, settings, keeper, tried, reached):
    with transaction.atomic():
        settings.YIMI_TODAY = BEGIN
        story = Story(world, keeper)
        for nth, what in enumerate([*GOOD[:reached], *tried]):
            settings.YIMI_TODAY = BEGIN + timedelta(days=nth)
            story.attempt(what)
            now = Station.objects.unscoped("test").get(pk=story.station.pk)
            days = [day for name in ALL_DATES if (day := getattr(now, name))]
            assert days == sorted(days)
        transaction.set_rollback(True)
    settings.YIMI_TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("state", "dates", "behind"),
    [
        ("closed", {}, 1),
        ("closed", {"accepted_on": date(2026, 8, 1)}, 5),
        ("suspended", {"accepted_on": date(2026, 8, 1), "operating_on": date(2026, 8, 5)}, 6),
    ],
)
def test_a_station_that_stopped_shows_the_steps_it_had_come_to(state, dates, behind):
    shown = steps(Station(state=state, **dates))

    assert [each["look"] for each in shown] == ["behind"] * behind + [""] * (6 - behind)
    assert not any(each["is_now"] for each in shown)
