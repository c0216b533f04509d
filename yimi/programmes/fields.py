"""What is said of a programme when it is planned (方案的内容)."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from yimi.core.text import clean

from .models import Activity

# What only a deliberation (议事协商) has: what was decided, and what came of it.
OF_DELIBERATIONS = ("decisions", "results")


@dataclass(frozen=True, kw_only=True)
class ProgrammeFields:
    """A programme as sent: codes and texts, not yet looked up. Money in fen."""

    station: str
    name: str
    planned_on: date
    place: str = ""
    need: str = ""
    goals: str = ""
    process: str = ""
    risks: str = ""
    budget: int | None = None
    version: int | None = field(default=None, compare=False)

    texts: ClassVar[tuple[str, ...]] = ("name", "need", "goals", "process", "risks")
    same: ClassVar[tuple[str, ...]] = ("planned_on", "budget")

    def settled(self):
        """The same content in one form: texts clean, lists without repeats."""
        return replace(self, **{name: clean(getattr(self, name) or "") for name in ("station", "place", *self.texts)})

    def content(self) -> dict[str, Any]:
        """What makes two programmes the same."""
        return {name: value for name, value in vars(self).items() if name != "version"}


@dataclass(frozen=True, kw_only=True)
class GroupFields(ProgrammeFields):
    """A group as sent (小组方案): type, planned sessions, and who its members are."""

    group_type: str
    members: tuple[UUID, ...] = ()
    theory: str = ""
    choosing: str = ""
    tool: str = ""
    sessions_planned: int | None = None

    texts = (*ProgrammeFields.texts, "theory", "choosing", "tool")
    same = (*ProgrammeFields.same, "group_type", "sessions_planned")

    def settled(self):
        return replace(super().settled(), members=tuple(dict.fromkeys(self.members)))

    def content(self) -> dict[str, Any]:
        return super().content() | {"members": sorted(map(str, self.members))}


@dataclass(frozen=True, kw_only=True)
class ActivityFields(ProgrammeFields):
    """An activity as sent (社区活动方案)."""

    form: str = Activity.Form.EVENT
    meets_on: date | None = None
    expected: int | None = None
    volunteers: int | None = None
    decisions: str = ""
    results: str = ""

    texts = (*ProgrammeFields.texts, "decisions", "results")
    same = (*ProgrammeFields.same, "form", "meets_on", "expected", "volunteers")

    def content(self) -> dict[str, Any]:
        content = super().content()
        for name in OF_DELIBERATIONS:
            if not content[name]:
                del content[name]  # as content was before these were recorded
        return content
