"""What the pages of the policy library show beside their rows (页面): columns, tables, tones."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yimi.catalogue.models import Kind as Governed
from yimi.catalogue.queries import published
from yimi.core import clock
from yimi.core.actors import Actor, may
from yimi.core.permissions import Permission
from yimi.ui.components import Column

from .models import Document, Recipient, Relation
from .queries import Card, Sheet
from .standing import Standing

COLUMNS = (
    Column(gettext_lazy("文件")), Column(gettext_lazy("效力")), Column(gettext_lazy("种类"), secondary=True),
    Column(gettext_lazy("发文机关"), secondary=True), Column(gettext_lazy("印发日期")),
    Column(gettext_lazy("施行日期"), secondary=True),
)  # fmt: skip
RECEIPT_COLUMNS = (
    Column(gettext_lazy("收文单位")), Column(gettext_lazy("签收")), Column(gettext_lazy("签收人")),
    Column(gettext_lazy("签收时间")), Column(gettext_lazy("首次打开"), secondary=True),
)  # fmt: skip
TONES = {Standing.IN_FORCE: "ok", Standing.COMING: "info", Standing.DRAFT: "warn"}
# What a relation is called from either end.
FORWARD = {
    Relation.Kind.REPLACES: gettext_lazy("代替"), Relation.Kind.IMPLEMENTS: gettext_lazy("落实"),
    Relation.Kind.AMENDS: gettext_lazy("修改"),
}  # fmt: skip
BACKWARD = {
    Relation.Kind.REPLACES: gettext_lazy("被代替"), Relation.Kind.IMPLEMENTS: gettext_lazy("由其落实"),
    Relation.Kind.AMENDS: gettext_lazy("被修改"),
}  # fmt: skip


def facts(sheet: Sheet) -> list[tuple[Any, Any]]:
    """What is known of a document, label and value."""
    row, version = sheet.row, sheet.shown
    return [
        (_("文号"), row.number),
        (_("发文机关"), row.issuer),
        (_("文件种类"), row.get_kind_display()),
        (_("适用区划"), row.area.name),
        (_("印发日期"), version.issued_on.isoformat()),
        (_("施行日期"), version.valid_from.isoformat()),
        (_("有效期至"), version.valid_until.isoformat() if version.valid_until else _("长期有效")),
    ]


def governed_url(actor: Actor, row: Document) -> str:
    """The edition of the catalogue that carries out the document today, where the reader may see it."""
    if not row.governs or not may(actor, Permission.CATALOGUE_VIEW):
        return ""
    today = clock.today()
    held = next((each for each in published(row.governs) if each["effective_from"] <= today), None)
    return reverse("catalogue:edition", args=[held["id"]]) if held else reverse("catalogue:list")


def governs(row: Document) -> Any:
    """What kind of catalogue carries out the document, by name."""
    return Governed(row.governs).label if row.governs else ""


def table_header() -> list[str]:
    return [
        _("文号"), _("标题"), _("文件种类"), _("发文机关"), _("适用区划"), _("效力"), _("印发日期"), _("施行日期"),
        _("有效期至"), _("被代替日期"), _("说明"),
    ]  # fmt: skip


def table_rows(cards: Sequence[Card]) -> Iterator[list[Any]]:
    """The library as a table to take away."""
    for card in cards:
        row, version = card.row, card.version
        yield [
            row.number, row.title, row.get_kind_display(), row.issuer, row.area.name, str(card.standing.label),
            version.issued_on, version.valid_from, version.valid_until, card.replaced_on,
            _("样稿，非正式文本") if row.is_sample else "",
        ]  # fmt: skip


def receipt_header() -> list[str]:
    return [_("收文单位"), _("签收"), _("签收人"), _("签收时间"), _("首次打开人"), _("首次打开时间")]


def receipt_rows(rows: Sequence[Recipient]) -> Iterator[list[Any]]:
    for row in rows:
        yield [
            office_of(row), _("已签收") if row.signed_at else _("未签收"), row.signed_by.name if row.signed_by else "",
            _minute(row.signed_at), row.opened_by.name if row.opened_by else "", _minute(row.opened_at),
        ]  # fmt: skip


def office_of(row: Recipient) -> str:
    """The office by name: the county or the station."""
    if row.station:
        return row.station.name
    return row.area.name if row.area else ""


def _minute(moment: Any) -> str:
    return moment.astimezone(clock.CIVIL).strftime("%Y-%m-%d %H:%M") if moment else ""
