"""The places and staff of the workload (网络与人员): real divisions, a station in each town, two people in each."""

import csv
from datetime import date, timedelta
from itertools import islice, product
from string import ascii_uppercase

from django.conf import settings

from yimi.accounts.models import Grant, User
from yimi.catalogue.actions import load_folder
from yimi.core.actors import SYSTEM
from yimi.core.ids import name_id
from yimi.network.actions import load_areas
from yimi.network.models import Area, Station, StationArea, StationSpan
from yimi.workforce.models import Posting

from .sizes import TODAY, Size


def fill(size: Size) -> list[Station]:
    """The stations, all of which operate since the first month."""
    with (settings.YIMI_CATALOGUE / "areas.csv").open(encoding="utf-8", newline="") as file:
        load_areas(csv.DictReader(file), by=SYSTEM)
    load_folder(settings.YIMI_CATALOGUE, by=SYSTEM)
    stations = _stations(size)
    _staff(stations, size.first_of(0))
    _reader()
    return stations


def _stations(size: Size) -> list[Station]:
    began = size.first_of(0)
    prefixes = ("B" + "".join(letters) for letters in product(ascii_uppercase, repeat=3))
    stations = [
        Station(
            id=name_id("station", seat.code), code=seat.code, name=f"{seat.name}社工站", short_name=seat.name[:30],
            mode="township", state="operating", area=seat, area_path=seat.path, county_id=seat.county_id,
            prefix=prefix, operating_on=began,
        )
        for seat, prefix in zip(_seats(size.stations), prefixes, strict=False)
    ]  # fmt: skip
    Station.objects.bulk_create(stations)
    StationArea.objects.bulk_create(StationArea(station=s, area=s.area, from_on=began) for s in stations)
    StationSpan.objects.bulk_create(StationSpan(station=s, on_from=began) for s in stations)
    return stations


def _seats(count: int) -> list[Area]:
    """Towns, evenly from all counties; villages where there are too few towns."""
    towns = Area.objects.filter(level="township", kind="administrative", is_hidden=False).order_by("path")
    seats = list(towns[:count] if count > towns.count() else islice(towns, 0, None, max(1, towns.count() // count)))
    more = Area.objects.filter(level="village", is_hidden=False).exclude(county__in={s.county_id for s in seats})
    return [*seats[:count], *more.order_by("path")[: max(0, count - len(seats))]]


def _staff(stations: list[Station], began: date) -> None:
    """Two at each station; every seventh left half way, so that the level of staff changes."""
    left = began + timedelta(days=(TODAY - began).days // 2)
    users, grants, postings = [], [], []
    for nth, station in enumerate(two for one in stations for two in (one, one)):
        username = f"bench-{station.code}-{nth % 2}"
        user = User(id=name_id("user", username), username=username, name="示例社工")
        until = left if nth % 7 == 0 else None
        grant = Grant(
            user=user, role="social_worker", on_kind="station", on_id=str(station.pk), from_on=began, to_on=until,
            because="示例",
        )  # fmt: skip
        posting = Posting(user=user, station=station, from_on=began, to_on=until, grant=grant)
        posting.end_reason = "示例" if until else ""
        users.append(user), grants.append(grant), postings.append(posting)
    User.objects.bulk_create(users)
    Grant.objects.bulk_create(grants)
    Posting.objects.bulk_create(postings)


def _reader() -> None:
    """Somebody who reads the whole province."""
    user = User.objects.create(username="bench-reader", name="示例")
    Grant.objects.create(user=user, role="province_officer", on_kind="province", from_on=TODAY, because="示例")
