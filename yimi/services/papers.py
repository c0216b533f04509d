"""The ledgers of contacts (走访、服务、活动、转介、签收台账): what stands in which column, and what is on it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from yimi.accounts.models import User
from yimi.core.permissions import Permission
from yimi.ledgers.papers import PaperColumn
from yimi.ledgers.spans import Span

from . import queries
from .models import SESSIONS as TOGETHER
from .models import Contact, Kind
from .queries import Asked
from .sheets import Part, Sheet, sheets, without_names

_AT_ONCE = 250
_ORDER = ("service_on", "id")
CLOSE = "（敏感记录）"
Cell = Callable[[Sheet, Part | None], object]


@dataclass(frozen=True)
class Told:
    """A column and what it tells of a contact; `close` is what it says of one that is closely kept."""

    column: PaperColumn
    cell: Cell
    close: Cell = lambda sheet, part: ""


@dataclass(frozen=True)
class Ledger:
    """Some kinds of contact as rows (台账): one a contact, or one a person who took part."""

    kinds: tuple[str, ...]
    told: tuple[Told, ...]
    per_person: bool = False

    @property
    def columns(self) -> list[PaperColumn]:
        return [NUMBER, *(told.column for told in self.told)]

    def count(self, by: User, span: Span) -> int:
        rows = self._rows(by, span)
        if not self.per_person:
            return rows.count()
        people = rows.order_by().annotate(n=Count("participations")).values_list("n", flat=True)
        return sum(max(n, 1) for n in people)

    def rows(self, by: User, span: Span) -> Iterator[Sequence[object]]:
        """The rows, oldest first, a few hundred contacts at a time."""
        ids = list(self._rows(by, span).order_by(*_ORDER).values_list("pk", flat=True))
        for first in range(0, len(ids), _AT_ONCE):
            some = self._rows(by, span).filter(pk__in=ids[first : first + _AT_ONCE]).order_by(*_ORDER)
            for sheet in sheets(by, some):
                yield from self._lines(without_names(sheet) if span.is_masked else sheet)

    def left_out(self, by: User, span: Span) -> int:
        return queries.left_out(by, self._asked(span))

    def _lines(self, sheet: Sheet) -> Iterator[list[object]]:
        if sheet.is_stub:
            yield [told.close(sheet, None) for told in self.told]
            return
        parts: Sequence[Part | None] = (sheet.participants or [None]) if self.per_person else [None]
        for part in parts:
            yield [told.cell(sheet, part) for told in self.told]

    def _rows(self, by: User, span: Span) -> QuerySet[Contact]:
        taken = Contact.objects.allowed(by, Permission.EXPORT).values("pk")
        return queries.contacts_for(by, self._asked(span)).filter(pk__in=taken)

    def _asked(self, span: Span) -> Asked:
        return Asked(station=span.station, county=span.county, kinds=self.kinds, first=span.first, last=span.last)


def _people(sheet: Sheet, part: Part | None) -> str:
    return sheet.people


def _person(sheet: Sheet, part: Part | None) -> str:
    return part.name if part else ""


def _home(sheet: Sheet, part: Part | None) -> str:
    """The villages where the people of a row live, as far as the row shows its people."""
    homes = {took.person_id: took.person.area.name for took in sheet.contact.participations.all()}
    shown = [part] if part else sheet.participants
    return "、".join(dict.fromkeys(homes[each.client] for each in shown))


def _on(sheet: Sheet, part: Part | None) -> object:
    return sheet.contact.service_on


def _kind(sheet: Sheet, part: Part | None) -> str:
    kind = str(sheet.contact.get_kind_display())
    return f"{kind}（协办）" if sheet.contact.joins_id else kind


def _workers(sheet: Sheet, part: Part | None) -> str:
    return "、".join(worker.name for worker in sheet.workers)


def _closed(sheet: Sheet, part: Part | None) -> str:
    return CLOSE


def _named(sheet: Sheet, part: Part | None) -> int:
    return sum(part.served for part in sheet.participants)


def _attended(sheet: Sheet, part: Part | None) -> object:
    return sheet.contact.headcount if sheet.contact.headcount is not None else _named(sheet, part)


def _stand(sheet: Sheet, part: Part | None) -> str:
    return "已办结" if sheet.contact.concluded_on else "办理中"


def _middle(name: str, width: int, cell: Cell, close: Cell | None = None) -> Told:
    told = Told(PaperColumn(name, width, is_centred=True), cell)
    return told if close is None else Told(told.column, cell, close)


def _left(name: str, width: int, cell: Cell, close: Cell | None = None) -> Told:
    told = Told(PaperColumn(name, width), cell)
    return told if close is None else Told(told.column, cell, close)


def _day(name: str) -> Told:
    return _middle(name, 12, _on, _on)


def _by(name: str) -> Told:
    return _left(name, 12, _workers, _workers)


NUMBER = PaperColumn("序号", 6, is_centred=True)
_STATION = Told(
    PaperColumn("社工站", 16, is_station=True),
    lambda sheet, part: sheet.contact.station.name,
    lambda sheet, part: sheet.contact.station.name,
)
_OUTCOME = _middle("结果", 10, lambda sheet, part: str(sheet.contact.get_outcome_display()))
_SERVICES = _left("服务内容", 24, lambda sheet, part: "、".join(sheet.service_names))
_NOTE = _left("备注", 30, lambda sheet, part: sheet.note or "")
_SIGNED = Told(PaperColumn("签名／按印", 20, is_signed=True), lambda sheet, part: "")
_HOME = _left("居住地", 14, _home)

VISITS = Ledger(
    (Kind.HOME_VISIT, Kind.REMOTE_VISIT, Kind.ENCOUNTER),
    (
        _STATION, _day("走访日期"), _left("走访对象", 13, _people, _closed), _HOME,
        _middle("走访方式", 13, _kind, _kind), _OUTCOME, _SERVICES,
        _middle("时长（分钟）", 8, lambda sheet, part: sheet.contact.minutes), _by("走访社工"), _NOTE,
    ),
)  # fmt: skip
SERVICES = Ledger(
    tuple(Kind.values),
    (
        _STATION, _day("服务日期"), _middle("服务类别", 14, _kind, _kind), _left("服务对象", 18, _people, _closed),
        _SERVICES, _OUTCOME, _middle("参加人数", 8, lambda sheet, part: sheet.contact.headcount), _by("社工"), _NOTE,
    ),
)  # fmt: skip
SESSIONS = Ledger(
    TOGETHER,
    (
        _STATION, _day("日期"), _middle("类别", 11, _kind, _kind),
        _left("名称", 24, lambda sheet, part: sheet.title or "", _closed),
        _left("地点", 14, lambda sheet, part: sheet.contact.place.name if sheet.contact.place else ""),
        _middle("参加人数", 8, _attended), _middle("其中实名", 8, _named), _SERVICES, _by("带领社工"), _NOTE,
    ),
)  # fmt: skip
REFERRALS = Ledger(
    (Kind.REFERRAL,),
    (
        _STATION, _day("转出日期"), _left("对象", 13, _people, _closed),
        _left("服务项目", 24, lambda sheet, part: "、".join(sheet.service_names)),
        _left("转介说明", 32, lambda sheet, part: sheet.note or ""),
        _middle("办结日期", 12, lambda sheet, part: sheet.contact.concluded_on),
        _middle("状态", 10, _stand), _by("经办社工"),
    ),
)  # fmt: skip
DELIVERIES = Ledger(
    (Kind.RESOURCE_DELIVERY,),
    (
        _STATION, _day("发放日期"), _left("领取人", 13, _person, _closed), _HOME,
        _left("物资（资源）名称及数量", 30, lambda sheet, part: sheet.note or ""),
        _left("服务项目", 20, lambda sheet, part: "、".join(sheet.service_names)), _by("经办社工"), _SIGNED,
    ),
    per_person=True,
)  # fmt: skip
ATTENDANTS = (
    NUMBER, PaperColumn("姓名", 16), PaperColumn("村（居）", 20), PaperColumn("联系电话", 18),
    PaperColumn("签名／按印", 24, is_signed=True), PaperColumn("备注", 20),
)  # fmt: skip
