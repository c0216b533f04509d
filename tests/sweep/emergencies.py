"""An emergency action of a county (巡检应急关爱): somebody on its list, what came of it, a roster on paper."""

from datetime import timedelta
from typing import Any

from yimi.accounts.models import User
from yimi.clients.models import Person
from yimi.core import clock
from yimi.core.ids import new_id
from yimi.emergencies import actions
from yimi.emergencies.fields import AfterFields, LineFields, OperationFields, OutcomeFields

from .files import Place
from .words import Words


def under_way(place: Place, officer: User, person: Person, said: Words) -> dict[str, Any]:
    """An action whose time to go indoors has come, with one line that has a file."""
    now, by, station = clock.now(), place.worker, place.station.code
    fields = OperationFields(
        kind="typhoon", name="第21号台风", level=3, areas=(place.station.county.code,),
        impact_at=now + timedelta(hours=6), indoors_at=now - timedelta(minutes=1),
    )  # fmt: skip
    pk = actions.put_operation(new_id(), by=officer, fields=fields).row.pk
    arranged = LineFields(responsible=said.of("见证"), way_out_place=said.of("户籍"), medicine=said.of("资料说明"))
    line = actions.add_line(new_id(), by=by, operation=pk, fields=arranged, station=station, person=person.pk)
    moved = OutcomeFields(line=line.pk, what="moved", at=clock.now(), place=said.of("新户"))
    outcome = actions.put_outcome(new_id(), by=by, operation=pk, fields=moved)
    wish = AfterFields(line=line.pk, at=clock.now(), wish="referral", note=said.of("资料备注"), by_phone=True)
    actions.put_after_visit(new_id(), by=by, operation=pk, fields=wish)
    copy = new_id()
    actions.print_roster(copy, by=by, operation=pk, station=station, village=line.area.code)
    return {"emergency": pk, "emergency line": line.pk, "emergency outcome": outcome.pk, "roster copy": copy}
