"""What changes the network: loading areas and units, writing stations and organisations, local workdays."""

from .areas import load_areas
from .loading import load_stations
from .merging import merge_station
from .organisations import put_organisation
from .recoding import recode_areas
from .serving import put_served
from .states import date_unveiling, move_station
from .stations import put_station
from .units import load_units
from .workdays import put_calendar_day, remove_calendar_day

__all__ = [
    "date_unveiling",
    "load_areas",
    "load_stations",
    "load_units",
    "merge_station",
    "move_station",
    "put_calendar_day",
    "put_organisation",
    "put_served",
    "put_station",
    "recode_areas",
    "remove_calendar_day",
]
