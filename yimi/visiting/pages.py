"""The parts of the pages on lists and visits (页面内容), as values that templates place."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from yimi.accounts.queries import station_staff
from yimi.clients.queries import homes_of
from yimi.core import clock
from yimi.core.actors import Actor, may
from yimi.core.permissions import Permission
from yimi.network.models import Station
from yimi.ui import formats
from yimi.ui.components import Column, Event, LedgerCell, Option, Pager, Tone

from . import queries
from .capacity import Reckoning, rounded
from .due import Due, Row, Sheet, Standing
from .models import Round, ServiceList
from .rules import Rule

TONES: dict[str, str] = {
    Standing.OVERDUE: Tone.WARN, Standing.DUE: Tone.INFO, Standing.DONE: Tone.OK, Standing.PAUSED: Tone.PLAIN,
    Standing.SKIPPED: Tone.PLAIN,
}  # fmt: skip
ROUND_TONES: dict[str, str] = {
    Round.State.DRAFT: Tone.PLAIN, Round.State.PROPOSED: Tone.WARN, Round.State.TOWNSHIP_SIGNED: Tone.WARN,
    Round.State.APPROVED: Tone.OK, Round.State.RETURNED: Tone.KEY,
}  # fmt: skip


def url(name: str, query: dict[str, Any], *args: Any) -> str:
    """An address with what is asked there."""
    kept = {key: value for key, value in query.items() if value not in (None, "")}
    return reverse(f"visiting:{name}", args=args) + ("?" + urlencode(kept) if kept else "")


def pager(name: str, asked: dict[str, Any], cursor: str | None, after: str | None, *args: Any) -> Pager:
    here = {key: value for key, value in asked.items() if key != "cursor"}
    return Pager(
        url(name, here, *args) if cursor else None, url(name, here | {"cursor": after}, *args) if after else None
    )


def columns(*labels: Any, secondary: Iterable[int] = (), numeric: Iterable[int] = ()) -> list[Column]:
    hidden, right = set(secondary), set(numeric)
    return [Column(label, secondary=at in hidden, numeric=at in right) for at, label in enumerate(labels)]


@dataclass(frozen=True)
class More:
    """Another page on lists (更多), and how much waits there."""

    label: Any
    url: str
    count: int = 0
    is_current: bool = False


def more(actor: Actor, here: str, station: Station | None = None) -> list[More]:
    """The pages that this reader uses, in one row above each of them."""
    code = {"station": station.code} if station else {}
    found = []
    if queries.at_station(actor):
        found.append(("due", _("走访安排"), code, 0))
    if may(actor, Permission.LIST_APPROVE):
        found.append(("rounds", _("待审名单"), {}, queries.waiting_for(actor)))
    if may(actor, Permission.LIST_VIEW):
        found += [("members", _("核定服务名单"), code, 0), ("capacity", _("能力测算"), code, 0)]
    found.append(("coverage", _("覆盖情况"), {}, 0))
    if queries.counties_ruled(actor).exists():
        found.append(("rules", _("走访频次"), {}, 0))
    return [More(label, url(name, query), count, name == here) for name, label, query, count in found]


def stations(actor: Actor, station: Station, name: str, asked: dict[str, Any]) -> list[Option]:
    """The other stations whose lists she sees, to go to."""
    rows = list(queries.stations_for(actor))
    if len(rows) < 2:
        return []
    return [Option(each.name, url(name, asked | {"station": each.code}), each == station) for each in rows]


@dataclass(frozen=True)
class Group:
    """The people of one village, and in how many homes they live."""

    name: str
    homes: int
    rows: list[Row]


def groups(sheet: Sheet, by_date: bool) -> list[Group]:
    """The rows village by village; in one piece where they stand by date."""
    if by_date:
        return [Group("", 0, sheet.rows)] if sheet.rows else []
    return [
        Group(rows[0].due.village, len({row.due.home for row in rows}), rows)
        for _path, found in groupby(sheet.rows, key=lambda row: row.due.area_path)
        if (rows := list(found))
    ]


def standings(sheet: Sheet, asked: dict[str, Any], current: str) -> list[More]:
    """How many stand how, each a way to them."""
    found = [More(_("全部"), url("due", asked | {"standing": ""}), sheet.total, not current)]
    return found + [
        More(standing.label, url("due", asked | {"standing": standing.value}), n, current == standing)
        for standing in Standing
        if (n := sheet.counts[standing.value]) or current == standing
    ]


def villages_in(everybody: Iterable[Due]) -> list[tuple[str, str]]:
    return sorted({(due.area_path, due.village) for due in everybody})


def villages_of(station: Station) -> list[tuple[str, str]]:
    return [(area.code, area.name) for area in homes_of(station)]


def tier_choices(rule: Rule) -> list[tuple[str, str]]:
    return list(rule.tier_names.items())


def worker_choices(station: Station, by: str = "pk") -> list[tuple[str, str]]:
    return [(str(getattr(user, by)), user.name) for user in station_staff(station.pk)]


def ledger(size: int, filed: int, reckoning: Reckoning) -> list[LedgerCell]:
    """The list in four numbers."""
    timed = _("按日程走访 %(n)s 人") % {"n": reckoning.load.timed}
    return [
        LedgerCell(_("名单人数"), size, _("人"), note=_("建议 %(n)s 人以内") % {"n": formats.figure(reckoning.size)}),
        LedgerCell(_("已建档"), filed, _("人"), note=formats.pct(filed / size if size else None)),
        LedgerCell(_("每月需走访"), rounded(reckoning.load.visits), _("户次"), note=timed),
        LedgerCell(_("每月走访能力"), rounded(reckoning.means), _("户次"), note=means(reckoning)),
    ]  # fmt: skip


def means(reckoning: Reckoning) -> str:
    """3 人 × 21 天 × 6 户次 × 60%."""
    inputs = reckoning.inputs
    if inputs is None:
        return ""
    said = {
        "workers": inputs.workers, "days": inputs.workdays, "visits": f"{inputs.visits_per_day:g}",
        "share": round(inputs.share * 100),
    }  # fmt: skip
    return _("%(workers)s 人 × %(days)s 天 × %(visits)s 户次 × %(share)s%%") % said


def title_of(found: ServiceList) -> str:
    return _("%(year)s 年核定服务名单") % {"year": found.year}


def history(rounds: Iterable[Round]) -> list[Event]:
    """The rounds of a list, newest first (核定经过)."""
    return [
        Event(
            title=_("第 %(n)s 轮") % {"n": made.number}, at=made.county_at or made.made_at, icon="certificate",
            tag=made.get_state_display(), tag_tone=ROUND_TONES[made.state], text=_counts(made),
            url=reverse("visiting:round", args=[made.pk]),
        )
        for made in rounds
    ]  # fmt: skip


def _counts(made: Any) -> str:
    said = {"coming": made.coming, "going": made.going}
    words = _("增补 %(coming)s 人，调出 %(going)s 人") % said
    since = _("自 %(on)s 起") % {"on": formats.day(made.from_on)} if made.from_on else ""
    return f"{words}，{since}" if since else words


@dataclass(frozen=True)
class Signature:
    """What one office said of a round."""

    title: Any
    who: str
    at: Any
    words: str
    tone: str


def signatures(made: Round) -> list[Signature]:
    """Who has signed, who returned it, and what they said."""
    opened = made.__dict__.get("opened", {})
    found = (
        [Signature(_("社工站提交"), made.made_by.name, made.made_at, "", "")] if made.state != made.State.DRAFT else []
    )
    if made.township_by:
        words = opened.get("township_opinion") or ""
        found.append(Signature(_("乡镇（街道）审核"), made.township_by.name, made.township_at, words, Tone.OK))
    if made.county_by:
        words = opened.get("county_opinion") or ""
        found.append(Signature(_("市县审定"), made.county_by.name, made.county_at, words, Tone.OK))
    if made.returned_by:
        words = opened.get("return_reason") or ""
        found.append(Signature(_("退回"), made.returned_by.name, made.returned_at, words, Tone.WARN))
    return sorted(found, key=lambda each: each.at)


def compared(before: int, made: Any, to_come: int) -> list[tuple[Any, Any]]:
    """This round beside what the list was (与上一轮比较)."""
    people = _("人")
    return [
        (_("原名单"), f"{formats.figure(before)} {people}"),
        (_("拟增补"), f"{'+' if made.coming else ''}{formats.figure(made.coming)} {people}"),
        (_("拟调出"), f"{'−' if made.going else ''}{formats.figure(made.going)} {people}"),
        (_("核定后"), f"{formats.figure(to_come)} {people}"),
    ]


def this_year() -> int:
    return clock.today().year
