"""The letter of a referral (转介函): what it tells, frozen when it is sent, and the same as .docx."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import orjson
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from yimi.catalogue.queries import service_codes
from yimi.clients.models import Person
from yimi.clients.queries import card
from yimi.core import clock, seal
from yimi.core.actors import Actor
from yimi.core.paper.word import begun, saved

from .fields import ITEMS
from .models import Referral

WIDTHS = Cm(4.2), Cm(11.4)


@dataclass(frozen=True)
class Letter:
    """What is told to the receiver, and nothing else."""

    sender: str
    worker: str
    receiver: str
    rows: list[tuple[str, str]]
    services: list[str]
    on: str
    answer_by: str = ""  # letters of old did not say

    @property
    def told(self) -> list[tuple[Any, str]]:
        """What it tells, each under its name."""
        return [(ITEMS[item], value) for item, value in self.rows]

    def frozen(self) -> str:
        return orjson.dumps(asdict(self)).decode()


def thawed(text: str) -> Letter:
    """The letter as it was sent."""
    said = orjson.loads(text)
    return Letter(**said | {"rows": [(item, value) for item, value in said["rows"]]})


@translation.override("zh-hans")
def letter_of(referral: Referral, *, by: Actor) -> Letter:
    """The letter as it would be sent now; the referral is opened and belongs to her station."""
    listed = service_codes(clock.today())
    told = _told(referral, by)
    rows = [(item, told[item]) for item in ITEMS if item in referral.items and told[item]]
    return Letter(
        sender=referral.station.name,
        worker=referral.worker.name,
        receiver=receiver_name(referral),
        rows=rows,
        services=[str(listed[code].name) for code in referral.services if code in listed],
        on=_day(referral.sent_on or clock.today()),
        answer_by=_day(referral.answer_by) if referral.answer_by else "",
    )


def _day(on: date) -> str:
    return date_format(on, "Y年n月j日")


def receiver_name(referral: Referral) -> str:
    if referral.to_station:
        return referral.to_station.name
    return referral.__dict__["opened"]["to_name"] or ""


def _told(referral: Referral, by: Actor) -> dict[str, str]:
    person: Person = referral.person
    seen = card(by, person)
    seal.read(person, "phone")
    return {
        "name": seen.name,
        "sex": seen.sex_label,
        "age": str(seen.age_text),
        "phone": person.__dict__["opened"]["phone"] or "",
        "village": seen.area_name,
        "category": "、".join(str(held.name) for held in seen.current),
        "need": referral.__dict__["opened"]["need"] or "",
    }


@translation.override("zh-hans")
def as_docx(letter: Letter) -> bytes:
    """转介函 as .docx, to print, sign and seal."""
    document = begun()
    _add_title(document)
    document.add_paragraph(f"{letter.receiver}：")
    _add_text(document, _("现将下列服务对象转介贵单位，请予接洽，并将接收情况和服务结果反馈我站。"))
    if letter.answer_by:
        _add_text(document, _("请于 %s 前答复。") % letter.answer_by)
    _add_rows(document, letter)
    _add_text(document, _("以上信息仅用于本次转介，请注意保密。"))
    for line in (letter.sender, _("经办社工：%s") % letter.worker, letter.on, _("（盖章）")):
        document.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return saved(document)


def _add_title(document: Any) -> None:
    title = document.add_paragraph()
    title.alignment, title.paragraph_format.space_after = WD_ALIGN_PARAGRAPH.CENTER, Pt(18)
    words = title.add_run(_("转介函"))
    words.bold, words.font.size = True, Pt(22)


def _add_text(document: Any, words: str) -> None:
    """A paragraph, its first line two characters in."""
    text = document.add_paragraph(words)
    text.paragraph_format.first_line_indent, text.paragraph_format.space_before = Pt(28), Pt(6)


def _add_rows(document: Any, letter: Letter) -> None:
    services = [(_("请求提供的服务"), "、".join(letter.services))] if letter.services else []
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, WIDTHS, strict=True):
        column.width = width
    for label, value in [*letter.told, *services]:
        cells = table.add_row().cells
        for cell, words, width in zip(cells, (str(label), value), WIDTHS, strict=True):
            cell.text, cell.width = words, width
