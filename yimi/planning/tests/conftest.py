"""Plans and targets in the small world (计划和目标的小天地)."""

from datetime import date

import pytest

from tests.story import contact
from yimi.core.ids import new_id
from yimi.planning import actions
from yimi.planning.blueprints import blueprint_for
from yimi.planning.fields import DutyFields, Line, MilestoneFields, PlanFields, Project, TargetFields
from yimi.planning.places import spot_named

DAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _today(settings):
    settings.YIMI_TODAY = DAY


@pytest.fixture
def plan_of(world):
    """A plan as the template of the mode proposes it; `more` says what else."""

    def made(station=None, **more):
        station = station or world.here
        usual = blueprint_for(station, DAY)
        said = {
            "platform": usual.platform, "projects": (Project(usual.project),),
            "lines": tuple(Line(*each) for each in usual.lines),
        }  # fmt: skip
        return PlanFields(station.code, 2026, **(said | more))

    return made


@pytest.fixture
def drafted(world, plan_of):
    return lambda **more: actions.put_plan(new_id(), by=world.head, fields=plan_of(**more)).row


@pytest.fixture
def target(world):
    """Set a target for the province, or for a county."""

    def made(value=1200, measure="VISIT_FILE_PT", area="46", by=None, **more):
        said = {"anchor": "gov_report", "anchor_title": "2026年省政府工作报告"} | more
        fields = TargetFields(measure, 2026, area, value, **said)
        return actions.put_target(new_id(), by=by or world.province, fields=fields).row

    return made


@pytest.fixture
def handed_down(world, target):
    """A provincial target, handed down to the counties and by the usual rules to the months of every station."""

    def made(**more):
        row = target(**more)
        draft = actions.draft_split(row.pk, by=world.province, spot=spot_named("46"))
        actions.publish_split(draft.pk, by=world.province)
        actions.hand_down(row.pk, by=world.province)
        return row

    return made


@pytest.fixture
def served(world):
    """Publicity of the station, so many times on a day: each counts in SESSION and PUBLICITY_N."""

    def made(many: int, on=date(2026, 11, 9), by=None, station=None):
        for nth in range(many):
            contact(
                by or world.worker, station or world.here, "publicity", on, title=f"第{nth}场", headcount=5,
                services=("SA01",),
            )  # fmt: skip

    return made


@pytest.fixture
def step(world):
    def made(title="印发建站指引", *, by=None, pk=None, area="46", station="", needs=(), version=None, **more):
        said = {"office": "省民政厅", "begins_on": date(2026, 3, 1), "due_on": date(2026, 4, 30)} | more
        needs = tuple(str(each.pk) for each in needs)
        fields = MilestoneFields(area, station, title, needs=needs, version=version, **said)
        return actions.put_milestone(pk or new_id(), by=by or world.province, fields=fields).row

    return made


@pytest.fixture
def duty(world):
    def made(title="落实站点场地", *, by=None, county="469030", **more):
        said = {"basis": "省政府重点目标任务", "office": "基层治理科", "due_on": date(2026, 12, 10)} | more
        return actions.put_duty(new_id(), by=by or world.county, fields=DutyFields(county, 2026, title, **said)).row

    return made
