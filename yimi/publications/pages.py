"""What the pages of this domain place (页面内容), as values."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from yimi.accounts.models import User
from yimi.core.permissions import Permission
from yimi.services import attachments
from yimi.services import queries as services
from yimi.services.sheets import Sheet
from yimi.ui.components import Column

from . import wording
from .forms import ACROSS, DOWN, AnswerForm, PhotoForm, PrintedForm, ReasonForm
from .models import Adoption, Level, Publication
from .queries import publications as queries

COLUMNS = (
    Column(_("标题")),
    Column(_("类别")),
    Column(_("状态")),
    Column(_("采用情况")),
    Column(_("日期")),
    Column(_("社工站"), secondary=True),
)
CHRONICLE_COLUMNS = (Column(_("日期")), Column(_("事项")), Column(_("单位"), secondary=True), Column(_("来源")))
LINE_COLUMNS = (Column(_("类别")), Column(_("内容")))
SESSION_COLUMNS = (Column(_("日期")), Column(_("类别")), Column(_("内容")))
TONES = {"draft": "", "sent": "info", "forwarded": "info", "noted": "", "void": ""}


def tags_of(row: Publication) -> list[tuple[str, str]]:
    """What became of a text, one word for each level: 市县采用, 省级未采用, 媒体采用."""
    return [(tag_of(each), "ok" if each.is_adopted else "") for each in row.adoptions.all()]


def tag_of(row: Adoption) -> str:
    reach = row.get_outlet_level_display() if row.level == Level.MEDIA else row.get_level_display()
    return str(_("%s采用") % reach if row.is_adopted else _("%s未采用") % reach)


def rows(found: Iterable[Publication]) -> list[dict[str, Any]]:
    """The lines of the list."""
    return [{"row": row, "tone": TONES[row.state], "tags": tags_of(row)} for row in queries.opened(found)]


def shown(user: User, row: Publication, tried: dict[str, Any] | None = None) -> dict[str, Any]:
    """Everything that the page of a text places."""
    steps, body = queries.steps_for(user, row), row.opened["body"] or ""
    offices = sorted(queries.offices_of(user, row)) if "answer" in steps else []
    return {
        "row": row, "tone": TONES[row.state], "steps": steps, "body": body, "length": wording.length(body),
        "is_advised": wording.is_advised(body), "is_brief": row.kind == "brief", "unready": wording.unready(body),
        "adoptions": [(each, tag_of(each)) for each in row.adoptions.all()],
        "photos": queries.photos_of(row) if queries.may(user, Permission.PUBLICATION_WRITE, row)
        else queries.shown_photos(row),
        "answers": [_answering(row, level) for level in offices if _is_due(row, level)],
        "printed_form": PrintedForm(), "void_form": ReasonForm(), "photo_form": PhotoForm(), "me": user.id,
        "record_photos": photos_of_record(user, row) if "photos" in steps else [],
    } | (tried or {})  # fmt: skip


def _is_due(row: Publication, level: str) -> bool:
    return level == Level.COUNTY or row.state == Publication.State.FORWARDED


def _answering(row: Publication, level: str) -> dict[str, Any]:
    """The form of one office, with what it has answered already."""
    there = queries.answer_of(row, level)
    start = {"level": level}
    if there is not None:
        start |= {name: there.opened[name] or "" for name in ("words", "link")}
    form = AnswerForm(initial=start, auto_id=f"{level}-%s")
    return {"level": level, "label": Level(level).label, "there": there, "form": form}


def photos_of_record(user: User, row: Publication) -> list[Any]:
    """The photos that the record of a text has, for who sees all of it."""
    sheet = record_of(user, row)
    return [file for file in attachments.files_of(sheet) if file.content_type == "image/jpeg"] if sheet else []


def record_of(user: User, row: Publication) -> Sheet | None:
    """The record that a text was made of, as far as this reader sees it."""
    found = services.contacts_for(user, services.Asked()).filter(pk=row.contact_id).first() if row.contact_id else None
    return services.sheet(user, found) if found else None


def squares() -> list[list[dict[str, Any]]]:
    """The squares that are laid over a photo, row by row."""
    return [
        [{"value": down * ACROSS + across, "row": down + 1, "column": across + 1} for across in range(ACROSS)]
        for down in range(DOWN)
    ]
