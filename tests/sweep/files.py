"""What stands in and around the files of one place (巡检档案): everything that can be written, asked or settled."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tests.story import person
from yimi.accounts.models import User
from yimi.clients.actions import (
    ConsentFields,
    answer_consult,
    ask_consult,
    ask_transfer,
    end_file,
    hold_category,
    merge_people,
    put_particulars,
    record_consent,
    reveal,
    withdraw_transfer,
)
from yimi.clients.fields import CategoryFields
from yimi.clients.models import Pair, Person
from yimi.clients.pairing import key_of
from yimi.clients.particulars import ParticularsFields
from yimi.core import clock
from yimi.network.models import Station

from .words import Words

ON = date(2026, 11, 18)
SENSITIVE, RESTRICTED = "JSZA", "JTBL"
HELD_BY_NOBODY = "SHXE"


@dataclass(frozen=True)
class Place:
    """A station, who works there, who heads it, and the head of another station, who asks for its files."""

    station: Station
    worker: User
    head: User
    asking: User
    asking_station: Station

    def person(self, said: Words, **more) -> Person:
        """Somebody of this name at the station."""
        usual: dict[str, Any] = {"opened_on": date(2026, 9, 1), "area": self.station.area.code}
        return person(self.worker, self.station, said.name, **(usual | more))


def write(place: Place, someone: Person, said: Words) -> None:
    """Everything that a file can say of somebody."""
    put_particulars(someone.pk, by=place.worker, fields=particulars(said))
    consent = ConsentFields(
        answer="given", speaker="guardian", speaker_name=said.of("监护人"), relation="侄女", method="oral",
        witness=said.of("见证"), note=said.of("答复"), on=ON,
    )  # fmt: skip
    record_consent(someone.pk, by=place.worker, fields=consent)
    for code, source in ((SENSITIVE, "敏感来源"), (RESTRICTED, "限制来源")):
        held = CategoryFields(code=code, since_on=date(2026, 9, 1), source=said.of(source))
        hold_category(someone.pk, by=place.worker, category=held)
    reveal(someone.pk, by=place.head, field="phone", reason=said.of("查看事由"))


def particulars(said: Words) -> ParticularsFields:
    return ParticularsFields(
        former_names=said.of("曾用名"), hukou_note=said.of("户籍"), id_note=said.of("证件说明"), ethnicity="黎族",
        languages=("li_ha",), phone_owner=said.of("机主"), emergency_name=said.of("急联"), emergency_relation="外甥",
        emergency_phone=said.emergency_phone, guardian_name=said.of("监护人"), guardian_relation="侄女",
        guardian_phone=said.guardian_phone, disability_number=said.disability, health_note=said.of("健康"),
    )  # fmt: skip


def asked(place: Place, said: Words) -> dict[str, Any]:
    """What another station asks of files here, and what was decided: requests, a merge, an ended file."""
    mover, seen = place.person(said), place.person(said)
    transfer = ask_transfer(mover.pk, by=place.asking, to=place.asking_station.code, reason=said.of("转站事由"))
    consult = ask_consult(mover.pk, by=place.asking, reason=said.of("会商事由"))
    opened = ask_consult(seen.pk, by=place.asking, reason=said.of("会商事由"))
    answer_consult(opened.pk, by=place.head, accept=True)
    over = ask_transfer(seen.pk, by=place.asking, to=place.asking_station.code, reason=said.of("转站事由"))
    withdraw_transfer(over.pk, by=place.asking)
    keep, drop, ended = (place.person(said) for _each in range(3))
    merge = merge_people(by=place.head, keep=keep.pk, drop=drop.pk, reason=said.of("并档事由"))
    yesterday = ON - timedelta(days=1)
    end_file(ended.pk, by=place.worker, state="moved", on=yesterday, reason=said.of("结束原因"))
    return {
        "transfer": transfer.pk, "consult": consult.pk, "open consult": opened.pk, "merge": merge.pk,
        "ended person": ended.pk, "_over": over.pk, "_people": [mover, seen, keep, drop, ended],
    }  # fmt: skip


def pair_of(one: Person, other: Person) -> Pair:
    """Two files that may be one person's."""
    first, second = key_of(one.pk, other.pk)
    return Pair.objects.create(first_id=first, second_id=second, score=80, reasons=["name"], found_at=clock.now())
