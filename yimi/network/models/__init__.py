"""The three-level network (三级网络): areas, organisations and the stations that serve them."""

from .areas import Area, AreaCode, Covered
from .stations import Organisation, Station, StationArea

__all__ = ["Area", "AreaCode", "Covered", "Organisation", "Station", "StationArea"]
