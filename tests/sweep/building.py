"""The building of a station and what is followed of it (巡检建站): its checklist, photos, unveiling, tracked items."""

from typing import Any

from yimi.accounts.models import User
from yimi.construction import actions
from yimi.construction.actions import UnveilingFields
from yimi.core.ids import new_id
from yimi.inbox.actions import send
from yimi.tracking import actions as tracking
from yimi.tracking.actions import ItemFields

from .files import ON, Place
from .samples import photo
from .words import Words


def built(place: Place, county: User, said: Words) -> dict[str, Any]:
    """The rows of a place."""
    station = place.station
    actions.record_accepted([station.pk], by=county)
    plate = actions.add_photo(new_id(), by=county, station=station.pk, name="门牌.jpg", content=photo(), item="SIGN-01")
    event = UnveilingFields("集中揭牌", ON, (station.code,), leaders="民政局局长")
    unveiling = actions.put_unveiling(new_id(), by=county, fields=event)
    found, answered, settled = (_item(place, county, said) for _each in range(3))
    for item in (answered, settled):
        files = [("佐证.jpg", photo())]
        tracking.submit_proof(item.pk, by=place.worker, step=new_id(), words=said.of("督办说明"), files=files)
    tracking.recheck(settled.pk, by=county, accept=True)
    proof = answered.steps.get(what="proof").files.get()
    kept = {
        "message": _told(place, county, said),
        "tracked": found.pk, "answered tracked": answered.pk, "settled tracked": settled.pk, "proof file": proof.pk,
        "site photo": plate.pk, "unveiling": unveiling.pk,
    }  # fmt: skip
    return kept | {"_built": list(kept.values())}


def _told(place: Place, county: User, said: Words):
    """What a worker of the place was told."""
    return send([place.worker], kind="tracked", title="有新的督办事项", text=said.of("消息"), by=county).messages[0].pk


def _item(place: Place, county: User, said: Words):
    fields = ItemFields("补挂服务时间牌", place.station.code, detail=said.of("督办要求"))
    return tracking.raise_item(new_id(), by=county, fields=fields)
