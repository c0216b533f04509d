"""The summary of a campaign (小结): one sentence that is computed, and the words that its people add."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn

from yimi.core import clock
from yimi.ui.formats import figure

from .models import Campaign, Delivery
from .queries import IN_FORCE, Sheet, Stock, Tally, goods_of

FONT = "Noto Serif CJK SC"


@dataclass(frozen=True)
class Missed:
    """Who on the list got nothing (未发放), by what came of the last attempt."""

    not_home: int = 0
    declined: int = 0
    untried: int = 0


@dataclass(frozen=True)
class Summary:
    """What a campaign came to, by the ledger."""

    sheet: Sheet
    stocks: list[Stock]
    missed: Missed

    @property
    def sentence(self) -> str:
        """Dates, people, goods and who was not reached, in one paragraph."""
        parts = [self._held(), self._goods(), self._missed()]
        return "".join(part for part in parts if part)

    def _held(self) -> str:
        row, tally = self.sheet.row, self.sheet.tally
        said = {
            "first": row.first_on.isoformat(), "last": row.last_on.isoformat(), "station": row.station.name,
            "name": self.sheet.name, "listed": figure(tally.listed), "times": figure(tally.times),
            "people": figure(tally.reached), "homes": figure(tally.households),
        }  # fmt: skip
        words = _(
            "%(first)s 至 %(last)s，%(station)s开展“%(name)s”专项活动。名单 %(listed)s 人，"
            "已发放 %(times)s 人次（%(people)s 人、%(homes)s 户）。"
        )
        return words % said

    def _goods(self) -> str:
        if not self.stocks:
            return ""
        given = "、".join(f"{one.good.name} {figure(one.given)} {one.good.unit}" for one in self.stocks)
        left = "、".join(f"{one.good.name} {figure(one.left)} {one.good.unit}" for one in self.stocks)
        return _("发放%(given)s；结余%(left)s。") % {"given": given, "left": left}

    def _missed(self) -> str:
        tally, missed = self.sheet.tally, self.missed
        if not tally.left:
            return _("名单上的人都已领到。") if tally.listed else ""
        said = {
            "n": figure(tally.left), "not_home": figure(missed.not_home), "declined": figure(missed.declined),
            "untried": figure(missed.untried),
        }  # fmt: skip
        return _("未领到 %(n)s 人：未遇 %(not_home)s 人、不便接访 %(declined)s 人、尚未发放 %(untried)s 人。") % said


def summary_of(sheet: Sheet) -> Summary:
    return Summary(sheet, goods_of(sheet.row), _missed(sheet.row, sheet.tally))


def _missed(row: Campaign, tally: Tally) -> Missed:
    rows = Delivery.objects.unscoped("未领到的原因").filter(IN_FORCE, recipient__campaign=row)
    last: dict[int, str] = {}
    for recipient, outcome in rows.order_by("contact__service_on", "pk").values_list("recipient", "contact__outcome"):
        last[recipient] = outcome if last.get(recipient) != "seen" else "seen"
    not_home, declined = (sum(each == name for each in last.values()) for name in ("not_home", "declined"))
    return Missed(not_home, declined, tally.left - not_home - declined)


@translation.override("zh-hans")
def as_docx(summary: Summary) -> bytes:
    """小结 as .docx, one page to send on."""
    sheet, document = summary.sheet, Document()
    document.styles["Normal"].font.name = FONT
    document.styles["Normal"].element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    if settings.YIMI_PROFILE == "demo":
        document.add_paragraph(_("样稿 · 演示数据")).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_heading(_("%s小结") % sheet.name, 0).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text in (sheet.texts.get("purpose"), summary.sentence, sheet.texts.get("summary")):
        if text:
            document.add_paragraph(text)
    _add_goods(document, summary.stocks)
    on = sheet.row.summed_on or clock.today()
    for line in (sheet.row.station.name, f"{on.year}年{on.month}月{on.day}日", _("（盖章）")):
        document.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def _add_goods(document: Any, stocks: list[Stock]) -> None:
    if not stocks:
        return
    table = document.add_table(rows=1, cols=4, style="Table Grid")
    heads = (_("物资"), _("备货"), _("已发放"), _("结余"))
    for cell, text in zip(table.rows[0].cells, heads, strict=True):
        cell.text = text
    for one in stocks:
        said = (f"{one.good.name}（{one.good.unit}）", *map(figure, (one.good.prepared, one.given, one.left)))
        for cell, text in zip(table.add_row().cells, said, strict=True):
            cell.text = text
