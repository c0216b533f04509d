"""What became of a text (采用情况): the county's and the province's answer, and what others printed."""

import re
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.core import clock, journal, seal
from yimi.core.actors import Actor, may
from yimi.core.errors import Invalid, RuleBroken, Stale
from yimi.core.text import clean
from yimi.publications.fields import AdoptionFields
from yimi.publications.models import Adoption, Level, OutletLevel, Publication
from yimi.publications.queries.publications import ADOPT, WRITE, offices_of

from .marking import mark_adoptions

OFFICES = (Level.COUNTY, Level.PROVINCE)
_LINK = re.compile(r"https?://\S{3,290}")


@transaction.atomic
def answer(pk: UUID, *, by: Actor, level: str, is_adopted: bool, words: str = "", link: str = "") -> Adoption:
    """Adopt a text, or not (采用、未采用), for the county or the province. Another answer replaces the first."""
    row = _handed_in(pk, by, ADOPT)
    if level not in offices_of(by, row):
        raise RuleBroken(_("由报送到的市县、省级答复。"), code="forbidden", status=403)
    if level == Level.PROVINCE and row.state != Publication.State.FORWARDED:
        raise RuleBroken(_("还没有报送省级。"), code="wrong_state")
    fields = AdoptionFields(level, clock.today(), link=link, words=words)
    _refuse_wrong(fields)
    there = Adoption.objects.unscoped("本级的答复").filter(publication=row, level=level, is_void=False).first()
    if there is None:
        return add_adoption(None, row, fields, by, is_adopted=is_adopted)
    return _changed(there, fields, by, is_adopted)


def _changed(there: Adoption, fields: AdoptionFields, by: Actor, is_adopted: bool) -> Adoption:
    seal.read(there, "link", "words")
    same = (there.is_adopted, there.opened["link"] or "", there.opened["words"] or "")
    if same == (is_adopted, clean(fields.link), clean(fields.words)):
        return there
    was = Adoption(station_id=there.station_id, on=there.on)
    there.is_adopted, there.on, there.by_id = is_adopted, fields.on, by.id
    seal.write(there, link=clean(fields.link) or None, words=clean(fields.words) or None)
    there.save()
    mark_adoptions([was, there])
    journal.record("publications.answer", by, there.publication)
    return there


@transaction.atomic
def note_printed(pk: UUID, *, by: Actor, adoption: UUID, fields: AdoptionFields) -> Adoption:
    """Note that a medium or an office of the nation took it (登记采用), by the station or an office above it."""
    row = _handed_in(pk, by, WRITE if may(by, WRITE) else ADOPT)
    if fields.level in OFFICES or fields.level not in Level.values:
        raise Invalid({"level": [_("请选择媒体或国家级；市县、省级由其答复。")]})
    _refuse_wrong(fields)
    there = Adoption.objects.unscoped("同号采用").filter(pk=adoption).first()
    if there is None:
        return add_adoption(adoption, row, fields, by, is_adopted=True)
    if there.publication_id != row.pk:
        raise RuleBroken(_("这个编号已被使用。"), code="id_taken")
    seal.read(there, "outlet")
    if (there.level, there.on, there.opened["outlet"] or "") != (fields.level, fields.on, clean(fields.outlet)):
        raise Stale(_("同一编号已有内容不同的采用情况。"), code="differs")
    return there


@transaction.atomic
def take_back_adoption(adoption: UUID, *, by: Actor) -> Adoption:
    """Take back what was noted in error (撤回登记), by whoever noted it."""
    rows = Adoption.objects.select_related("publication").select_for_update(of=("self",))
    there = rows.get_allowed(by, WRITE if may(by, WRITE) else ADOPT, pk=adoption)
    if there.by_id != by.id:
        raise RuleBroken(_("由登记的人撤回。"), code="forbidden", status=403)
    if not there.publication.is_written:
        raise RuleBroken(_("登记的新闻和媒体采用，请作废整篇。"), code="wrong_state")
    there.is_void = True
    there.save(update_fields=["is_void"])
    mark_adoptions([there])
    journal.record("publications.take_back_adoption", by, there.publication)
    return there


def add_adoption(pk: UUID | None, row: Publication, fields: AdoptionFields, by: Actor, *, is_adopted: bool) -> Adoption:
    """Write an adoption, or an office's no, and mark the figures."""
    made = Adoption(
        publication=row, station_id=row.station_id, level=fields.level, outlet_level=fields.outlet_level,
        is_adopted=is_adopted, on=fields.on, by_id=by.id,
    )  # fmt: skip
    if pk is not None:
        made.pk = pk
    said = {name: clean(getattr(fields, name)) or None for name in ("outlet", "link", "words")}
    seal.write(made, **said)
    made.save(force_insert=True)
    mark_adoptions([made])
    journal.record("publications.answer", by, row)
    return made


def check_adoption(fields: AdoptionFields) -> dict[str, list[str]]:
    """What is wrong with it, field by field."""
    faults: dict[str, list[str]] = {}
    is_media = fields.level == Level.MEDIA
    if is_media and not 2 <= len(clean(fields.outlet)) <= 60:
        faults["outlet"] = [_("请写明媒体名称，2 到 60 字。")]
    if is_media != (fields.outlet_level in OutletLevel.values):
        faults["outlet_level"] = [_("媒体采用要选媒体级别，其他不选。")]
    if fields.link and not _LINK.fullmatch(clean(fields.link)):
        faults["link"] = [_("链接要以 http:// 或 https:// 开头。")]
    if fields.on > clock.today():
        faults["on"] = [_("日期不能晚于今天。")]
    if len(fields.words) > 200 or len(fields.outlet) > 60:
        faults.setdefault("words", []).append(_("说明最多 200 字。"))
    return faults


def _refuse_wrong(fields: AdoptionFields) -> None:
    if faults := check_adoption(fields):
        raise Invalid(faults)


def _handed_in(pk: UUID, by: Actor, permission) -> Publication:
    rows = Publication.objects.exclude(state__in=[Publication.State.DRAFT, Publication.State.VOID])
    rows = rows.select_related("station").select_for_update(of=("self",))
    row = rows.get_allowed(by, permission, pk=pk)
    if row.state not in Publication.HANDED_IN:
        raise RuleBroken(_("这篇信息现在是“%s”，不能这样办理。") % row.get_state_display(), code="wrong_state")
    return row
