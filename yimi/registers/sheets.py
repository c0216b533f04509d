"""Registers as tables to take away (底册一览表): who stands where, and what changed, masked as the pages are."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yimi.accounts.models import User
from yimi.core import clock, journal
from yimi.core.files import Roster
from yimi.core.files.roster import roster_steps
from yimi.core.permissions import Permission
from yimi.exchange.kinds import BATCH, Outlet, Taking, outlets
from yimi.network.models import Area
from yimi.network.queries import home_area, top_area
from yimi.ui.forms import Form

from . import queries
from .models import Difference, Entry
from .pages import CHANGED
from .queries import Asked

ANY = [("", _("全部"))]
ENTRIES = (
    "序号",
    "姓名",
    "性别",
    "年龄",
    "证件号码",
    "电话",
    "居住地",
    "对象类别",
    "与户主关系",
    "类别起始日期",
    "对照情况",
    "档案号",
    "备注",
)
CHANGES = ("序号", "底册", "截至日期", "种类", "姓名", "证件号码", "居住地", "变更内容", "状态", "备注")
Filters = dict[str, Any]


class EntriesForm(Form):
    """Which people of the registers a table names."""

    match = forms.ChoiceField(label=_("对照情况"), required=False)
    source = forms.ChoiceField(label=_("底册"), required=False)

    def __init__(self, user: User, data: Any = None):
        super().__init__(data)
        kinds = [
            ("matched", _("已对上")),
            ("unsure", _("待核对")),
            ("none", _("未建档")),
            ("elsewhere", _("站外已有档案")),
        ]
        self.fields["match"].choices = [("", _("全部在册")), *kinds, ("gone", _("不再在册"))]  # type: ignore[attr-defined]
        self.fields["source"].choices = [*ANY, *queries.sources_seen(user)]  # type: ignore[attr-defined]

    def filters(self) -> Filters:
        return {name: value for name, value in self.cleaned_data.items() if value}


class ChangesForm(Form):
    """Which changes a table names."""

    state = forms.ChoiceField(label=_("状态"), required=False, choices=[*ANY, *Difference.State.choices])
    kind = forms.ChoiceField(label=_("种类"), required=False, choices=[*ANY, *Difference.Kind.choices])

    def __init__(self, user: User, data: Any = None):
        super().__init__(data)

    def filters(self) -> Filters:
        return {name: value for name, value in self.cleaned_data.items() if value}


@dataclass(frozen=True)
class Sheet:
    """One kind of table of the registers."""

    title: str
    header: tuple[str, ...]
    rows: Callable[[User, Filters], QuerySet]
    line: Callable[[User, list], list[list[Any]]]

    def count(self, by: User, filters: Filters) -> int:
        return self.rows(by, filters).count()

    def steps(self, stream: IO[bytes], taking: Taking) -> Iterator[int]:
        """Write the table some rows at a time, and say at the end what was on it."""
        seen, written = hashlib.sha256(), 0
        roster = self._roster(taking.by, taking.filters, self._written(taking, seen))
        for written in roster_steps(stream, roster, by=taking.by, purpose=taking.purpose, copy=taking.copy):
            yield written
        journal.record("registers.export", taking.by, ("entries", written), digest=seen.hexdigest())

    def blank(self, stream: IO[bytes], by: User, filters: Filters) -> None:
        roster = self._roster(by, filters, iter(()), is_blank=True)
        for _step in roster_steps(stream, roster, by=by, purpose=gettext("空白表")):
            pass

    def name(self, filters: Filters) -> str:
        return f"{self.title}-{clock.today():%Y%m%d}.xlsx"

    def _written(self, taking: Taking, seen: Any) -> Iterator[list[Any]]:
        ids = list(self.rows(taking.by, taking.filters).order_by("pk").values_list("pk", flat=True))
        for first in range(0, len(ids), BATCH):
            some = ids[first : first + BATCH]
            seen.update(b"".join(pk.bytes for pk in some))
            found = list(self.rows(taking.by, taking.filters).filter(pk__in=some).order_by("pk"))
            for nth, cells in enumerate(self.line(taking.by, found), first + 1):
                yield [nth, *cells, ""]

    def _roster(self, by: User, filters: Filters, rows: Iterator[list[Any]], *, is_blank: bool = False) -> Roster:
        as_of = None if is_blank else clock.today()
        return Roster(
            title=self.title,
            unit=area_of(by, filters).name,
            as_of=as_of,
            header=self.header,
            rows=rows,
            is_blank=is_blank,
        )


def area_of(by: User, filters: Filters) -> Area:
    """Where the reader works."""
    found = home_area(by) or top_area()
    if found is None:
        raise LookupError("no province is loaded")
    return found


def _entries(by: User, filters: Filters) -> QuerySet[Entry]:
    rows = Asked(match=filters.get("match", "")).narrow(queries.entry_rows(queries.entries_for(by)))
    return rows.filter(register__source=filters["source"]) if filters.get("source") else rows


def _entry_lines(by: User, rows: list[Entry]) -> list[list[Any]]:
    return [
        [
            line.name, line.sex_label, line.age, line.id_number, line.phone, line.village, line.category,
            line.entry.relation, line.since_on,
            line.entry.get_match_display() if line.entry.gone_on is None else gettext("不再在册"),
            line.person.file_number if line.person else "",
        ]
        for line in queries.lines(by, rows)
    ]  # fmt: skip


def _changes(by: User, filters: Filters) -> QuerySet[Difference]:
    rows = queries.differences_for(by)
    kept = {name: filters[name] for name in ("state", "kind") if filters.get(name)}
    return rows.filter(**kept)


def _change_lines(by: User, rows: list[Difference]) -> list[list[Any]]:
    seen = {line.entry.pk: line for line in queries.lines(by, [row.entry for row in rows])}
    return [
        [
            queries.source_name(row.entry.register.source), row.update.as_of, row.get_kind_display(),
            seen[row.entry_id].name, seen[row.entry_id].id_number, seen[row.entry_id].village,
            "、".join(str(CHANGED[name]) for name in row.fields if name in CHANGED), row.get_state_display(),
        ]
        for row in rows
    ]  # fmt: skip


def _declare(key: str, label: Any, sheet: Sheet, form: Any, order: int) -> None:
    outlets.add(
        Outlet(
            key=key, label=label, permission=Permission.REGISTER_VIEW, form=form, count=sheet.count, steps=sheet.steps,
            area=area_of, name=sheet.name, blank=sheet.blank, order=order,
        )
    )  # fmt: skip


_declare("register_entries", _("底册名单"), Sheet("底册名单", ENTRIES, _entries, _entry_lines), EntriesForm, 20)
_declare(
    "register_changes", _("底册差异清单"), Sheet("底册差异清单", CHANGES, _changes, _change_lines), ChangesForm, 30
)
