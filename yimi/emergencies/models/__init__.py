"""Emergency actions (应急关爱行动): a list of households, what became of each, and the papers that went out."""

from .lines import AfterVisit, Line, Member, Outcome
from .operations import Change, Kind, Level, Operation, Phase
from .papers import RosterCopy, SafetyReport

__all__ = [
    "AfterVisit", "Change", "Kind", "Level", "Line", "Member", "Operation", "Outcome", "Phase", "RosterCopy",
    "SafetyReport",
]  # fmt: skip
