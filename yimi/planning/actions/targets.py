"""Setting targets and handing them down (下达目标、分解、调整)."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.core import clock, journal, seal
from yimi.core.errors import Invalid, RuleBroken, invalid
from yimi.core.ids import name_id
from yimi.core.permissions import Permission
from yimi.figures.measure import DISTINCT, RATE, measures
from yimi.planning.fields import TargetFields
from yimi.planning.models import Decomposition, Share, Target
from yimi.planning.places import STATION, Spot, children, of_area, reaches, spot_named
from yimi.planning.putting import Put, id_taken, twice
from yimi.planning.splitting import Sum
from yimi.planning.standing import checked, given, in_force
from yimi.planning.weighing import divide, is_split, month_key, rules_for

State = Decomposition.State
MOST = 10**12


def put_target(pk: UUID, *, by: User, fields: TargetFields) -> Put[Target]:
    """Set a yearly target (拟订目标) for the province or a county, with a first draft of who has to reach what."""
    return twice(lambda: _put(pk, by, fields.settled()))


@transaction.atomic
def _put(pk: UUID, by: User, fields: TargetFields) -> Put[Target]:
    spot, digest = spot_named(area=fields.area), seal.digest(vars(fields))
    there = Target.objects.unscoped("同号目标").filter(pk=pk).first()
    if there is not None:
        return Put(_same(there, by, digest), created=False)
    if spot.level == STATION or not reaches(by, Permission.TARGET_SET, spot):
        raise Http404
    if Target.objects.unscoped("本级目标").filter(area=spot.area, measure=fields.measure, year=fields.year).exists():
        raise RuleBroken(_("这一年已经有这项指标的目标，请在原目标上调整。"), code="target_exists")
    target = Target(
        id=pk, measure=fields.measure, year=fields.year, area_id=spot.area, county_id=spot.county,
        anchor=fields.anchor, anchor_number=fields.anchor_number, anchor_title=fields.anchor_title,
        due_on=fields.due_on or date(fields.year, 12, 31), digest=digest, made_by=by, made_at=clock.now(),
    )  # fmt: skip
    target.save(force_insert=True)
    journal.record("planning.put_target", by, target, digest=digest)
    _draft(target, spot, by, fields.value, 1)
    return Put(target, created=True)


def _same(there: Target, by: User, digest: str) -> Target:
    if not Target.objects.allowed(by, Permission.TARGET_SET).filter(pk=there.pk).exists():
        raise id_taken()
    if there.digest != digest:
        raise RuleBroken(_("同一编号已有内容不同的记录。"), code="differs")
    return there


@transaction.atomic
def draft_split(target: UUID, *, by: User, spot: Spot) -> Decomposition:
    """Begin to divide what this place has been given (分解), or to change how it was divided: the next version."""
    if not reaches(by, Permission.TARGET_SET, spot):
        raise Http404
    row = Target.objects.unscoped("已下达到本级的目标").select_for_update().filter(pk=target).first()
    if row is None:
        raise Http404
    draft = _of(row, spot).filter(state=State.DRAFT).first()
    if draft is not None:
        return draft
    total = given(row, spot)
    if total is None:
        raise Http404
    if not is_split(row, spot):
        raise RuleBroken(_("这是到期要达到的水平，不按月分解。"), code="not_split")
    before = in_force(row, spot)
    return _draft(row, spot, by, total, before.number + 1 if before else 1, before)


@transaction.atomic
def split_again(pk: UUID, *, by: User, rule: str, version: int) -> Decomposition:
    """Divide by a rule (按规则分解); what is locked stays as it is and the others share what is left."""
    made, spot = _to_edit(pk, by, version)
    kept = {share.place: share.value for share in made.shares.all() if share.is_locked}
    made.rule = rule
    _write(made, spot, divide(by, made.target, spot, rule, made.total, kept), set(kept))
    return _kept(made, by, "planning.split_target")


@transaction.atomic
def adjust(
    pk: UUID, *, by: User, values: Mapping[str, int], locked: set[str], version: int
) -> Decomposition:  # fmt: skip
    """Set values by hand (手工调整). A draft need not add up."""
    made, spot = _to_edit(pk, by, version)
    known = {share.place: share.value for share in made.shares.all()}
    most = 1000 if measures[made.target.measure].kind == RATE else MOST
    faults = {f"values.{key}": [_("没有这个单位。")] for key in values if key not in known}
    faults |= {
        f"values.{key}": [_("应为 0 至 %(n)s 的整数。") % {"n": most}]
        for key, value in values.items()
        if not 0 <= value <= most
    }
    if faults:
        raise Invalid(faults)
    _write(made, spot, known | dict(values), locked & set(known))
    return _kept(made, by, "planning.adjust_target")


@transaction.atomic
def change_total(pk: UUID, *, by: User, total: int, version: int) -> Decomposition:
    """Set another value for the whole year (调整目标值), by who set the target; the parts stay as they are."""
    made, spot = _to_edit(pk, by, version)
    if made.target.area_id != spot.area or spot.level == STATION:
        raise RuleBroken(_("目标值由下达单位调整。"), code="not_yours")
    if not 1 <= total <= (1000 if measures[made.target.measure].kind == RATE else MOST):
        raise invalid("total", _("目标值不对：至少为 1，比率不超过 100%。"))
    made.total = total
    return _kept(made, by, "planning.change_target")


@transaction.atomic
def publish_split(pk: UUID, *, by: User, version: int | None = None) -> Decomposition:
    """Hand it down (下达): from now on this version is what counts. Refused, with the gap, while it does not add up."""
    made, spot = _to_edit(pk, by, version)
    now = given(made.target, spot)
    if made.target.area_id != spot.area and now is not None:
        made.total = now
    found = checked(made)
    if not found.is_covered:
        raise RuleBroken(_gap_words(made, found), code="does_not_add_up", gap=found.gap)
    made.state, made.published_by, made.published_at = State.PUBLISHED, by, clock.now()
    return _kept(made, by, "planning.publish_target")


def hand_down(pk: UUID, *, by: User) -> int:
    """Divide and hand down everything below that nobody has divided yet (逐级分解到月), by the usual rules."""
    target = Target.objects.get_allowed(by, Permission.TARGET_SET, pk=pk)
    area = of_area(target.area)
    if area is None or in_force(target, area) is None:
        raise RuleBroken(_("请先下达本级的分解。"), code="not_handed_down")
    return sum(_hand_down(target, spot, by) for spot in children(area))


@transaction.atomic
def _hand_down(target: Target, spot: Spot, by: User) -> int:
    total, done = given(target, spot), 0
    if not total or not is_split(target, spot) or (spot.level != STATION and not children(spot)):
        return 0
    if in_force(target, spot) is None and not _of(target, spot).exists():
        made = _draft(target, spot, by, total, 1)
        if checked(made).is_covered:
            publish_split(made.pk, by=by)
            done = 1
    return done + sum(_hand_down(target, kid, by) for kid in children(spot))


def _draft(
    target: Target, spot: Spot, by: User, total: int, number: int, before: Decomposition | None = None
) -> Decomposition:
    pk = name_id("decomposition", target.pk, spot.key, number)
    usual = rules_for(target, spot)
    made = Decomposition(
        id=pk, target=target, number=number, total=total, made_by=by, version=0,
        rule=before.rule if before else usual[0], **spot.fields,
    )  # fmt: skip
    made.save(force_insert=True)
    if before:
        shares = {share.place: share.value for share in before.shares.all()}
        _write(made, spot, shares, {share.place for share in before.shares.all() if share.is_locked})
    else:
        _write(made, spot, _first(by, made, spot, usual), set())
    return _kept(made, by, "planning.split_target")


def _first(by: User, made: Decomposition, spot: Spot, usual: tuple) -> dict[str, int]:
    """By the first rule that has something to go by; by none where there is nobody to hand it to."""
    for rule in usual:
        try:
            values = divide(by, made.target, spot, rule, made.total)
        except Invalid:
            continue
        made.rule = rule
        return values
    return {}


def _write(made: Decomposition, spot: Spot, values: Mapping[str, int], locked: set[str]) -> None:
    made.shares.all().delete()
    if spot.level == STATION:
        months = {month_key(number): number for number in range(1, 13)}
        rows = [_share(made, spot.fields | {"place": key}, values[key], key in locked, months[key]) for key in values]
    else:
        kids = {kid.key: kid for kid in children(spot)}
        rows = [
            _share(made, kids[key].fields, values[key], key in locked) for key in kids if key in values
        ]  # fmt: skip
    Share.objects.bulk_create(rows)


def _share(made: Decomposition, where: Mapping, value: int, is_locked: bool, month: int | None = None) -> Share:
    return Share(decomposition=made, value=value, is_locked=is_locked, month=month, **where)


def _of(target: Target, spot: Spot):
    return Decomposition.objects.unscoped("本级分解").filter(target=target, place=spot.key)


def _to_edit(pk: UUID, by: User, version: int | None) -> tuple[Decomposition, Spot]:
    rows = Decomposition.objects.select_related("target", "area", "station").select_for_update(of=("self",))
    made = rows.get_allowed(by, Permission.TARGET_SET, pk=pk)
    if made.state != State.DRAFT:
        raise RuleBroken(_("已下达的分解不能再改，请另拟一版。"), code="published")
    if version is not None and version != made.version:
        raise RuleBroken(_("刚被别人改过，请核对后再保存。"), code="stale")
    named = {"station": made.station.code} if made.station else {"area": made.area.code}
    return made, spot_named(**named)


def _gap_words(made: Decomposition, found: Sum) -> str:
    measure = measures[made.target.measure]
    if measure.kind == RATE:
        return _("有的单位低于要求的水平，还差 %(gap)s 个百分点，不能下达。") % {"gap": found.gap / 10}
    if measure.kind == DISTINCT:
        return _("还没有分解到任何单位，不能下达。")
    words = {"total": found.total, "parts": found.parts, "gap": found.gap, "unit": measure.unit}
    return _("分解合计 %(parts)s%(unit)s，少于目标 %(total)s%(unit)s，还差 %(gap)s%(unit)s，不能下达。") % words


def _kept(made: Decomposition, by: User, act: str) -> Decomposition:
    made.version += 1
    made.save()
    journal.record(act, by, made, station=made.station_id)
    return made
