"""What can be done with tracked items (督办事项): raise, prove, recheck, extend, escalate, plan, void."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.core import clock, journal, seal
from yimi.core.actors import Actor
from yimi.core.errors import Invalid, RuleBroken, invalid
from yimi.core.files.sent import MOST_FILES, file_name, kept
from yimi.core.files.vault import Vault
from yimi.core.ids import new_id
from yimi.core.permissions import Permission
from yimi.core.text import clean
from yimi.core.workdays import add_workdays
from yimi.figures.marks import mark
from yimi.network.models import Area, Station
from yimi.network.queries import ranked_areas

from . import queries
from .models import Kind, Level, ProofFile, Step, TrackedItem
from .sources import BY_HAND, sources
from .terms import terms

State, What = TrackedItem.State, Step.What
LONGEST = 500


@dataclass(frozen=True)
class ItemFields:
    """A finding as it is raised. Without a source it is its own; without a due day the rule of its kind gives one."""

    title: str
    station: str = ""
    county: str = ""
    kind: str = Kind.NOTICE
    detail: str = ""
    due_on: date | None = None
    source_kind: str = BY_HAND
    source_id: UUID | None = None


@transaction.atomic
def raise_item(pk: UUID, *, by: Actor, fields: ItemFields) -> TrackedItem:
    """Raise an item (提出) of a station or county within reach. Sending twice raises it once."""
    digest = seal.digest(vars(fields))
    there = TrackedItem.objects.unscoped("同号事项").filter(pk=pk).first()
    if there is not None:
        return _same(there, digest, by)
    station, county = _owner(fields, by)
    title, due_on = _checked(fields, station.area_path if station else county.path)
    level = list(Level)[list(Kind).index(Kind(fields.kind))] if station else Level.COUNTY
    item = TrackedItem(
        id=pk, source_kind=fields.source_kind, source_id=fields.source_id or pk, kind=fields.kind, level=level,
        station=station, area=station.area if station else county, county=county, title=title,
        found_on=clock.today(), due_on=due_on, raised_by_id=_person(by),
        digest=digest,
    )  # fmt: skip
    seal.write(item, detail=clean(fields.detail))
    item.save(force_insert=True)
    _step(item, What.RAISED, by, "")
    _record("raise", by, item)
    return item


def _same(there: TrackedItem, digest: str, by: Actor) -> TrackedItem:
    if not TrackedItem.objects.allowed(by, Permission.TRACKING_RECHECK).filter(pk=there.pk).exists():
        raise RuleBroken(_("这个编号已被使用。"), code="id_taken")
    if there.digest != digest:
        raise RuleBroken(_("同一编号已有内容不同的事项。"), code="differs")
    return there


def _owner(fields: ItemFields, by: Actor) -> tuple[Station | None, Area]:
    """The station that owes it with its county, or the county alone."""
    if fields.station:
        rows = Station.objects.select_related("county", "area")
        station = rows.get_allowed(by, Permission.TRACKING_RECHECK, code=clean(fields.station))
        return station, station.county
    allowed = {area.code for area in queries.counties_to_ask(by)}
    county = ranked_areas().filter(code=clean(fields.county)).first()
    if county is None or county.code not in allowed:
        raise invalid("station", _("请选择社工站，或由省级选择市县。"))
    return None, county


def _checked(fields: ItemFields, area_path: str) -> tuple[str, date]:
    title, faults = clean(fields.title or ""), {}
    if not 2 <= len(title) <= 100:
        faults["title"] = [_("请写明事项，2 到 100 字，不写个人信息。")]
    if fields.kind not in Kind.values:
        faults["kind"] = [_("请选择等次。")]
    if len(fields.detail) > LONGEST:
        faults["detail"] = [_("最多 500 字。")]
    if fields.due_on and fields.due_on < clock.today():
        faults["due_on"] = [_("期限不能早于今天。")]
    if fields.source_kind not in sources:
        faults["source_kind"] = [_("没有这种来源。")]
    if faults:
        raise Invalid(faults)
    return title, fields.due_on or add_workdays(clock.today(), terms().days[fields.kind], area_path)


@transaction.atomic
def submit_proof(
    pk: UUID, *, by: Actor, step: UUID, words: str, files: Sequence[tuple[str, bytes]] = ()
) -> TrackedItem:
    """Hand in what proves that it is settled (提交佐证), by who owes it. Sending twice hands it in once."""
    item = _locked(pk, by, Permission.TRACKING_ANSWER)
    if not queries.may_answer(by, item):
        raise RuleBroken(_("这件事项由责任单位办理。"), code="forbidden", status=403)
    if item.steps.filter(pk=step).exists():
        return item
    _in_state(item, State.OPEN)
    words = _words(words, "words", _("请写明办理情况，2 到 500 字。"))
    if len(files) > MOST_FILES:
        raise invalid("file", _("一次最多上传 %(most)d 个文件。") % {"most": MOST_FILES})
    made = _step(item, What.PROOF, by, words, step)
    for name, content in files:
        _keep(made, name, content)
    return _move(item, State.ANSWERED, by, "prove")


def _keep(step: Step, name: str, content: bytes) -> None:
    sent = kept(content)
    file = ProofFile(
        id=new_id(), step=step, item_id=step.item_id, content_type=sent.content_type, octets=len(sent.content),
        digest=sent.digest,
    )  # fmt: skip
    seal.write(file, name=file_name(name, sent.content_type))
    _vault(step.item_id).put(str(file.pk), sent.content)
    file.save(force_insert=True)


@transaction.atomic
def open_file(pk: UUID, *, by: Actor) -> tuple[str, str, bytes]:
    """The name, type and bytes of a proof, written down before it is shown."""
    file = queries.file_for(by, pk)
    journal.record("tracking.read_file", by, file.item, digest=file.digest)
    return file.opened["name"] or "", file.content_type, _vault(file.item_id).get(str(file.pk))


@transaction.atomic
def recheck(
    pk: UUID, *, by: Actor, accept: bool, words: str = "", due_on: date | None = None, version: int | None = None
) -> TrackedItem:
    """Look whether it is settled (复查): closed, or returned with a reason. Nobody rechecks what she handed in."""
    item = _locked(pk, by, Permission.TRACKING_RECHECK, version)
    _in_state(item, State.ANSWERED)
    if queries.has_answered(by, item) or queries.may_answer(by, item):
        raise RuleBroken(_("自己办理的事项要由他人复查。"), code="own_work")
    if accept:
        return _close(item, by, clean(words)[:LONGEST])
    if due_on and due_on < clock.today():
        raise invalid("due_on", _("期限不能早于今天。"))
    _step(item, What.RETURNED, by, _words(words, "words", _("请写明退回原因，2 到 500 字。")))
    item.due_on = due_on or item.due_on
    return _move(item, State.OPEN, by, "return")


def _close(item: TrackedItem, by: Actor, words: str) -> TrackedItem:
    _step(item, What.CLOSED, by, words)
    item.closed_on = clock.today()
    _move(item, State.CLOSED, by, "close")
    if source := sources.get(item.source_kind):
        source.closed(item.source_id, by)
    return item


@transaction.atomic
def extend(pk: UUID, *, by: Actor, due_on: date, words: str) -> TrackedItem:
    """Give it another due day, with the reason (调整期限)."""
    item = _locked(pk, by, Permission.TRACKING_RECHECK)
    _in_state(item, *TrackedItem.UNSETTLED)
    if due_on < clock.today():
        raise invalid("due_on", _("期限不能早于今天。"))
    _step(item, What.EXTENDED, by, _words(words, "words", _("请写明调整原因，2 到 500 字。")))
    item.due_on = due_on
    return _move(item, State(item.state), by, "extend")


@transaction.atomic
def escalate(pk: UUID, *, by: Actor, words: str) -> TrackedItem:
    """Follow it one level higher, and more firmly (升级), with the reason."""
    item = _locked(pk, by, Permission.TRACKING_RECHECK)
    _in_state(item, *TrackedItem.UNSETTLED)
    return _raised(item, by, _words(words, "words", _("请写明升级原因，2 到 500 字。")))


def _raised(item: TrackedItem, by: Actor, words: str) -> TrackedItem:
    level, kind = _next(Level, item.level), _next(Kind, item.kind)
    if (level, kind) == (item.level, item.kind):
        raise RuleBroken(_("已是省级督办事项，不能再升级。"), code="at_the_top")
    item.level, item.kind = level, kind
    _step(item, What.ESCALATED, by, words)
    return _move(item, State(item.state), by, "escalate")


def _next(choices, value: str) -> str:
    steps = list(choices)
    return steps[min(steps.index(choices(value)) + 1, len(steps) - 1)].value


@transaction.atomic
def escalate_overdue(*, by: Actor, today: date) -> int:
    """Escalate what is late by more workdays than its level allows (逾期自动升级); gives how many."""
    done = 0
    rows = TrackedItem.objects.unscoped("逾期自动升级").select_for_update(of=("self",)).select_related(
        "station", "county"
    )  # fmt: skip
    for item in rows.filter(state=State.OPEN, due_on__lt=today).exclude(level=Level.PROVINCE):
        path, days = item.station.area_path if item.station else item.county.path, terms().escalate_after[item.level]
        if add_workdays(item.due_on, days, path) < today:
            _raised(item, by, _("超过期限 %(days)d 个工作日未办结，自动升级。") % {"days": days})
            done += 1
    return done


@transaction.atomic
def plan(pk: UUID, *, by: Actor, year: int, words: str) -> TrackedItem:
    """Take what was learnt into the plan of a year (列入计划): finding → proof → next plan."""
    item = _locked(pk, by, Permission.TRACKING_RECHECK)
    _in_state(item, State.CLOSED)
    this = clock.today().year
    if year not in (this, this + 1):
        raise invalid("year", _("请选择今年或下一年。"))
    _step(item, What.PLANNED, by, _words(words, "words", _("请写明列入计划的内容，2 到 500 字。")))
    item.plan_year = year
    return _move(item, State.CLOSED, by, "plan")


@transaction.atomic
def void(pk: UUID, *, by: Actor, words: str) -> TrackedItem:
    """Take back an item that was raised in error (撤销), with the reason."""
    item = _locked(pk, by, Permission.TRACKING_RECHECK)
    _in_state(item, *TrackedItem.UNSETTLED)
    if item.source_kind != BY_HAND:
        raise RuleBroken(_("这件事项来自别处的检查，要在那里处理，不能撤销。"), code="has_a_source")
    _step(item, What.VOIDED, by, _words(words, "words", _("请写明撤销原因，2 到 500 字。")))
    return _move(item, State.VOID, by, "void")


def _locked(pk: UUID, by: Actor, permission: Permission, version: int | None = None) -> TrackedItem:
    rows = TrackedItem.objects.select_related("station", "county").select_for_update(of=("self",))
    item = rows.get_allowed(by, permission, pk=pk)
    if version is not None and version != item.version:
        raise RuleBroken(_("这件事项刚被别人办理过，请刷新后再办。"), code="stale")
    return item


def _in_state(item: TrackedItem, *states: str) -> None:
    if item.state not in states:
        raise RuleBroken(_("这件事项现在是“%s”，不能这样办理。") % item.get_state_display(), code="wrong_state")


def _words(text: str, path: str, asks: str) -> str:
    words = clean(text or "")
    if not 2 <= len(words) <= LONGEST:
        raise invalid(path, asks)
    return words


def _step(item: TrackedItem, what: str, by: Actor, words: str, pk: UUID | None = None) -> Step:
    step = Step(id=pk or new_id(), item=item, what=what, at=clock.now(), by_id=_person(by))
    seal.write(step, words=words)
    step.save(force_insert=True)
    return step


def _person(by: Actor) -> UUID | None:
    """The account that acts; the platform itself has none."""
    return None if by.id.int == 0 else by.id


def _move(item: TrackedItem, state: str, by: Actor, act: str) -> TrackedItem:
    item.state = state
    item.version += 1
    item.save()
    _record(act, by, item)
    return item


def _record(act: str, by: Actor, item: TrackedItem) -> None:
    journal.record(f"tracking.{act}", by, item, digest=item.digest)
    if item.station_id:
        mark((item.station_id, day) for day in (item.found_on, item.closed_on) if day)


def _vault(item: UUID) -> Vault:
    return Vault("tracked", item, root="files")
