"""Writing a document (起草): a new one, its draft, or the draft of its next version."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.catalogue.models import Kind as Governed
from yimi.core import clock, journal, seal
from yimi.core.errors import RuleBroken, invalid
from yimi.core.text import clean, widen
from yimi.network.models import Area, Station
from yimi.policies import documents
from yimi.policies.documents import Kept
from yimi.policies.fields import LONGEST_TEXT, DocumentFields, Sent, bare, key_of, words_of
from yimi.policies.models import Document, Kind, Recipient, Version
from yimi.policies.queries import documents_for, offices, same_number, sheet_for

from .steps import draft_of, locked, newest_of, one_at_a_time, reason_of, refuse

LENGTHS = {"title": 120, "issuer": 80, "number": 60, "note": 500, "text": LONGEST_TEXT}
FIXED = ("number", "issuer", "kind", "title", "area")


@dataclass(frozen=True)
class Put:
    """What came of putting a document: the row, and whether it is new."""

    document: Document
    created: bool


@transaction.atomic
def put_document(
    pk: UUID, *, by: User, fields: DocumentFields, version: int | None = None, file: Sent | None = None,
    drops_file: bool = False,
) -> Put:  # fmt: skip
    """Write a document or its draft (起草文件). The same again changes nothing.

    Once a version is published, number, title, kind and issuer stand, and what is written is the draft of the next.
    """
    one_at_a_time()
    fields, kept = _cleaned(fields), documents.read(file) if file else None
    digest = seal.digest(asdict(fields) | {"file": kept.digest if kept else "", "drops": drops_file})
    there = Document.objects.unscoped("同号文件").filter(pk=pk).first()
    if there and _is_same(there, digest, by):
        return Put(there, created=False)
    area = _area(fields, by)
    row = _to_change(there, fields, area, by, version) if there else _new(pk, fields, area)
    _check(fields, by, pk)
    row.digest = digest
    row.save(force_insert=there is None)
    _write_draft(row, fields, kept, area, drops_file=drops_file)
    journal.record("policies.put_document", by, row, digest=digest)
    return Put(row, created=there is None)


@transaction.atomic
def discard_draft(pk: UUID, *, by: User, reason: str) -> Document:
    """Give a draft up (弃用草稿). A document that was never published is void with it, and its number is free again."""
    row = locked(pk, by)
    draft = draft_of(row)
    if draft is None:
        raise RuleBroken(_("没有可以弃用的草稿。"), code="no_draft")
    draft.state = Version.State.DISCARDED
    draft.save(update_fields=["state"])
    row.voided_because = reason_of(reason) if row.published_on is None else ""
    row.voided_at = None if row.published_on else clock.now()
    row.digest, row.version = "", row.version + 1
    row.save()
    journal.record("policies.discard_draft", by, row)
    return row


def _cleaned(fields: DocumentFields) -> DocumentFields:
    said = asdict(fields)
    for name in ("title", "issuer", "note", "text"):
        said[name] = widen(clean(said[name])) if name != "text" else clean(said[name])
    said["number"], said["area"] = clean(said["number"]), clean(said["area"])
    said["counties"], said["stations"] = tuple(sorted(set(fields.counties))), tuple(sorted(set(fields.stations)))
    return DocumentFields(**said)


def _area(fields: DocumentFields, by: User) -> Area:
    area = next((one for one in offices(by) if one.code == fields.area), None)
    if area is None:
        raise invalid("area", _("只能以本省、本市县的名义发文。"))
    return area


def _check(fields: DocumentFields, by: User, pk: UUID) -> None:
    """Everything that cannot be right, at once; then whether the number is free."""
    faults = {name: _("最多 %d 字。") % most for name, most in LENGTHS.items() if len(getattr(fields, name)) > most}
    faults |= {name: _("请填写。") for name in ("title", "issuer") if not getattr(fields, name)}
    if fields.kind not in Kind.values:
        faults["kind"] = _("没有这个文件种类。")
    if fields.governs and fields.governs not in Governed.values:
        faults["governs"] = _("没有这一种目录。")
    if fields.issued_on > clock.today():
        faults["issued_on"] = _("印发日期不能晚于今天。")
    if fields.valid_until and fields.valid_until < fields.valid_from:
        faults["valid_until"] = _("有效期至不能早于施行日期。")
    if fields.receive_by and fields.receive_by < fields.issued_on:
        faults["receive_by"] = _("签收期限不能早于印发日期。")
    if fields.receive_by and not (fields.counties or fields.stations):
        faults["receive_by"] = _("没有收文单位，不用填签收期限。")
    refuse(faults)
    _refuse_used_number(fields, by, pk)


def _refuse_used_number(fields: DocumentFields, by: User, pk: UUID) -> None:
    is_used, there = same_number(by, fields.issuer, fields.number, pk)
    if not is_used:
        return
    if there is None:
        raise RuleBroken(_("这个发文机关已有相同文号的文件。"), code="number_used")
    said = _("这个发文机关已有相同文号的文件：%(title)s。") % {"title": there.title}
    raise RuleBroken(said, code="number_used", current={"id": str(there.pk), "title": there.title})


def _is_same(there: Document, digest: str, by: User) -> bool:
    """Whether this was written already; refused where she may not know of the document."""
    if not documents_for(by).filter(pk=there.pk).exists():
        raise RuleBroken(_("这个编号已被使用。"), code="id_taken")
    return there.digest == digest


def _new(pk: UUID, fields: DocumentFields, area: Area) -> Document:
    row = Document(pk=pk)
    _name(row, fields, area)
    return row


def _to_change(there: Document, fields: DocumentFields, area: Area, by: User, version: int | None) -> Document:
    if version is None:
        current = sheet_for(by, there.pk).plain()
        raise RuleBroken(_("同一编号已有内容不同的文件。"), code="differs", current=current)
    row = locked(there.pk, by, version)
    if row.published_on:
        said = vars(fields) | {"area": row.area.code if area == row.area else ""}
        is_now = {name: getattr(row, name) for name in FIXED} | {"area": row.area.code}
        words = _("已随第 1 版发布，不能再改；名称或文号变了，请另建文件并注明代替。")
        refuse({name: words for name in FIXED if said[name] != is_now[name]})
        row.is_sample, row.governs = fields.is_sample, fields.governs
    else:
        _name(row, fields, area)
    row.version += 1
    return row


def _name(row: Document, fields: DocumentFields, area: Area) -> None:
    row.area, row.number, row.issuer, row.kind = area, fields.number, fields.issuer, fields.kind
    row.number_key, row.issuer_key = key_of(fields.number), key_of(fields.issuer)
    row.title, row.is_sample, row.governs, row.issued_on = (
        fields.title,
        fields.is_sample,
        fields.governs,
        fields.issued_on,
    )
    row.words = words_of(fields.title, fields.number, bare(row.number_key), fields.issuer, fields.text)


def _write_draft(row: Document, fields: DocumentFields, kept: Kept | None, area: Area, *, drops_file: bool) -> None:
    """The draft of the document, or that of its next version."""
    draft = draft_of(row) or Version(document=row, nth=row.versions.count() + 1)
    draft.issued_on, draft.valid_from, draft.valid_until = fields.issued_on, fields.valid_from, fields.valid_until
    draft.note, draft.receive_by, draft.text = fields.note, fields.receive_by, fields.text
    if kept:
        draft.text = fields.text or kept.text
        draft.file_name, draft.file_type = kept.name, kept.type
        draft.file_octets, draft.file_digest = len(kept.content), kept.digest
        documents.vault_of(draft.pk).put(kept.digest, kept.content)
    elif drops_file:
        draft.file_name, draft.file_type, draft.file_octets, draft.file_digest = "", "", 0, ""
    else:
        _keep_earlier_file(draft, row)
    draft.save()
    _name_recipients(draft, fields, area)


def _keep_earlier_file(draft: Version, row: Document) -> None:
    """The draft of a next version begins with the file of the one before."""
    before = newest_of(row)
    if draft.file_digest or before is None or not before.file_digest:
        return
    content = documents.vault_of(before.pk).get(before.file_digest)
    documents.vault_of(draft.pk).put(before.file_digest, content)
    draft.file_name, draft.file_type = before.file_name, before.file_type
    draft.file_octets, draft.file_digest = before.file_octets, before.file_digest


def _name_recipients(draft: Version, fields: DocumentFields, area: Area) -> None:
    """The offices that are to sign for the draft, all within the area for which it is issued."""
    counties = Area.objects.filter(code__in=fields.counties, is_ranked=True)
    counties = counties if area.parent_id is None else counties.filter(pk=area.pk)
    rows = Station.objects.unscoped("站点资料对工作人员公开").filter(code__in=fields.stations)
    stations = rows if area.parent_id is None else rows.filter(county=area)
    _refuse_unknown("counties", fields.counties, (one.code for one in counties))
    _refuse_unknown("stations", fields.stations, (one.code for one in stations))
    draft.recipients.all().delete()
    named = [Recipient(document_version=draft, area=one) for one in counties]
    named += [Recipient(document_version=draft, station=one) for one in stations]
    Recipient.objects.bulk_create(named)


def _refuse_unknown(path: str, codes: Iterable[str], known: Iterable[str]) -> None:
    missing = sorted(set(codes) - set(known))
    if missing:
        raise invalid(path, _("本级没有这些单位：%(codes)s。") % {"codes": "、".join(missing[:10])})
