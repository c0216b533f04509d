"""The letter of a referral (转介函): what it tells, frozen when it is sent, and the same as .docx."""

from dataclasses import asdict, dataclass
from typing import Any

import orjson
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from docx.enum.text import WD_ALIGN_PARAGRAPH

from yimi.catalogue.queries import service_codes
from yimi.clients.models import Person
from yimi.clients.queries import card
from yimi.core import clock, seal
from yimi.core.actors import Actor
from yimi.core.paper.word import begun, saved

from .fields import ITEMS
from .models import Referral


@dataclass(frozen=True)
class Letter:
    """What is told to the receiver, and nothing else."""

    sender: str
    worker: str
    receiver: str
    rows: list[tuple[str, str]]
    services: list[str]
    on: str

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
        on=date_format(referral.sent_on or clock.today(), "Y年n月j日"),
    )


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
    document.add_heading(_("转介函"), 0).alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph(f"{letter.receiver}：")
    document.add_paragraph(_("现将下列服务对象转介贵单位，请予接洽，并将接收情况和服务结果反馈我站。"))
    _add_rows(document, letter)
    document.add_paragraph(_("以上信息仅用于本次转介，请注意保密。"))
    for line in (letter.sender, _("经办社工：%s") % letter.worker, letter.on, _("（盖章）")):
        document.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return saved(document)


def _add_rows(document: Any, letter: Letter) -> None:
    services = [(_("请求提供的服务"), "、".join(letter.services))] if letter.services else []
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    for label, value in [*letter.told, *services]:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = str(label), value
