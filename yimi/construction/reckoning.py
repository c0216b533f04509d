"""Whether a checklist is met (验收合格条件): every mandatory item passes, and enough of all that apply."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from .models import PASSED, SETTLED, AcceptanceItem, Result


@dataclass
class Reckoning:
    """How the items of a checklist stand."""

    min_pass_rate: float
    passed: int = 0
    applicable: int = 0
    unjudged: list[AcceptanceItem] = field(default_factory=list)
    failed: list[AcceptanceItem] = field(default_factory=list)
    open_mandatory: list[AcceptanceItem] = field(default_factory=list)

    @property
    def rate(self) -> float | None:
        return self.passed / self.applicable if self.applicable else None

    @property
    def is_met(self) -> bool:
        return not self.unjudged and not self.open_mandatory and (self.rate or 0) >= self.min_pass_rate


def reckon(items: Iterable[AcceptanceItem], min_pass_rate: float) -> Reckoning:
    found = Reckoning(min_pass_rate)
    for item in items:
        found.passed += item.result in PASSED
        found.applicable += item.result != Result.NOT_APPLICABLE
        if not item.result:
            found.unjudged.append(item)
        if item.result == Result.FAIL:
            found.failed.append(item)
        if item.is_mandatory and item.result not in SETTLED:
            found.open_mandatory.append(item)
    return found
