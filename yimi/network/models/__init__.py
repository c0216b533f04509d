"""The three-level network (三级网络): areas, organisations and the stations that serve them."""

from .areas import Area, AreaCode, Covered
from .spans import ServedArea, StationArea, StationPause, StationSpan
from .stations import Organisation, Station

__all__ = [
    "Area",
    "AreaCode",
    "Covered",
    "Organisation",
    "ServedArea",
    "Station",
    "StationArea",
    "StationPause",
    "StationSpan",
]
