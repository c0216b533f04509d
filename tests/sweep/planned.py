"""What is planned (巡检计划): a plan, a step, a duty, and a target that came down to the station."""

from datetime import date
from typing import Any

from yimi.core.ids import new_id
from yimi.planning import actions
from yimi.planning.fields import DutyFields, Line, MilestoneFields, PlanFields, Project, TargetFields
from yimi.planning.places import of_station, spot_named

from .files import ON, Place
from .lists import Offices
from .samples import photo
from .words import Words

LINES = tuple(Line(domain, "SESSION", 12) for domain in ("SA", "EC", "CC", "CD", "SF"))


def done(place: Place, offices: Offices, said: Words) -> dict[str, Any]:
    """The rows of a place."""
    station, county = place.station, place.station.county.code
    fields = PlanFields(station.code, 2026, said.of("平台"), "", (Project(said.of("项目")),), LINES)
    plan = actions.put_plan(new_id(), by=place.head, fields=fields).row
    waiting = PlanFields(station.code, 2027, said.of("平台"), "", (Project(said.of("项目")),), LINES)
    sent = actions.put_plan(new_id(), by=place.head, fields=waiting).row
    actions.submit_plan(sent.pk, by=place.head)
    step = MilestoneFields("", station.code, said.of("节点"), "站长", ON, ON, person=said.of("责任人"))
    row = actions.put_milestone(new_id(), by=place.head, fields=step).row
    duty = DutyFields(county, 2026, said.of("责任"), "依据", "科室", date(2026, 12, 1), leader=said.of("领导"))
    item = actions.put_duty(new_id(), by=offices.county, fields=duty).row
    sheet = [(said.of("佐证.jpg"), photo())]
    actions.add_files(row.pk, by=place.head, subject="milestone", files=sheet)
    actions.add_files(item.pk, by=offices.county, subject="duty", files=sheet)
    proofs = {"milestone file": row.files.get().pk, "duty file": item.files.get().pk}
    set_at = TargetFields("SESSION", 2026, county, 120, "own", said.of("文件"))
    target = actions.put_target(new_id(), by=offices.county, fields=set_at).row
    made = actions.draft_split(target.pk, by=offices.county, spot=spot_named(county))
    actions.publish_split(made.pk, by=offices.county)
    draft = actions.draft_split(target.pk, by=place.head, spot=of_station(station))
    kept = [plan.pk, sent.pk, row.pk, item.pk, target.pk, draft.pk, *proofs.values()]
    return {
        "plan": plan.pk, "waiting plan": sent.pk, "milestone": row.pk, "duty": item.pk, "target": target.pk,
        "split": draft.pk, "_planned": kept,
    } | proofs  # fmt: skip
