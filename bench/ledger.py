"""The contacts of the workload (服务台账): month after month at every station, in the order of their days."""

from calendar import monthrange
from collections.abc import Iterator
from random import Random

from yimi.accounts.models import User
from yimi.catalogue.queries import edition_in_force, service_codes
from yimi.clients.models import Person
from yimi.network.models import Station
from yimi.services.models import Contact, ContactService, ContactWorker, Participation

from .rows import insert, ordered_id
from .sizes import TODAY, Size

KINDS = ["home_visit"] * 14 + ["remote_visit", "office_talk", "counselling", "activity", "group_session", "referral"]
OUTCOMES = ["seen"] * 12 + ["not_home", "declined"]
NOTE = bytes(120)
CONTACT = (
    "id", "station_id", "county_id", "kind", "service_on", "outcome", "minutes", "sensitivity", "note", "recorded_at",
    "recorded_by_id", "late", "digest", "version", "voided_at", "void_reason", "headcount", "concluded_on",
)  # fmt: skip
PART = ("contact_id", "person_id", "served", "seen", "file_action")


def fill(size: Size, people: dict[Station, list[Person]]) -> None:
    rng = Random(11)  # noqa: S311 (a workload, not a secret)
    workers = dict(User.objects.filter(username__endswith="-0").values_list("username", "id"))
    services, serial = _services(), 0
    written = size.contacts // size.copies
    for nth in range(size.months):
        count = written * (nth + 1) // size.months - written * nth // size.months
        contacts = list(_contacts(size, nth, count, serial, people, workers, rng))
        serial += count
        insert(Contact, CONTACT, (row for row, _station in contacts))
        insert(ContactWorker, ("contact_id", "worker_id"), ((row[0], row[10]) for row, _station in contacts))
        insert(Participation, PART, _parts(contacts, people, rng))
        insert(ContactService, ("contact_id", "code", "edition_id", "domain"), _given(contacts, services, rng))


def _contacts(
    size: Size, nth: int, count: int, serial: int, people: dict, workers: dict, rng: Random
) -> Iterator[tuple[tuple, Station]]:
    first, stations = size.first_of(nth), list(people)
    last = min(TODAY, first.replace(day=monthrange(first.year, first.month)[1])).day
    for n in range(count):
        on, station = first.replace(day=1 + n * last // count), rng.choice(stations)
        worker, void = workers[f"bench-{station.code}-0"].hex, rng.random() < 0.01
        pk, kind = ordered_id(on.toordinal(), serial + n).hex, rng.choice(KINDS)
        yield (
            pk, station.pk.hex, station.county_id.hex, kind, on.isoformat(), rng.choice(OUTCOMES),
            rng.randrange(10, 90), "normal", NOTE, f"{on} 08:00:00", worker, False, "0" * 64, 1,
            f"{on} 09:00:00" if void else None, b"-" if void else None,
            rng.randrange(60) if kind == "activity" else None,
            on.isoformat() if kind == "referral" and rng.random() < 0.5 else None,
        ), station  # fmt: skip


def _parts(contacts: list[tuple[tuple, Station]], people: dict, rng: Random) -> Iterator[tuple]:
    """One or two people; whoever was met was seen, nearly all were served, a few files were opened on the spot."""
    for row, station in contacts:
        met = row[5] == "seen"
        for person in rng.sample(people[station], k=rng.choice((1, 1, 1, 1, 2))):
            served, opens = met and rng.random() < 0.95, met and rng.random() < 0.1
            yield row[0], person.pk.hex, served, met, "new" if opens else "none"


def _given(contacts: list[tuple[tuple, Station]], services: list[tuple], rng: Random) -> Iterator[tuple]:
    """Nine of ten contacts name a service, some two."""
    for row, _station in contacts:
        for code, edition, domain in rng.sample(services, k=rng.choice((0, 1, 1, 1, 1, 1, 1, 1, 1, 2))):
            yield row[0], code, edition, domain


def _services() -> list[tuple[str, str, str]]:
    edition = edition_in_force("services", TODAY).pk.hex
    return [(code, edition, found.domain) for code, found in service_codes(TODAY).items()]
