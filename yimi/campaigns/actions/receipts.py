"""The sheet on which people sign for what they get (物资发放签收表): filled with the list, or blank."""

from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.campaigns.models import Good
from yimi.campaigns.queries import BY_VILLAGE, Line, Sheet, goods_of, is_inside, lines_of, recipients_for, sheet_for
from yimi.core import clock, journal
from yimi.core.errors import RuleBroken
from yimi.core.files.roster import Roster
from yimi.ledgers.papers import PaperColumn
from yimi.ledgers.writing import MOST_ON_PAGES, PDF, written

TITLE = "物资发放签收表"
COLUMNS = (
    PaperColumn("序号", 6, is_centred=True), PaperColumn("领取人", 13), PaperColumn("村（居）", 20),
    PaperColumn("物资名称及数量", 34), PaperColumn("签名／按印", 22, is_signed=True), PaperColumn("备注", 18),
)  # fmt: skip
LINES = 15


def receipt_sheet(pk: UUID, *, by: User, layout: str, village: str = "", blank: bool = False) -> tuple[str, bytes]:
    """The sheet of a campaign (打印签收表), whole or of one village, for who sees its people by name."""
    sheet = sheet_for(by, pk)
    if not is_inside(by, sheet.row):
        raise Http404
    suffix = PDF if layout == PDF else "xlsx"
    rows = [] if blank else lines_of(by, recipients_for(by, sheet.row, village=village).order_by(*BY_VILLAGE))
    if suffix == PDF and len(rows) > MOST_ON_PAGES:
        words = _("共 %(rows)s 行，超过一份 PDF 的上限 %(most)s 行，请按村（居）打印，或改选 .xlsx。")
        raise RuleBroken(words % {"rows": len(rows), "most": MOST_ON_PAGES}, code="too_many_rows")
    journal.record("campaigns.print_receipts", by, sheet.row, station=sheet.row.station_id)
    roster = _roster(sheet, [stock.good for stock in goods_of(sheet.row)], rows, is_blank=blank)
    return f"{TITLE}-{clock.today():%Y%m%d}.{suffix}", written(roster, by, suffix, "签收")


def _roster(sheet: Sheet, goods: list[Good], lines: list[Line], *, is_blank: bool) -> Roster:
    first, last = sheet.row.first_on, sheet.row.last_on
    each = "、".join(f"{good.name} {good.each} {good.unit}" for good in goods)
    return Roster(
        title=TITLE,
        unit=f"{sheet.row.station.name}　活动：{sheet.name}",
        as_of=None,
        period=f"{first.year}年{first.month}月{first.day}日至{last.year}年{last.month}月{last.day}日",
        header=[column.name for column in COLUMNS],
        widths=[column.width for column in COLUMNS],
        centred=[place for place, column in enumerate(COLUMNS) if column.is_centred],
        signed=[place for place, column in enumerate(COLUMNS) if column.is_signed],
        rows=[
            [nth, line.card.name, line.card.area_name, line.given or each, "", ""] for nth, line in enumerate(lines, 1)
        ],
        notes=[f"每人：{each}"] if is_blank and each else (),
        sign=("发放人", "证明人", "负责人", "盖章"),
        is_blank=is_blank,
        lines=LINES,
        nothing="名单上还没有人。",
    )
