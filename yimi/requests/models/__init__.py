"""The register of what stations are asked for (填报事项清单), and what is said of the burden."""

from .answers import Answer
from .demands import Demand, DemandLine, Frequency, Level, Refusal, StationLevel
from .feedback import Feedback

__all__ = ["Answer", "Demand", "DemandLine", "Feedback", "Frequency", "Level", "Refusal", "StationLevel"]
