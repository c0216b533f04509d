"""What each 市县 makes of its stations (各地模式): read from the edition of the day, the same way for every place."""

from dataclasses import dataclass
from datetime import date

from .models import Kind
from .queries import edition_in_force


@dataclass(frozen=True)
class Special:
    """A local service (特色服务), and the services of the list that it goes with."""

    code: str
    name: str
    note: str
    services: tuple[str, ...]


@dataclass(frozen=True)
class Partner:
    """Who works with the stations there (合作单位), and at what."""

    name: str
    role: str


@dataclass(frozen=True)
class LocalMode:
    """The mode of one 市县 (本地模式)."""

    county: str
    name: str
    summary: str
    features: tuple[str, ...]
    special: tuple[Special, ...]
    partners: tuple[Partner, ...]
    measures: tuple[str, ...]
    is_official: bool


def local_modes(on: date) -> dict[str, LocalMode]:
    """The modes of the day by the code of the 市县."""
    edition = edition_in_force(Kind.LOCAL_MODES, on)
    rows = edition.content["modes"] if edition else []
    return {row["county"]: _mode(row, is_official=bool(edition and edition.is_official)) for row in rows}


def _mode(row: dict, *, is_official: bool) -> LocalMode:
    special = [
        Special(each["code"], each["name_zh"], each.get("note_zh", ""), tuple(each["services"]))
        for each in row.get("special", ())
    ]
    partners = [Partner(each["name_zh"], each.get("role_zh", "")) for each in row.get("partners", ())]
    return LocalMode(
        row["county"], row["name_zh"], row["summary_zh"], tuple(row["features_zh"]), tuple(special), tuple(partners),
        tuple(row.get("measures", ())), is_official,
    )  # fmt: skip
