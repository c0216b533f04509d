"""A voided visit (作废): how much work until the station, the county and the province say one less."""

from statistics import median
from typing import Any

from yimi.core import db, seal
from yimi.core.periods import Period
from yimi.figures import fold
from yimi.figures.measure import measures
from yimi.figures.places import Place
from yimi.figures.reading import Asked, read
from yimi.network.models import Area
from yimi.services.actions import void_contact
from yimi.services.models import Contact
from yimi.workforce.models import Posting

from .meter import pace, spent

MONTH = "2026-10"
TIMES = 15
Results = dict[str, Any]


class Wrong(Exception):
    """A level still says the old number."""


def run() -> Results:
    """The act itself, reading all levels right after it, and what the job then has to make again."""
    rows = (
        Contact.objects.unscoped("bench")
        .select_related("station", "county", "recorded_by")
        .filter(kind="home_visit", outcome="seen", voided_at=None)
    )
    rows = rows.filter(service_on__range=(Period.parse(MONTH).first, Period.parse(MONTH).last))
    rows = rows.filter(recorded_by__in=Posting.objects.unscoped("bench").filter(to_on=None).values("user"))
    chosen = rows.filter(participations__served=True).distinct().order_by("-id")[: TIMES * 50 : 50]
    taken = [_void(contact) for contact in chosen]
    act, reading, folding, loop = (median(each) for each in zip(*taken, strict=True))
    whole = {"act_ms": act, "every_level_ms": reading, "fold_ms": folding, "void_ms": round(act + reading, 2)}
    return whole | {"pace_ms": loop}


def _void(contact: Contact) -> tuple[float, float, float, float]:
    province = Place.of_area(Area.objects.get(parent=None))
    levels = [Place.of_station(contact.station), Place.of_area(contact.county), province]
    _sealed(contact)
    before, after = [_visits(place) for place in levels], []
    served = contact.participations.filter(served=True, seen=True).count()
    act = spent(lambda: void_contact(contact.pk, by=contact.recorded_by, reason="录入有误"))
    reading = spent(lambda: after.extend(_visits(place) for place in levels))
    if after != [number - served for number in before]:
        raise Wrong(f"{contact.pk}: {before} {after} {served}")
    return act.processor, reading.processor, spent(fold.fold).processor, pace()


def _sealed(contact: Contact) -> None:
    """Its note as a record has it, with a key of its own: the workload writes dummy bytes."""
    seal.write(contact, note="示例")
    contact.save(update_fields=["note"])


def _visits(place: Place) -> int:
    measure, span = measures["HOME_VISIT_PT"], Period.parse(MONTH)
    with db.snapshot():
        return read(Asked(place, (span,), (measure,))).number(measure, place, span)
