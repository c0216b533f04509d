"""The way of a request for material (填报事项): proposed, published or returned, revised, ended."""

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.core import clock, journal, seal
from yimi.core.errors import Invalid, RuleBroken, Stale, invalid
from yimi.core.scope import ScopedQuerySet
from yimi.core.text import clean, widen
from yimi.network.models import Area
from yimi.requests.fields import DemandFields
from yimi.requests.matching import LineFields
from yimi.requests.models import Demand, DemandLine, Frequency, Level, StationLevel
from yimi.requests.queries import demands as queries

from .refusing import refuse_what_the_ledger_holds

S = Demand.State
LENGTHS = {"title": (2, 100), "office": (2, 80), "basis": (2, 200), "beyond": (0, 200)}
MOST_LINES, LONGEST_LINE, MOST_MINUTES = 20, 100, 2400
TOWNS = (Area.Level.TOWNSHIP, Area.Level.UNIT)


@dataclass(frozen=True)
class Put:
    """What came of putting a request: the row, and whether it is new."""

    demand: Demand
    created: bool


def put_demand(pk: UUID, *, by: User, fields: DemandFields, version: int | None = None) -> Put:
    """Propose a request (登记填报事项), or revise it with the version that was read. Sending twice does it once.

    A number that the ledger holds is refused, and the attempt is kept. What is revised, or was returned and is sent
    again, waits to be published.
    """
    _refuse_taken(pk, by)
    fields = _cleaned(fields)
    area, target = _places(fields, by)
    _check(fields)
    refuse_what_the_ledger_holds(pk, by, area, fields)
    try:
        return _put(pk, by, fields, area, target, version)
    except IntegrityError:
        # Somebody put the same id at the same moment; now it is there to compare with.
        _refuse_taken(pk, by)
        return _put(pk, by, fields, area, target, version)


def publish_demand(pk: UUID, *, by: User, version: int | None = None) -> Demand:
    """Publish the request (公布): from now on stations see it. The county for itself and its towns, else the province.

    It is compared with the ledger once more, which may hold by now what it did not when this was proposed.
    """
    row = queries.approvable(by).select_related("area").filter(pk=pk, state=S.PROPOSED).first()
    if row is not None:
        refuse_what_the_ledger_holds(row.pk, by, row.area, _as_fields(row))
    return _publish(pk, by, version)


@transaction.atomic
def _publish(pk: UUID, by: User, version: int | None) -> Demand:
    row = _locked(queries.approvable(by), pk, (S.PROPOSED,), version)
    row.state, row.why, row.published_by = S.PUBLISHED, "", by
    row.published_on = row.published_on or clock.today()
    return _save(row, by, "requests.publish_demand")


@transaction.atomic
def return_demand(pk: UUID, *, by: User, reason: str, version: int | None = None) -> Demand:
    """Give the proposal back with a reason (退回)."""
    row = _locked(queries.approvable(by), pk, (S.PROPOSED,), version)
    row.state, row.why = S.RETURNED, _reason(reason)
    return _save(row, by, "requests.return_demand")


@transaction.atomic
def end_demand(pk: UUID, *, by: User, reason: str, on: date | None = None, version: int | None = None) -> Demand:
    """End the request with a reason (终止), by the office that asks or one above it: stations answer no more."""
    row = _locked(queries.endable(by), pk, (S.PROPOSED, S.RETURNED, S.PUBLISHED), version)
    on = on or clock.today()
    if not row.proposed_on <= on <= clock.today():
        raise invalid("on", _("终止日期应在提出之后，不晚于今天。"))
    row.state, row.ended_on, row.why = S.ENDED, on, _reason(reason)
    return _save(row, by, "requests.end_demand")


@transaction.atomic
def _put(pk: UUID, by: User, fields: DemandFields, area: Area, target: Area, version: int | None) -> Put:
    digest = seal.digest(asdict(fields))
    there = queries.writable(by).filter(pk=pk).first()
    if there is None:
        row = Demand(pk=pk, proposed_on=clock.today(), version=0)
    elif there.digest == digest and not (version is not None and there.state == S.RETURNED):
        return Put(there, created=False)
    else:
        row = _to_revise(there, by, version)
    _write(row, fields, area, target, digest)
    row.save(force_insert=there is None)
    row.lines.all().delete()
    DemandLine.objects.bulk_create(
        DemandLine(demand=row, nth=nth, text=line.text) for nth, line in enumerate(fields.lines, 1)
    )
    journal.record("requests.put_demand", by, row, digest=digest)
    return Put(row, created=there is None)


def _refuse_taken(pk: UUID, by: User) -> None:
    """An id under which another office has proposed something is taken; of what, nothing is said."""
    is_there = Demand.objects.unscoped("同号填报事项").filter(pk=pk).exists()
    if is_there and not queries.writable(by).filter(pk=pk).exists():
        raise RuleBroken(_("这个编号已被使用。"), code="id_taken")


def _to_revise(there: Demand, by: User, version: int | None) -> Demand:
    if version is None:
        raise Stale(_("同一编号已有内容不同的事项。"), code="differs", current=_current(there))
    return _locked(queries.writable(by), there.pk, (S.PROPOSED, S.RETURNED, S.PUBLISHED), version)


def _write(row: Demand, fields: DemandFields, area: Area, target: Area, digest: str) -> None:
    row.area, row.level, row.target, row.state, row.why = area, level_of(area), target, S.PROPOSED, ""
    for name in (
        "office", "title", "basis", "frequency", "times_a_year", "minutes", "to_level", "valid_from", "valid_until",
        "beyond",
    ):  # fmt: skip
        setattr(row, name, getattr(fields, name))
    row.digest, row.version = digest, row.version + 1


def level_of(area: Area) -> Level:
    if area.parent_id is None:
        return Level.PROVINCE
    return Level.TOWNSHIP if area.level in TOWNS else Level.COUNTY


def _cleaned(fields: DemandFields) -> DemandFields:
    texts: dict[str, Any] = {name: widen(clean(getattr(fields, name))) for name in LENGTHS}
    lines = tuple(LineFields(widen(clean(line.text)), clean(line.measure)) for line in fields.lines)
    codes: dict[str, Any] = {"area": clean(fields.area), "target": clean(fields.target) or clean(fields.area)}
    return replace(fields, **texts, **codes, lines=tuple(line for line in lines if line.text or line.measure))


def _places(fields: DemandFields, by: User) -> tuple[Area, Area]:
    """The area of her office, and that of the stations which are asked."""
    area = queries.codes_of(queries.offices(by)).get(fields.area)
    if area is None:
        raise invalid("area", _("只能以本省、本市县、本乡镇（街道）的名义提出。"))
    target = queries.codes_of(queries.targets_of(area)).get(fields.target)
    if target is None:
        raise invalid("target", _("填报范围应在提出单位的区划以内。"))
    return area, target


def _check(fields: DemandFields) -> None:
    """Everything that cannot be right, at once."""
    faults: dict[str, list[Any]] = {}
    for name, (least, most) in LENGTHS.items():
        if not least <= len(getattr(fields, name)) <= most:
            faults[name] = [_("请写 %(least)d 到 %(most)d 字。") % {"least": least, "most": most}]
    if not 1 <= fields.minutes <= MOST_MINUTES:
        faults["minutes"] = [_("用时 1 到 2400 分钟。")]
    if fields.to_level not in StationLevel.values:
        faults["to_level"] = [_("没有这一层级。")]
    faults |= _faults_of_rhythm(fields) | _faults_of_lines(fields.lines)
    if faults:
        raise Invalid(faults)


def _faults_of_rhythm(fields: DemandFields) -> dict[str, list[Any]]:
    faults: dict[str, list[Any]] = {}
    is_irregular = fields.frequency == Frequency.IRREGULAR
    if fields.frequency not in Frequency.values:
        faults["frequency"] = [_("没有这一频次。")]
    if is_irregular and not 1 <= (fields.times_a_year or 0) <= 366:
        faults["times_a_year"] = [_("不定期的，请写明预计每年几次。")]
    if not is_irregular and fields.times_a_year is not None:
        faults["times_a_year"] = [_("只有不定期的才填次数。")]
    if fields.frequency == Frequency.ONCE and fields.valid_until is None:
        faults["valid_until"] = [_("只报一次的，请写明结束日期，即填报期限。")]
    elif fields.valid_until and fields.valid_until < fields.valid_from:
        faults["valid_until"] = [_("结束日期不能早于开始日期。")]
    return faults


def _faults_of_lines(lines: tuple[LineFields, ...]) -> dict[str, list[Any]]:
    if not lines:
        return {"lines": [_("请写明要站点填什么，一行一项。")]}
    if len(lines) > MOST_LINES:
        return {"lines": [_("最多 %d 项。") % MOST_LINES]}
    texts = [line.text for line in lines]
    if any(len(text) > LONGEST_LINE for text in texts):
        return {"lines": [_("每项最多 %d 字。") % LONGEST_LINE]}
    return {"lines": [_("有两项相同。")]} if len(set(texts)) < len(texts) else {}


def _as_fields(row: Demand) -> DemandFields:
    """The row as it was proposed, to compare its lines with the ledger once more."""
    lines = tuple(LineFields(line.text) for line in row.lines.all())
    return DemandFields(
        area="", office=row.office, title=row.title, basis=row.basis, frequency=row.frequency, minutes=row.minutes,
        lines=lines, valid_from=row.valid_from, beyond=row.beyond,
    )  # fmt: skip


def _locked(rows: ScopedQuerySet, pk: UUID, states: tuple[str, ...], version: int | None) -> Demand:
    """The request, locked, in one of these states and as she has seen it."""
    row = rows.select_related("area").select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise Http404
    if version is not None and version != row.version:
        raise Stale(_("这件事项刚被别人改过，请核对后再办。"), current=_current(row))
    if row.state not in states:
        raise RuleBroken(_("这件事项现在是“%s”，不能这样办理。") % row.get_state_display(), code="wrong_state")
    return row


def _current(row: Demand) -> dict[str, Any]:
    return {"id": str(row.pk), "state": row.state, "version": row.version}


def _reason(reason: str) -> str:
    reason = widen(clean(reason or ""))
    if not 2 <= len(reason) <= 200:
        raise invalid("reason", _("请写明原因，2 到 200 字。"))
    return reason


def _save(row: Demand, by: User, act: str) -> Demand:
    row.version += 1
    row.save()
    journal.record(act, by, row, digest=row.digest)
    return row
