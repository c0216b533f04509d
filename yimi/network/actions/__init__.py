"""What changes the network: loading areas and units, writing stations and organisations, local workdays."""

from .areas import load_areas
from .loading import load_stations
from .organisations import put_organisation
from .recoding import recode_areas
from .states import date_unveiling, move_station
from .stations import put_station
from .units import load_units
from .workdays import put_calendar_day, remove_calendar_day

__all__ = [
    "date_unveiling",
    "load_areas",
    "load_stations",
    "load_units",
    "move_station",
    "put_calendar_day",
    "put_organisation",
    "put_station",
    "recode_areas",
    "remove_calendar_day",
]
