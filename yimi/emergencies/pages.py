"""What the pages of emergency actions show (页面内容): columns, tabs, countdown, buttons, facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yimi.clients.choices import DWELLING, LANGUAGES
from yimi.core import clock
from yimi.core.actors import Actor, may
from yimi.core.permissions import Permission
from yimi.ui.components import Column, Event, Option
from yimi.ui.formats import moment

from . import board, queries
from .fields import LINE_TEXTS
from .models import AfterVisit, Line, Operation, Outcome, Phase
from .models.lines import What
from .queries import LineCard

COLUMNS = (
    Column(gettext_lazy("应急关爱行动")),
    Column(gettext_lazy("类别")),
    Column(gettext_lazy("响应等级")),
    Column(gettext_lazy("阶段")),
    Column(gettext_lazy("启动时间")),
    Column(gettext_lazy("涉及区划"), secondary=True),
)
BOARD_COLUMNS = (
    Column(gettext_lazy("地区")),
    Column(gettext_lazy("应排查"), numeric=True),
    Column(gettext_lazy("已联系"), numeric=True),
    Column(gettext_lazy("应转移"), numeric=True),
    Column(gettext_lazy("已转移"), numeric=True),
    Column(gettext_lazy("不愿转移"), numeric=True),
    Column(gettext_lazy("联系不上"), numeric=True),
)
WISH_COLUMNS = (
    Column(gettext_lazy("姓名")),
    Column(gettext_lazy("村（居）")),
    Column(gettext_lazy("需要跟进")),
    Column(gettext_lazy("有困难")),
    Column(gettext_lazy("登记时间"), secondary=True),
    Column(gettext_lazy("去办理")),
)
COPY_COLUMNS = (
    Column(gettext_lazy("份号")),
    Column(gettext_lazy("村（居）")),
    Column(gettext_lazy("户数"), numeric=True),
    Column(gettext_lazy("打印")),
    Column(gettext_lazy("收回")),
)
TONES = {
    "": "", What.TOLD: "ok", What.MET: "ok", What.MOVED: "ok", What.NOT_NEEDED: "ok", What.REFUSED: "warn",
    What.AWAY: "info", What.UNREACHABLE: "warn",
}  # fmt: skip
ICONS = {
    What.TOLD: "phone", What.MET: "users", What.MOVED: "home", What.NOT_NEEDED: "circle-check",
    What.REFUSED: "message-circle", What.AWAY: "map-pin", What.UNREACHABLE: "alert-triangle",
}  # fmt: skip
_TABS = (
    ("board", gettext_lazy("看板")),
    ("lines", gettext_lazy("名单")),
    ("brief", gettext_lazy("快报")),
    ("safety", gettext_lazy("报平安")),
    ("rosters", gettext_lazy("纸质名册")),
    ("wishes", gettext_lazy("灾后跟进")),
)


@dataclass(frozen=True)
class Banner:
    """An action on the home page: how far it has come, and whether she is to say that she is safe."""

    row: Operation
    tally: board.Tally
    countdown: str
    asks_safe: bool
    works: bool


def banners(actor: Actor, rows: Sequence[Operation]) -> list[Banner]:
    """These actions as the home page shows them, in a constant number of statements."""
    works = may(actor, Permission.EMERGENCY_WORK)
    tallies, reported = board.wholes(actor, rows), queries.reported_in(actor, rows) if works else set()
    return [
        Banner(
            row, tallies.get(row.pk, board.Tally()), countdown(row),
            asks_safe=works and row.is_indoors and row.pk not in reported, works=works,
        )
        for row in rows
    ]  # fmt: skip


def countdown(row: Operation) -> str:
    """How long it is until everybody stays indoors, in words (倒计时)."""
    if row.is_over:
        return _("行动已结束")
    if row.phase == Phase.AFTER:
        return ""
    if row.indoors_at is None:
        return _("预计影响时间：%s") % moment(row.impact_at)
    minutes = int((row.indoors_at - clock.now()).total_seconds() // 60)
    if minutes < 0:
        return _("已到停止外出时间，只用电话联络")
    said = {"hours": minutes // 60, "minutes": minutes % 60}
    return _("距停止外出还有 %(hours)d 小时 %(minutes)d 分") % said


def tabs(row: Operation, here: str) -> list[Option]:
    """The pages of one action."""
    urls = {name: reverse(f"emergencies:{name}", args=[row.pk]) for name, _label in _TABS}
    return [Option(label, urls[name], current=name == here) for name, label in _TABS]


def path_of(row: Operation) -> list[tuple[Any, bool, bool]]:
    """The phases in order: the word, whether it is behind, whether it is there now."""
    phases = list(Phase)
    at = len(phases) if row.is_over else phases.index(Phase(row.phase))
    return [(phase.label, n < at, n == at) for n, phase in enumerate(phases)]


def places_of(row: Operation) -> str:
    return "、".join(area.name for area in sorted(row.places.all(), key=lambda area: area.path))


def facts(row: Operation) -> list[tuple[Any, Any]]:
    """The plain facts of an action."""
    shown = [
        (_("编号"), row.number),
        (_("涉及区划"), places_of(row)),
        (_("预计影响时间"), moment(row.impact_at)),
        (_("停止外出时间"), moment(row.indoors_at) if row.indoors_at else None),
        (_("启动"), f"{moment(row.opened_at)} {row.opened_by.name}"),
        (_("结束"), moment(row.ended_at) if row.ended_at else None),
        (_("名单关闭日期"), row.closes_on.isoformat() if row.closes_on else None),
    ]
    return [(label, value) for label, value in shown if value]


def changes(row: Operation) -> list[Event]:
    """What was turned when, the latest first."""
    rows = list(row.changes.select_related("by").order_by("-at", "-id"))
    return [
        Event(title=f"{each.get_what_display()}{each.to_label}", at=each.at, icon="flag", text=each.by.name)
        for each in rows
    ]


@dataclass(frozen=True)
class Button:
    """One outcome to tap (结果按钮)."""

    what: str
    label: Any
    icon: str


def buttons(row: Operation) -> list[Button]:
    """The outcomes that are offered: when everybody is indoors nobody is asked to go out."""
    left_out = {What.MET} if row.is_indoors else set()
    return [Button(what, what.label, ICONS[what]) for what in What if what not in left_out]


def line_facts(card: LineCard) -> list[tuple[Any, Any]]:
    """What is arranged for a household; above the station without names and phones."""
    row = card.row
    told = card.texts
    shown = [
        (_("村（居）"), row.area.name),
        (_("名单对象"), "、".join(card.groups)),
        (_("人数"), row.persons),
        (_("住房情况"), _named(row.dwelling, DWELLING)),
        (_("特别需要"), _named(row.needs, Line.NEEDS)),
        (_("语言"), _named(row.languages, LANGUAGES)),
        (_("应转移"), _("是") if row.to_move else _("否")),
        (_("包户责任人"), _who(told, "responsible")),
        (_("社工"), row.worker.name if row.worker else ""),
        (_("邻居联系人"), _who(told, "neighbour")),
        (_("去向安排"), " ".join(filter(None, (str(row.get_way_out_display()), told.get("way_out_place", ""))))),
        (_("交通"), told.get("transport")),
        (_("药品和器械"), told.get("medicine")),
    ]
    return [(label, value) for label, value in shown if value]


def _named(codes: Sequence[str], names: dict[str, Any]) -> str:
    return "、".join(str(names[code]) for code in codes if code in names)


def _who(told: dict[str, str], name: str) -> str:
    return " ".join(filter(None, (told.get(name, ""), told.get(f"{name}_phone", ""))))


def flags(card: LineCard) -> list[str]:
    """What a row of the list says besides the name: houses and needs, in short."""
    row = card.row
    return [
        *(str(DWELLING[code]) for code in row.dwelling if code in DWELLING),
        *(str(Line.NEEDS[code]) for code in row.needs),
    ]


def entry_text(row: Outcome, in_full: bool) -> str:
    """What stands beside an outcome: where to, how often somebody persuaded, whether it was reported."""
    said = [
        row.opened["place"] if in_full else "",
        _("%d 人") % row.persons if row.what == What.MOVED else "",
        _("已劝导 %d 次") % row.persuaded if row.persuaded else "",
        _("已报村镇") if row.is_reported else "",
    ]
    return "，".join(part for part in said if part)


def initial_of(row: Line) -> dict[str, Any]:
    """What the form of a household begins with; its texts are open."""
    texts = {name: row.opened[name] or "" for name in LINE_TEXTS}
    names = ("persons", "age", "dwelling", "needs", "languages", "to_move", "way_out", "version")
    return texts | {name: getattr(row, name) for name in names} | {"worker": row.worker.username if row.worker else ""}


TROUBLES = {
    "house": gettext_lazy("房屋"), "utilities": gettext_lazy("水电"), "medicine": gettext_lazy("药品"),
    "mood": gettext_lazy("情绪"),
}  # fmt: skip


def troubles(row: AfterVisit) -> str:
    """What was found difficult (有困难的方面)."""
    return "、".join(str(label) for name, label in TROUBLES.items() if getattr(row, name) == AfterVisit.State.TROUBLE)


def brief_options(row: Operation, hours: list[datetime], number: int) -> list[Option]:
    """The briefs so far; the last one is as of now."""
    here = reverse("emergencies:brief", args=[row.pk])
    last = len(hours)
    return [
        Option(_("此刻") if nth == last else moment(at), f"{here}?number={nth}", current=nth == number)
        for nth, at in enumerate(hours, 1)
    ]


def villages(areas: Sequence[Any]) -> list[tuple[str, str]]:
    return [(area.code, area.name) for area in areas]
