"""What can be done with papers (资料审查（协助）): receive, look through, return, hand over, note what was said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.catalogue.queries import PaperList, paper_lists, paper_lists_in
from yimi.clients.models import Person
from yimi.clients.queries import person_for
from yimi.core import clock, journal, seal
from yimi.core.errors import Invalid, RuleBroken, Stale, invalid
from yimi.core.ids import new_id
from yimi.core.permissions import Permission
from yimi.core.text import clean
from yimi.network.models import Station
from yimi.services.actions import put_contact, void_contact
from yimi.services.fields import ContactFields, PartFields
from yimi.services.models import Contact, Kind
from yimi.services.queries import Asked, contacts_for

from .models import Mark, Papers, Step
from .queries import sheet_for
from .remarks import text_of

SERVICE = "SA03"
LONGEST = 500
State = Papers.State


@dataclass(frozen=True)
class PapersFields:
    """Papers as they are received: codes and ids, not yet looked up."""

    station: str
    client: UUID
    kind: str
    received_on: date
    note: str = ""


@dataclass(frozen=True)
class Put:
    """What came of putting papers: the row, and whether it is new."""

    papers: Papers
    created: bool


@transaction.atomic
def put_papers(pk: UUID, *, by: User, fields: PapersFields) -> Put:
    """Receive papers (收件): a contact of that day in the ledger. The same again changes nothing."""
    digest = seal.digest(vars(fields))
    there = Papers.objects.unscoped("同号资料").filter(pk=pk).select_for_update().first()
    if there is not None:
        return Put(_same(there, digest, by), created=False)
    station = Station.objects.get_allowed(by, Permission.CONTACT_WRITE, code=clean(fields.station))
    person = person_for(by, fields.client)
    listed = _listed(fields)
    papers = Papers(
        id=pk, station=station, person=person, contact=_contact(station, person, fields, by), edition_id=listed.edition,
        kind=listed.code, received_on=fields.received_on, state_on=fields.received_on, digest=digest,
    )  # fmt: skip
    seal.write(papers, note=_text("note", fields.note))
    papers.save(force_insert=True)
    _step(papers, by)
    _record("papers.put_papers", papers, by)
    return Put(papers, created=True)


def _same(there: Papers, digest: str, by: User) -> Papers:
    """The papers that were already received, if she may know of them and said the same."""
    if not Papers.objects.allowed(by, Permission.CONTACT_WRITE).filter(pk=there.pk).exists():
        raise RuleBroken(_("这个编号已被使用。"), code="id_taken")
    if there.digest != digest:
        raise Stale(_("同一编号已有内容不同的资料。"), code="differs", current=sheet_for(by, there.pk).plain())
    return there


def _listed(fields: PapersFields) -> PaperList:
    if fields.received_on > clock.today():
        raise invalid("received_on", _("收件日期不能晚于今天。"))
    listed = paper_lists(fields.received_on).get(fields.kind)
    if listed is None:
        raise invalid("kind", _("核对清单里没有“%s”。") % fields.kind)
    return listed


def _contact(station: Station, person: Person, fields: PapersFields, by: User) -> Contact:
    """The contact of the day: one that is recorded already and has no papers yet, or a new one."""
    asked = Asked(station=station.code, client=person.pk, kind=Kind.PAPER_CHECK)
    free = contacts_for(by, asked).filter(service_on=fields.received_on, papers=None).order_by("pk").first()
    if free is not None:
        return free
    said = ContactFields(
        station=station.code, kind=Kind.PAPER_CHECK, service_on=fields.received_on, services=(SERVICE,),
        participants=(PartFields(person.pk),),
    )  # fmt: skip
    return put_contact(new_id(), by=by, fields=said).contact


@transaction.atomic
def check_papers(
    pk: UUID, *, by: User, marks: Mapping[str, str], remarks: Mapping[str, str], version: int | None
) -> Papers:
    """Say of each paper what was found (核对): present, missing, not consistent, or not needed."""
    papers = _open(pk, by, version, Papers.AT_STATION)
    listed = paper_lists_in(papers.edition_id, papers.edition.checksum)[papers.kind]
    codes = [paper.code for paper in listed.papers]
    _refuse_wrong(codes, marks, remarks)
    papers.marks = {code: marks[code] for code in codes if marks.get(code)}
    papers.complete = _complete(codes, papers.marks)
    seal.write(papers, remarks=text_of({code: clean(words) for code, words in remarks.items()}))
    return _go(papers, State.CHECKING, by, "papers.check_papers", on=papers.state_on)


def _refuse_wrong(codes: list[str], marks: Mapping[str, str], remarks: Mapping[str, str]) -> None:
    faults = {}
    for code in {*marks, *remarks}:
        if code not in codes:
            faults[f"items.{code}"] = [_("核对清单里没有“%s”。") % code]
        elif marks.get(code, "") not in ("", *Mark.values):
            faults[f"items.{code}"] = [_("请选择核对结果。")]
        elif len(remarks.get(code, "")) > LONGEST:
            faults[f"items.{code}"] = [_("说明最多 500 字。")]
    if faults:
        raise Invalid(faults)


def _complete(codes: list[str], marks: Mapping[str, str]) -> bool | None:
    """Whether all is there and agrees; None until everything was looked at or something is wrong."""
    if {Mark.MISSING.value, Mark.DIFFERS.value} & set(marks.values()):
        return False
    return True if all(code in marks for code in codes) else None


@transaction.atomic
def return_papers(pk: UUID, *, by: User, version: int | None = None) -> Papers:
    """Give the papers back for what is missing (退回补正)."""
    papers = _open(pk, by, version, Papers.AT_STATION)
    if papers.complete is not False:
        raise RuleBroken(_("没有记下缺什么、哪里不一致，不能退回补正。"), code="nothing_missing")
    return _go(papers, State.RETURNED, by, "papers.return_papers")


@transaction.atomic
def receive_again(pk: UUID, *, by: User, version: int | None = None) -> Papers:
    """The papers came back (补正后收件); what was found stands until somebody looks again."""
    papers = _open(pk, by, version, (State.RETURNED,))
    papers.complete = None
    return _go(papers, State.RECEIVED, by, "papers.receive_again")


@transaction.atomic
def hand_papers(pk: UUID, *, by: User, version: int | None = None) -> Papers:
    """Hand complete papers to the township (移交乡镇（街道）). What follows is the authority's."""
    papers = _open(pk, by, version, Papers.AT_STATION)
    if not papers.complete:
        raise RuleBroken(_("资料还没有核对齐全，不能移交。"), code="not_complete")
    return _go(papers, State.HANDED, by, "papers.hand_papers")


@transaction.atomic
def note_outcome(pk: UUID, *, by: User, outcome: str, words: str = "", version: int | None = None) -> Papers:
    """Note what the authority said (记下反馈结果); the station neither decides nor reckons."""
    papers = _open(pk, by, version, (State.HANDED,))
    if outcome not in Papers.Outcome.values:
        raise invalid("outcome", _("请选择主管部门的反馈。"))
    papers.outcome = outcome
    seal.write(papers, outcome_words=_text("words", words))
    return _go(papers, State.NOTED, by, "papers.note_outcome")


@transaction.atomic
def withdraw_papers(pk: UUID, *, by: User, reason: str, version: int | None = None) -> Papers:
    """She does not apply after all (撤回申请). What was done for her stays in the ledger."""
    papers = _open(pk, by, version, (*Papers.AT_STATION, State.RETURNED, State.HANDED))
    seal.write(papers, why_withdrawn=_reason(reason))
    return _go(papers, State.WITHDRAWN, by, "papers.withdraw_papers")


@transaction.atomic
def void_papers(pk: UUID, *, by: User, reason: str, version: int | None = None) -> None:
    """They were received by mistake (作废): their contact is void and counts no more, and they are gone with it."""
    papers = _open(pk, by, version, tuple(State))
    void_contact(papers.contact_id, by=by, reason=_reason(reason))
    _record("papers.void_papers", papers, by)


def _own(pk: UUID, by: User) -> Papers:
    """The papers, locked, if she may change them; else 404."""
    sheet_for(by, pk)
    rows = Papers.objects.select_related("station", "edition").select_for_update(of=("self",))
    return rows.get_allowed(by, Permission.CONTACT_WRITE, pk=pk)


def _open(pk: UUID, by: User, version: int | None, states: tuple[str, ...]) -> Papers:
    """The papers, locked, in one of these states and as she has seen them."""
    papers = _own(pk, by)
    if version is not None and version != papers.version:
        raise Stale(_("这份资料刚被别人改过，请核对后再保存。"), current=sheet_for(by, pk).plain())
    if papers.state not in states:
        said = {"state": papers.get_state_display()}
        raise RuleBroken(_("这份资料现在是“%(state)s”，不能这样办理。") % said, code="wrong_state")
    return papers


def _go(papers: Papers, state: str, by: User, act: str, on: date | None = None) -> Papers:
    moved = papers.state != state
    papers.state, papers.state_on = state, on or clock.today()
    papers.version += 1
    papers.save()
    if moved:
        _step(papers, by)
    _record(act, papers, by)
    return papers


def _step(papers: Papers, by: User) -> None:
    Step.objects.create(papers=papers, state=papers.state, on=papers.state_on, by=by)


def _record(act: str, papers: Papers, by: User) -> None:
    journal.record(act, by, papers, refs=[("person", str(papers.person_id))], digest=papers.digest)


def _text(name: str, words: str) -> str:
    words = clean(words or "")
    if len(words) > LONGEST:
        raise invalid(name, _("最多 500 字。"))
    return words


def _reason(words: str) -> str:
    words = clean(words or "")
    if not 2 <= len(words) <= 200:
        raise invalid("reason", _("请写明原因，2 到 200 字。"))
    return words
