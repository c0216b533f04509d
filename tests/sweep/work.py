"""What the station does beside visits (巡检业务): papers that somebody brought, looked through and found wanting."""

from typing import Any

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
    return {"papers": row.pk, "_work": [row.pk]}
