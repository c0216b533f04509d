"""What the station does beside visits (巡检业务): papers found wanting, a task of the town."""

from typing import Any

from yimi.assignments import actions as tasks
from yimi.assignments.actions import AssignmentFields
from yimi.clients.models import Person
from yimi.core.ids import new_id
from yimi.papers import actions as papers
from yimi.papers.actions import PapersFields

from .files import ON, Place
from .words import Words


def done(place: Place, person: Person, said: Words) -> dict[str, Any]:
    """The rows of a place."""
    fields = PapersFields(place.station.code, person.pk, "GLJT", ON, said.of("资料备注"))
    row = papers.put_papers(new_id(), by=place.worker, fields=fields).papers
    remarks = {"form": said.of("资料说明")}
    papers.check_papers(row.pk, by=place.worker, marks={"form": "missing"}, remarks=remarks, version=None)
    handed = AssignmentFields(place.station.code, "civil_assist", said.of("交办"), handed_on=ON)
    task = tasks.note_assignment(new_id(), by=place.worker, fields=handed)
    spent = tasks.add_hours(task.pk, by=place.worker, entry=new_id(), on=ON, half_hours=3)
    kept = [row.pk, task.pk, spent.pk]
    return {"papers": row.pk, "assignment": task.pk, "spent": spent.pk, "_work": kept}
