"""Signing a list (审核、审定、退回). Who makes it does not check it, and nobody signs twice."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.core import clock, journal, seal
from yimi.core.actors import Actor
from yimi.core.errors import RuleBroken, invalid
from yimi.core.permissions import Permission
from yimi.core.text import clean
from yimi.visiting.models import Listed, Round
from yimi.visiting.signing import Step, next_step, signers, steps_held, with_township

LONGEST = 500


@transaction.atomic
def sign_round(pk: UUID, *, by: Actor, opinion: str = "") -> Round:
    """The township has looked at the list (乡镇（街道）审核) and passes it on to the county."""
    made = round_to_sign(pk, by, Step.TOWNSHIP)
    made.state, made.township_by_id, made.township_at = Round.State.TOWNSHIP_SIGNED, by.id, clock.now()
    seal.write(made, township_opinion=written(opinion))
    made.save()
    journal.record("visiting.sign_round", by, made, station=made.list.station_id)
    return made


@transaction.atomic
def return_round(pk: UUID, *, by: Actor, reason: str) -> Round:
    """Back to the station (退回), with the reason; from either step."""
    made = round_to_sign(pk, by)
    reason = clean(reason or "")
    if not 2 <= len(reason) <= LONGEST:
        raise invalid("reason", _("请写明退回原因（2 至 %(n)s 个字）。") % {"n": LONGEST})
    made.state, made.returned_by_id, made.returned_at = Round.State.RETURNED, by.id, clock.now()
    seal.write(made, return_reason=reason)
    made.save()
    journal.record("visiting.return_round", by, made, station=made.list.station_id)
    return made


@transaction.atomic
def strike_people(pk: UUID, *, by: Actor, people: Iterable[UUID], is_struck: bool = True) -> int:
    """Strike proposed people out (划去), or take that back, before the county settles the round."""
    made = round_to_sign(pk, by, Step.COUNTY)
    return strike(made, people, by=by, is_struck=is_struck)


def strike(made: Round, people: Iterable[UUID], *, by: Actor, is_struck: bool) -> int:
    rows = Listed.objects.unscoped("本轮增补").filter(added_in=made, since_on=None, person__in=list(people))
    ids = sorted(map(str, rows.exclude(is_struck=is_struck).values_list("person_id", flat=True)))
    rows.update(is_struck=is_struck)
    if ids:
        digest = seal.digest({"people": ids, "is_struck": is_struck})
        journal.record("visiting.strike_people", by, made, station=made.list.station_id, digest=digest)
    return len(ids)


def round_to_sign(pk: UUID, by: Actor, step: Step | None = None) -> Round:
    """The round, locked, if its next signature is the actor's to give."""
    rows = Round.objects.select_related("list__station__area").select_for_update(of=("self",))
    made = rows.get_allowed(by, Permission.LIST_APPROVE, pk=pk)
    due = next_step(made, with_township([made.list.station]))
    if due is None:
        raise RuleBroken(_("这一轮不在审核中。"), code="not_waiting")
    if due not in steps_held(by, made.list.station) or (step and due != step):
        who = _("乡镇（街道）审核") if due == Step.TOWNSHIP else _("市县审定")
        raise RuleBroken(_("现在等%(who)s。") % {"who": who}, code="not_your_turn", status=403)
    if by.id in signers(made):
        raise RuleBroken(_("编制、审核、审定不能是同一个账号。"), code="same_account", status=403)
    return made


def written(opinion: str) -> str | None:
    opinion = clean(opinion or "")
    if len(opinion) > LONGEST:
        raise invalid("opinion", _("意见最多 %(n)s 个字。") % {"n": LONGEST})
    return opinion or None
