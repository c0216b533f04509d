"""Texts of stations (信息宣传), what a worker adds to her day (工作日志) and what is kept for the record (大事记)."""

from .keeping import ChronicleEntry, LogNote
from .photos import Consent, PublicationPhoto
from .publications import Adoption, Kind, Level, OutletLevel, Publication

__all__ = [
    "Adoption",
    "ChronicleEntry",
    "Consent",
    "Kind",
    "Level",
    "LogNote",
    "OutletLevel",
    "Publication",
    "PublicationPhoto",
]
