"""The people of the story (演示服务对象): who they are, made when their file is opened."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from yimi.clients.fields import CategoryFields, PersonFields
from yimi.clients.models import Category
from yimi.core.ids import name_id
from yimi.network.models import Area

from .data import by_weight, chance, demo
from .names import Numbers, full_name
from .place import Seat

YEAR = 365.25
VERIFIED, CLAIMED = Category.State.VERIFIED, Category.State.SELF_REPORTED


@dataclass(frozen=True)
class Member:
    """A person as the story remembers her."""

    id: UUID
    group: str
    sex: str
    village: str
    may_be_assisted: bool


class Cast:
    """The people of one station, in the order in which their files were opened."""

    def __init__(self, seat: Seat, numbers: Numbers):
        self.seat = seat
        self.numbers = numbers
        self.rng = Random(f"cast {seat.code}")  # noqa: S311 (a story, not a secret)
        self.members: list[Member] = []
        self.assisted: list[Member] = []
        self.pairs: list[list[Member]] = []
        self.known = [row for row in demo("names").get("known", ()) if row["station"] == seat.code]

    def household(self, size: int, on: date) -> list[tuple[Member, PersonFields]]:
        """New people who live together, with what is said of them. Those whom the manual names come alone, early."""
        if size == 1 and self.known:
            return [self._named(self.known.pop(), on)]
        village = self.rng.choice(self.seat.villages)
        together = name_id("household", self.seat.code, len(self.members)) if size > 1 else None
        made = [self._person(on, village, together) for _nth in range(size)]
        if size > 1:
            self.pairs.append([member for member, _fields in made])
        return made

    def _person(self, on: date, village: Area, household: UUID | None) -> tuple[Member, PersonFields]:
        rng, kinds = self.rng, demo("weights")["categories"]
        # The first one can be assisted, so that there is always somebody.
        code = by_weight(rng, {code: row["weight"] for code, row in kinds.items()}) if self.assisted else "DB"
        group = kinds[code].get("group", "adult")
        codes = [code]
        if self.assisted and chance(rng, "second"):
            codes.append(rng.choice(demo("weights")["second"][group]))
        sex = kinds[code].get("sex") or rng.choice("MF")
        low, high = kinds[code]["ages"]
        birth_on = on - timedelta(days=int(rng.uniform(low + 0.1, high) * YEAR))
        name = full_name(rng, sex, group, self.seat.county.code)
        return self._made(on, village, group, codes, name=name, sex=sex, birth_on=birth_on, household=household)

    def _named(self, row: dict[str, Any], on: date) -> tuple[Member, PersonFields]:
        village = next(
            (area for area in self.seat.villages if area.short_name == row["village"]), self.seat.villages[0]
        )
        facts = {name: row[name] for name in ("name", "sex", "birth_on")}
        return self._made(on, village, "elder", row["categories"], sure=True, **facts)

    def _made(
        self, on: date, village: Area, group: str, codes: list[str], sure: bool = False, **facts: Any
    ) -> tuple[Member, PersonFields]:
        rng = self.rng
        verified = sure or not self.assisted or chance(rng, "verified")
        may = verified and not set(codes) <= set(demo("weights")["not_assisted"])
        pk = name_id("person", self.seat.code, len(self.members))
        member = Member(pk, group, facts["sex"], village.short_name, may)
        has_number, has_phone = (sure or chance(rng, "id_number")), (sure or chance(rng, "phone"))
        fields = PersonFields(
            station=self.seat.code,
            area=village.code,
            id_number=self.numbers.id_number(facts["birth_on"], facts["sex"]) if has_number else None,
            phone=self.numbers.phone() if has_phone and group != "child" else None,
            address=_address(rng, village) if sure or chance(rng, "address") else None,
            opened_on=on,
            categories=tuple(self._held(code, on, verified, facts["birth_on"]) for code in dict.fromkeys(codes)),
            **facts,
        )
        self.members.append(member)
        if may:
            self.assisted.append(member)
        return member, fields

    def _held(self, code: str, on: date, verified: bool, birth_on: date) -> CategoryFields:
        since = max(on - timedelta(days=self.rng.randint(20, 1500)), birth_on)
        return CategoryFields(code=code, since_on=since, state=VERIFIED if verified else CLAIMED)


def _address(rng: Random, village: Area) -> str:
    return f"{village.short_name}{rng.randint(1, 12)}组{rng.randint(1, 60)}号"
