"""What is written by hand: a line for a day (日志补记), and an entry of the chronicle (大事记条目)."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from yimi.core import clock, journal, seal
from yimi.core.actors import Actor
from yimi.core.errors import Invalid, RuleBroken, Stale, invalid
from yimi.core.scope import AREA
from yimi.core.text import clean
from yimi.network.models import Area, Station
from yimi.publications.fields import EntryFields
from yimi.publications.models import ChronicleEntry, LogNote
from yimi.publications.queries.chronicle import entry_to_change
from yimi.publications.queries.publications import ADOPT, WRITE, stations_to_write
from yimi.publications.wording import faults as faults_of

LONGEST_NOTE = 300


@transaction.atomic
def put_note(*, by: Actor, on: date, text: str) -> LogNote | None:
    """Add a line to one's own day (补记), or change it; without words there is none."""
    words = clean(text or "")
    if len(words) > LONGEST_NOTE:
        raise invalid("text", _("最多 %(most)d 字。") % {"most": LONGEST_NOTE})
    if on > clock.today():
        raise invalid("on", _("日期不能晚于今天。"))
    stations = stations_to_write(by)
    if not stations:
        raise RuleBroken(_("工作日志由社工站的社工写。"), code="forbidden", status=403)
    rows = LogNote.objects.allowed(by, WRITE).select_for_update(of=("self",))
    row = rows.filter(worker=by.id, on=on).first() or LogNote(worker_id=by.id, on=on, station=stations[0])
    seal.write(row, text=words)
    row.save()
    journal.record("publications.put_note", by, row)
    return row


@transaction.atomic
def put_entry(pk: UUID, *, by: Actor, fields: EntryFields) -> ChronicleEntry:
    """Write down what happened (登记大事) at a station, or in a county. Sending twice writes it once."""
    digest = seal.digest(vars(fields))
    there = ChronicleEntry.objects.unscoped("同号大事记").filter(pk=pk).first()
    if there is not None:
        return _same(there, digest, by)
    station, area, county = _place(fields, by)
    _check(fields)
    row = ChronicleEntry(
        id=pk, station=station, area=area, county=county, on=fields.on, made_by_id=by.id, digest=digest
    )  # fmt: skip
    seal.write(row, title=clean(fields.title))
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return _same(ChronicleEntry.objects.unscoped("同号大事记").get(pk=pk), digest, by)
    journal.record("publications.put_entry", by, row, digest=digest)
    return row


def _same(there: ChronicleEntry, digest: str, by: Actor) -> ChronicleEntry:
    if there.made_by_id != by.id:
        raise RuleBroken(_("这个编号已被使用。"), code="id_taken")
    if there.digest != digest:
        raise Stale(_("同一编号已有内容不同的条目。"), code="differs")
    return there


def _place(fields: EntryFields, by: Actor) -> tuple[Station | None, Area, Area]:
    """The station of those who write there, or the county of its office."""
    if fields.station:
        rows = Station.objects.select_related("area", "county")
        station = rows.get_allowed(by, WRITE, code=clean(fields.station))
        return station, station.area, station.county
    counties = {grant.on_id for grant in by.grants_for(ADOPT) if grant.on_kind == AREA}
    county = Area.objects.filter(pk__in=counties, is_ranked=True, code=clean(fields.county)).first()
    if county is None:
        raise invalid("station", _("请选择社工站，或由市县登记本市县的大事。"))
    return None, county, county


def _check(fields: EntryFields) -> None:
    title, faults = clean(fields.title or ""), {}
    if not 4 <= len(title) <= 120:
        faults["title"] = [_("请写明事项，4 到 120 字。")]
    elif wrong := faults_of("", title, ()):
        faults["title"] = wrong
    if fields.on > clock.today():
        faults["on"] = [_("日期不能晚于今天。")]
    if faults:
        raise Invalid(faults)


@transaction.atomic
def void_entry(pk: UUID, *, by: Actor, reason: str) -> ChronicleEntry:
    """Void an entry that was written in error (作废), with the reason."""
    row = entry_to_change(by, pk)
    words = clean(reason or "")
    if row.voided_on:
        raise RuleBroken(_("这一条已经作废。"), code="wrong_state")
    if not 2 <= len(words) <= 200:
        raise invalid("reason", _("请写明作废原因，2 到 200 字。"))
    row.voided_on = clock.today()
    seal.write(row, void_reason=words)
    row.save(update_fields=["voided_on", "void_reason"])
    journal.record("publications.void_entry", by, row, digest=row.digest)
    return row
