"""What can be done with the building of stations (建站): check, accept, rectify, photograph, unveil, open and close."""

from .accepting import Mark, begin_acceptance, conclude, judge, rectified, resume_acceptance, spot_check
from .checking import finish_self_check, record_accepted, save_self_check
from .photos import add_photo, open_photo, remove_photo
from .stepping import begin_building, close_station, open_station, suspend_station
from .unveiling import UnveilingFields, put_unveiling, void_unveiling

__all__ = [
    "Mark",
    "UnveilingFields",
    "add_photo",
    "begin_acceptance",
    "begin_building",
    "close_station",
    "conclude",
    "finish_self_check",
    "judge",
    "open_photo",
    "open_station",
    "put_unveiling",
    "record_accepted",
    "rectified",
    "remove_photo",
    "resume_acceptance",
    "save_self_check",
    "spot_check",
    "suspend_station",
    "void_unveiling",
]
