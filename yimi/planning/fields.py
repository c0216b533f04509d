"""What is said of plans, targets, steps and duties (填写内容), checked and made tidy."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from yimi.catalogue.queries import domains
from yimi.core import clock
from yimi.core.errors import Invalid
from yimi.core.text import clean
from yimi.figures.measure import RATE, measures

from .blueprints import anchors
from .done import choosable
from .models import AnnualPlan

MOST, MOST_LINES, MOST_SPECIALS = 9_999_999, 60, 20
Faults = dict[str, list[Any]]


def years() -> tuple[int, int]:
    """The years that can be planned: this one and the next."""
    this = clock.today().year
    return this, this + 1


def check_year(year: int, faults: Faults) -> None:
    if year not in years():
        faults["year"] = [_("只能编制今年或明年的。")]


def text_of(faults: Faults, path: str, text: str, longest: int, least: int = 0) -> str:
    """The text made tidy; too short or too long is a fault."""
    said = clean(text or "")
    if len(said) > longest:
        faults[path] = [_("最多 %(n)s 字。") % {"n": longest}]
    elif len(said) < least:
        faults[path] = [_("请填写，至少 %(n)s 字。") % {"n": least}]
    return said


@dataclass(frozen=True)
class Project:
    """The key project (重点项目)."""

    title: str
    level: str = "station"
    aim: str = ""


@dataclass(frozen=True)
class Line:
    """How much of a measure is planned in a domain."""

    domain: str
    measure: str
    quantity: int


@dataclass(frozen=True)
class Extra:
    """A special service (特色服务)."""

    code: str
    name: str
    measure: str = ""
    quantity: int | None = None


@dataclass(frozen=True)
class PlanFields:
    """A yearly plan as it is written."""

    station: str
    year: int
    platform: str = ""
    partners: str = ""
    projects: tuple[Project, ...] = ()
    lines: tuple[Line, ...] = ()
    specials: tuple[Extra, ...] = ()
    version: int | None = field(default=None, compare=False)

    def settled(self) -> "PlanFields":
        """Tidy and possible, though perhaps not complete; raises `Invalid`."""
        faults: Faults = {}
        check_year(self.year, faults)
        platform, partners = (
            text_of(faults, "platform", self.platform, 500), text_of(faults, "partners", self.partners, 300)
        )  # fmt: skip
        projects = tuple(_project(faults, nth, each) for nth, each in enumerate(self.projects))
        if len(projects) > 1:
            faults["key_projects"] = [
                _("一个站一年只有一个重点项目，现在写了 %(n)s 个，请留下一个。") % {"n": len(projects)}
            ]
        lines, specials = _lines(faults, self.lines), _specials(faults, self.specials)
        if faults:
            raise Invalid(faults)
        return PlanFields(self.station, self.year, platform, partners, projects, lines, specials, self.version)

    def content(self) -> dict[str, Any]:
        """What the digest is of."""
        return {
            "station": self.station, "year": self.year, "platform": self.platform, "partners": self.partners,
            "projects": [vars(each) for each in self.projects], "lines": [vars(each) for each in self.lines],
            "specials": [vars(each) for each in self.specials],
        }  # fmt: skip


def written(plan: AnnualPlan) -> PlanFields:
    """A plan as it would be written anew."""
    projects = (Project(plan.project, plan.project_level, plan.project_aim),) if plan.project else ()
    return PlanFields(
        plan.station.code, plan.year, plan.platform, plan.partners, projects,
        tuple(Line(each.domain, each.measure, each.quantity) for each in plan.lines.all()),
        tuple(Extra(each.code, each.name, each.measure, each.quantity) for each in plan.specials.all()),
    )  # fmt: skip


def _project(faults: Faults, nth: int, said: Project) -> Project:
    at = f"key_projects.{nth}"
    title = text_of(faults, f"{at}.title", said.title, 100, 2)
    aim = text_of(faults, f"{at}.aim", said.aim, 500)
    if said.level not in AnnualPlan.Level.values:
        faults[f"{at}.level"] = [_("请选择重点项目的级别。")]
    return Project(title, said.level, aim)


def _lines(faults: Faults, said: tuple[Line, ...]) -> tuple[Line, ...]:
    if len(said) > MOST_LINES:
        faults["lines"] = [_("最多 %(n)s 行。") % {"n": MOST_LINES}]
    known, able = domains(clock.today()), {each.code for each in choosable(by_domain=True)}
    seen: set[tuple[str, str]] = set()
    for nth, line in enumerate(said):
        at = f"lines.{nth}"
        if line.domain not in known:
            faults[f"{at}.domain"] = [_("没有这个领域。")]
        if line.measure not in able:
            faults[f"{at}.measure"] = [_("这个指标不能按领域计划。")]
        elif (line.domain, line.measure) in seen:
            faults[f"{at}.measure"] = [_("同一领域里“%(name)s”写了两次。") % {"name": measures[line.measure].name}]
        if not 1 <= line.quantity <= MOST:
            faults[f"{at}.quantity"] = [_("计划数应为 1 至 %(n)s 的整数。") % {"n": MOST}]
        seen.add((line.domain, line.measure))
    return said


def _specials(faults: Faults, said: tuple[Extra, ...]) -> tuple[Extra, ...]:
    if len(said) > MOST_SPECIALS:
        faults["specials"] = [_("最多 %(n)s 项特色服务。") % {"n": MOST_SPECIALS}]
    able, seen, tidy = {each.code for each in choosable(by_domain=True)}, set(), []
    for nth, each in enumerate(said):
        at = f"specials.{nth}"
        code, name = clean(each.code or "").upper(), text_of(faults, f"{at}.name", each.name, 60, 2)
        if not (code.isascii() and code.isalnum() and len(code) <= 12):
            faults[f"{at}.code"] = [_("编号用字母和数字，最多 12 个，例如 X01。")]
        if code in seen:
            faults[f"{at}.code"] = [_("编号 %(code)s 写了两次。") % {"code": code}]
        if each.measure and each.measure not in able:
            faults[f"{at}.measure"] = [_("没有这个指标。")]
        if bool(each.measure) != (each.quantity is not None) or not 1 <= (each.quantity or 1) <= MOST:
            faults[f"{at}.quantity"] = [_("指标和计划数要一起填，计划数至少为 1。")]
        seen.add(code)
        tidy.append(Extra(code, name, each.measure, each.quantity))
    return tuple(tidy)


@dataclass(frozen=True)
class TargetFields:
    """A yearly target as it is set. The value of a rate is in tenths of a per cent."""

    measure: str
    year: int
    area: str
    value: int
    anchor: str
    anchor_title: str
    anchor_number: str = ""
    due_on: date | None = None

    def settled(self) -> "TargetFields":
        faults: Faults = {}
        check_year(self.year, faults)
        if self.measure not in {each.code for each in choosable()}:
            faults["measure"] = [_("没有这个指标，或它不能作为目标。")]
        elif not 1 <= self.value <= (1000 if measures[self.measure].kind == RATE else 10**12):
            faults["value"] = [_("目标值不对：至少为 1，比率不超过 100%。")]
        if self.anchor not in anchors(clock.today()):
            faults["anchor"] = [_("请选择政策依据。")]
        number = text_of(faults, "anchor_number", self.anchor_number, 60)
        title = text_of(faults, "anchor_title", self.anchor_title, 120, 2)
        due = self.due_on or date(min(max(self.year, 2000), 2100), 12, 31)
        if due.year != self.year:
            faults["due_on"] = [_("完成期限应在 %(year)s 年内。") % {"year": self.year}]
        if faults:
            raise Invalid(faults)
        return TargetFields(self.measure, self.year, self.area, self.value, self.anchor, title, number, due)


@dataclass(frozen=True)
class MilestoneFields:
    """A step of the way as it is written; `needs` are the ids of the steps before it."""

    area: str
    station: str
    title: str
    office: str
    begins_on: date
    due_on: date
    person: str = ""
    needs: tuple[str, ...] = ()
    version: int | None = field(default=None, compare=False)

    def settled(self) -> "MilestoneFields":
        faults: Faults = {}
        title = text_of(faults, "title", self.title, 100, 2)
        office, person = text_of(faults, "office", self.office, 60, 2), text_of(faults, "person", self.person, 30)
        if self.due_on < self.begins_on:
            faults["due_on"] = [_("完成期限不能早于开始日期。")]
        if abs(self.due_on.year - clock.today().year) > 5 or abs(self.begins_on.year - clock.today().year) > 5:
            faults["begins_on"] = [_("日期离今天太远，请核对年份。")]
        if faults:
            raise Invalid(faults)
        needs = tuple(sorted(set(self.needs)))
        return MilestoneFields(
            self.area, self.station, title, office, self.begins_on, self.due_on, person, needs, self.version
        )


@dataclass(frozen=True)
class DutyFields:
    """An item of the 责任清单 as it is written."""

    county: str
    year: int
    title: str
    basis: str
    office: str
    due_on: date
    leader: str = ""
    liaison: str = ""
    version: int | None = field(default=None, compare=False)

    def settled(self) -> "DutyFields":
        faults: Faults = {}
        check_year(self.year, faults)
        title, basis = text_of(faults, "title", self.title, 200, 2), text_of(faults, "basis", self.basis, 200, 2)
        office = text_of(faults, "office", self.office, 60, 2)
        leader, liaison = text_of(faults, "leader", self.leader, 30), text_of(faults, "liaison", self.liaison, 30)
        if self.due_on.year != self.year:
            faults["due_on"] = [_("完成期限应在 %(year)s 年内。") % {"year": self.year}]
        if faults:
            raise Invalid(faults)
        return DutyFields(self.county, self.year, title, basis, office, self.due_on, leader, liaison, self.version)
