"""The approved service list (核定服务名单), and the visits that follow from it (走访)."""

from .lists import Listed, Round, ServiceList
from .rules import VisitRule
from .slots import ListMonth, Pause, VisitSlot

__all__ = ["ListMonth", "Listed", "Pause", "Round", "ServiceList", "VisitRule", "VisitSlot"]
