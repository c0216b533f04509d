"""Invented names and numbers (演示人物): surnames and given names put together by chance."""

from random import Random

from yimi.clients.identity import check_digit

from .data import by_weight, demo

ISSUED_AT = "469999"  # no such division: a number that nobody bears
PHONES = 19_900_000_000
SPREAD = 7_919  # prime to 10 000 000, so that no two phones are the same
RARE = 0.004


def adult_name(rng: Random) -> str:
    return full_name(rng, rng.choice("MF"), "adult", "")


def full_name(rng: Random, sex: str, group: str, county: str) -> str:
    return surname(rng, county) + given_name(rng, sex, group)


def surname(rng: Random, county: str) -> str:
    weights = {row["name"]: row["weight"] for row in demo("names")["surnames"]}
    for name, more in demo("names")["surnames_by_county"].get(county, {}).items():
        weights[name] = weights.get(name, 0) + more
    return by_weight(rng, weights)


def given_name(rng: Random, sex: str, group: str) -> str:
    given, kind = demo("names")["given"], "male" if sex == "M" else "female"
    if group == "child":
        return rng.choice(given["child"][kind])
    if rng.random() < RARE:
        return rng.choice(given["rare"])
    first, second = rng.choice(given[kind]["first"]), rng.choice(given[kind]["second"])
    return first + second if first != second else second


class Numbers:
    """Identity numbers and phones, each given once."""

    def __init__(self, first: int = 0) -> None:
        self.first = first
        self.borne: dict[tuple, int] = {}
        self.phones = first * 1000

    def id_number(self, birth_on, sex: str) -> str:
        """A resident number with a right check digit; odd sequence numbers are men's."""
        nth = self.borne[(birth_on, sex)] = self.borne.get((birth_on, sex), self.first - 1) + 1
        first = f"{ISSUED_AT}{birth_on:%Y%m%d}{nth * 2 + (sex == 'M'):03d}"
        return first + check_digit(first)

    def phone(self) -> str:
        self.phones += 1
        return str(PHONES + self.phones * SPREAD % 10_000_000)
