"""What changes the network: loading areas and units, and writing stations."""

from .areas import load_areas
from .loading import load_stations
from .stations import put_station
from .units import load_units

__all__ = ["load_areas", "load_stations", "load_units", "put_station"]
