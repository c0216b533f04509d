"""Where people on a register live (居住地识别): villages as tables write them, and the station that serves each."""

from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from yimi.core.scope import path_range
from yimi.core.text import widen
from yimi.network.models import Area, Covered, Station
from yimi.network.names import loose_stem, stem


@dataclass(frozen=True)
class Place:
    """Where somebody lives as far as it was recognised, the village at best, and who serves it."""

    area: Area
    station: Station | None = None

    @property
    def is_village(self) -> bool:
        return self.area.level == Area.Level.VILLAGE


@dataclass
class Places:
    """The towns, villages and stations within one area, read at once."""

    within: Area
    towns: dict[str, Area] = field(default_factory=dict)
    villages: dict[str, list[Area]] = field(default_factory=lambda: defaultdict(list))
    loosely: dict[str, list[Area]] = field(default_factory=lambda: defaultdict(list))
    stations: dict[UUID | None, Station] = field(default_factory=dict)
    covered: dict[UUID, UUID] = field(default_factory=dict)

    def __post_init__(self):
        rows = list(Area.objects.filter(path_range("path", self.within.path), is_hidden=False))
        rows += [] if self.within in rows else [self.within]
        for area in rows:
            if area.level == Area.Level.VILLAGE:
                self.villages[stem(area.name)].append(area)
                self.loosely[loose_stem(area.name)].append(area)
            elif area.level in (Area.Level.TOWNSHIP, Area.Level.UNIT):
                self.towns[area.name] = area
        seats = Station.objects.unscoped("底册按服务区域归站").filter(level=Station.Level.STATION)
        by_seat = {station.area_id: station for station in seats.filter(path_range("area_path", self.within.path))}
        self.stations = dict(by_seat)
        self.covered = {row.area_id: row.unit_id for row in Covered.objects.filter(unit__in=by_seat)}
        self.stations |= {area: by_seat[unit] for area, unit in self.covered.items()}

    def find(self, township: str, village: str, address: str) -> Place:
        """The village that these words name, if exactly one fits, else its town, else the whole area."""
        town = self._town(township) or self._town_in(village) or self._town_in(address)
        area = self._village(village, town) or self._village_in(address, town)
        if area is not None:
            return Place(area, self.stations.get(area.pk) or self.stations.get(area.parent_id))
        known = town or self.within
        return Place(known, self.stations.get(known.pk))

    def _town(self, name: str) -> Area | None:
        name = widen(name)
        if name in self.towns:
            return self.towns[name]
        fits = [area for known, area in self.towns.items() if name and known.startswith(name)]
        return fits[0] if len(fits) == 1 else None

    def _town_in(self, text: str) -> Area | None:
        fits = [area for known, area in self.towns.items() if text and known in text]
        return fits[0] if len(fits) == 1 else None

    def _village(self, text: str, town: Area | None) -> Area | None:
        name = widen(text).removeprefix(town.name if town else "")
        found = self._only(self.villages.get(stem(name), []), town)
        return found or self._only(self.loosely.get(loose_stem(name), []), town)

    def _village_in(self, address: str, town: Area | None) -> Area | None:
        """The longest name of a village that an address holds; short names say too little."""
        rest = widen(address).removeprefix(town.name if town else "")
        names = [name for name in self.villages if len(name) > 1 and name in rest]
        longest = max(names, key=len, default="")
        return self._only(self.villages[longest], town) if longest else None

    def _only(self, areas: list[Area], town: Area | None) -> Area | None:
        fits = [area for area in areas if town is None or self._lies_in(area, town)]
        return fits[0] if len(fits) == 1 else None

    def _lies_in(self, area: Area, town: Area) -> bool:
        return area.path.startswith(town.path) or self.covered.get(area.pk) == town.pk
