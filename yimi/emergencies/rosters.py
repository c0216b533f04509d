"""The roster of a village on paper (村居名册), for when the power fails: who, how old, whom to call, where to."""

from collections.abc import Iterator, Sequence

from yimi.accounts.models import User
from yimi.clients.choices import DWELLING
from yimi.clients.models import Person
from yimi.core import clock, seal
from yimi.core.files.roster import Roster
from yimi.network.models import Area, Station

from .models import Line, Operation, RosterCopy
from .queries import LineCard, line_cards

HEADER = ("序号", "姓名", "年龄", "电话", "人数", "特别情况", "包户责任人", "责任人电话", "去向", "结果", "√")
WIDTHS = (4, 9, 7, 13, 5, 18, 10, 13, 20, 10, 5)
NOTES = ("本名册有个人信息，只在本次行动中使用，用后交回社工站收回、销毁。",)


def roster_of(by: User, operation: Operation, station: Station, area: Area, lines: Sequence[Line]) -> Roster:
    """The households of a village, in their order, with names and phones in full: it goes to who works there."""
    shown = sorted(line_cards(by, lines), key=lambda card: (card.row.rank, card.row.pk))
    title = f"{operation.name}应急关爱名册（{area.name}）" + ("（演练）" if operation.is_drill else "")
    return Roster(
        title=title, unit=station.name, as_of=clock.today(), header=HEADER, widths=WIDTHS, notes=NOTES,
        rows=list(_rows(shown)), sign=("发放人", "领用人", "收回日期"), centred=(0, 2, 4, 10), signed=(10,),
    )  # fmt: skip


def _rows(shown: Sequence[LineCard]) -> Iterator[Sequence[object]]:
    phones = _phones(shown)
    for nth, card in enumerate(shown, 1):
        row, told = card.row, card.row.opened
        way_out = " ".join(filter(None, (str(row.get_way_out_display()), told["way_out_place"])))
        yield (
            nth, card.name, card.age, phones[row.pk], row.persons, "、".join(_special(row)), told["responsible"],
            told["responsible_phone"], way_out, str(row.get_outcome_display()), "",
        )  # fmt: skip


def _phones(shown: Sequence[LineCard]) -> dict:
    """The phones in full: of the file, or of the line where there is none."""
    ids = [card.row.person_id for card in shown if card.row.person_id]
    people = {row.pk: row for row in Person.objects.unscoped("纸质名册的电话").filter(pk__in=ids)}
    seal.read(people.values(), "phone")
    return {
        card.row.pk: people[card.row.person_id].opened["phone"] if card.row.person_id else card.row.opened["phone"]
        for card in shown
    }


def _special(row: Line) -> list[str]:
    from_house = [str(DWELLING[code]) for code in row.dwelling if code in DWELLING]
    return from_house + [str(Line.NEEDS[code]) for code in row.needs if code in Line.NEEDS]


def copy_of(copy: RosterCopy) -> str:
    """The number that stands on every page of a copy."""
    return f"第 {copy.number:03d} 份"


def name_of(operation: Operation, area: Area, copy: RosterCopy) -> str:
    return f"{operation.name}名册-{area.name}-{copy.number:03d}.pdf"
