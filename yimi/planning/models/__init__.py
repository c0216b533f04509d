"""What stations, counties and the province have set out to do (计划、目标、时间表、责任清单)."""

from .plans import AnnualPlan, PlanLine, Special
from .proofs import DutyFile, MilestoneFile
from .roadmap import Duty, Milestone, Need
from .targets import Decomposition, Share, Target

__all__ = [
    "AnnualPlan",
    "Decomposition",
    "Duty",
    "DutyFile",
    "Milestone",
    "MilestoneFile",
    "Need",
    "PlanLine",
    "Share",
    "Special",
    "Target",
]
