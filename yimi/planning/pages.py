"""What the pages of planning show beside their rows (页面): tabs, places to go, columns, sentences."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.actors import Actor
from yimi.core.permissions import Permission
from yimi.figures.measure import RATE, Measure
from yimi.network.models import Area
from yimi.ui import formats
from yimi.ui.components import Column, Crumb, Option, ScopeBar

from .models import AnnualPlan
from .places import COUNTY, PROVINCE, STATION, Spot, children, lineage, reaches, stations_within

TABS = (
    ("list", _("年度计划"), "planning:list"),
    ("board", _("计划与完成"), "planning:board"),
    ("targets", _("目标"), "planning:targets"),
    ("milestones", _("时间表·路线图"), "planning:milestones"),
    ("duties", _("责任清单"), "planning:duties"),
)
State = AnnualPlan.State
TONES: dict[str, str] = {
    State.DRAFT: "", State.SUBMITTED: "info", State.TOWNSHIP_AGREED: "info", State.APPROVED: "ok",
    State.RETURNED: "warn",
}  # fmt: skip
PLAN_COLUMNS = (
    Column(_("社工站")), Column(_("状态")), Column(_("重点项目")), Column(_("下一步"), secondary=True),
    Column(_("市县"), secondary=True),
)  # fmt: skip
BOARD_COLUMNS = (
    Column(_("指标")), Column(_("计划"), numeric=True), Column(_("完成"), numeric=True),
    Column(_("完成率"), numeric=True), Column(_("进度")), Column(_("全年预计"), numeric=True, secondary=True),
)  # fmt: skip
TARGET_COLUMNS = (
    Column(_("指标")), Column(_("目标"), numeric=True), Column(_("完成"), numeric=True),
    Column(_("完成率"), numeric=True), Column(_("进度")), Column(_("全年预计"), numeric=True, secondary=True),
    Column(_("分解"), secondary=True),
)  # fmt: skip
PART_COLUMNS = (
    Column(_("单位")), Column(_("目标"), numeric=True), Column(_("完成"), numeric=True),
    Column(_("完成率"), numeric=True), Column(_("进度")), Column(_("全年预计"), numeric=True, secondary=True),
)  # fmt: skip
STEP_COLUMNS = (
    Column(_("工作节点")), Column(_("状态")), Column(_("完成期限")), Column(_("责任单位（岗位）"), secondary=True),
    Column(_("前置节点"), secondary=True), Column(_("佐证"), secondary=True),
)  # fmt: skip
DUTY_COLUMNS = (
    Column(_("责任事项")), Column(_("状态")), Column(_("完成期限")), Column(_("责任科室"), secondary=True),
    Column(_("依据"), secondary=True), Column(_("市县"), secondary=True), Column(_("进展和佐证"), secondary=True),
)  # fmt: skip


def tabs(current: str) -> list[dict[str, Any]]:
    return [{"label": label, "url": reverse(name), "current": key == current} for key, label, name in TABS]


def url(name: str, query: dict[str, Any], *args: Any) -> str:
    said = urlencode({key: value for key, value in query.items() if value not in ("", None)})
    return reverse(f"planning:{name}", args=args) + (f"?{said}" if said else "")


def scope(actor: Actor, spot: Spot, name: str, more: dict[str, Any], *args: Any) -> ScopeBar:
    """省 › 市县 › 社工站, as far as the reader's reach goes."""
    above = [each for each in reversed(lineage(spot)) if reaches(actor, Permission.PLANNING_VIEW, each)]
    crumbs = [Crumb(each.name, _beside(actor, each, above, name, more, *args)) for each in above]
    below = [kid for kid in children(spot) if reaches(actor, Permission.PLANNING_VIEW, kid)]
    if below:
        words = gettext("全部市县") if spot.level == PROVINCE else gettext("全部社工站")
        options = [_option(kid, None, name, more, *args) for kid in below]
        crumbs.append(Crumb(words, options, chosen=False))
    return ScopeBar(crumbs)


def _beside(actor: Actor, each: Spot, above: list[Spot], name: str, more: dict[str, Any], *args: Any) -> list[Option]:
    """The places at the same level, and the place itself to go back to."""
    if each.level == STATION and each is above[0]:
        rows = stations_within(actor, Permission.PLANNING_VIEW)[:60]
        return [
            Option(row.short_name, url(name, {"station": row.code} | more, *args), row.code == each.place.code)
            for row in rows
        ]
    if each is above[0]:
        return [_option(each, each, name, more, *args)]
    parent = above[above.index(each) - 1]
    return [_option(kid, each, name, more, *args) for kid in children(parent)]


def _option(kid: Spot, current: Spot | None, name: str, more: dict[str, Any], *args: Any) -> Option:
    return Option(kid.name, url(name, kid.query | more, *args), current is not None and kid.key == current.key)


def counties(actor: Actor) -> list[tuple[str, str]]:
    """The counties in which the reader has stations, in official order."""
    ids = stations_within(actor, Permission.PLANNING_VIEW).order_by().values("county")
    return list(Area.objects.filter(pk__in=ids).order_by("order").values_list("code", "name"))


def areas_to_set(actor: Actor) -> list[tuple[str, str]]:
    """The province and the counties for which she may set targets."""
    found: list[tuple[str, str]] = []
    for grant in actor.grants_for(Permission.TARGET_SET):
        if grant.on_kind == PROVINCE:
            found += Area.objects.filter(parent=None).values_list("code", "name")
        elif grant.on_kind == "area" and grant.is_county:
            found += Area.objects.filter(path=grant.area_path, is_ranked=True).values_list("code", "name")
    return list(dict.fromkeys(found))


def year_of(text: str) -> int:
    """The year that was asked for, or this one."""
    this = clock.today().year
    return int(text) if text.isascii() and text.isdigit() and abs(int(text) - this) <= 20 else this


def amount(measure: Measure, value: float | None) -> str:
    """A value as people read it: 3,380 or 95%."""
    return formats.figure(value) if measure.kind != RATE or value is None else formats.pct(value / 1000, 1)


def child_word(spot: Spot) -> Any:
    return {PROVINCE: _("市县"), COUNTY: _("社工站")}.get(spot.level, _("月份"))
