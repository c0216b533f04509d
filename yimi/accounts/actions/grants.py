"""Giving and ending roles (授权). One person says who, a second one says which role; other domains grant by fact."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from yimi.accounts.models import Grant, GrantRequest, User
from yimi.accounts.places import Place
from yimi.core import clock, journal
from yimi.core.actors import Actor, may
from yimi.core.db import put
from yimi.core.errors import RuleBroken, invalid
from yimi.core.permissions import ADMINISTRATORS, ROLE_ON, Permission, Role
from yimi.core.text import clean


@transaction.atomic
def appoint(
    user_pk: UUID, *, by: User, role: str, place: Place, from_on: date, because: str, to_on: date | None = None
) -> GrantRequest:
    """Propose a role for somebody (提出授权). It takes effect when a security administrator approves it."""
    user = User.objects.select_for_update().get_allowed(by, Permission.USER_MANAGE, pk=user_pk)
    if user.pk == by.pk:
        raise RuleBroken(_("不能给自己申请授权。"), code="own_account")
    request = GrantRequest(user=user, asked_by=by, **_held(role, place, from_on, to_on, because))
    _check(user, request.role, place.on_kind, place.on_id, from_on, to_on)
    if user.grant_requests.filter(state="asked", role=role, on_kind=place.on_kind, on_id=place.on_id).exists():
        raise RuleBroken(_("同样的授权申请正在等待审定。"), code="already_asked")
    request.save(force_insert=True)
    journal.record("accounts.appoint", by, user, refs=[request])
    return request


@transaction.atomic
def approve_appointment(pk: UUID, *, by: User, answer: str = "") -> Grant:
    """Approve a proposed role (同意授权). Never by who proposed it, nor by who gains it."""
    request = _asked(pk, by)
    granted = grant(
        request.user,
        request.role,
        Place(request.on_kind, request.on_id, request.area_path),
        by=by,
        from_on=max(request.from_on, clock.today()),
        to_on=request.to_on,
        because=request.because,
    )
    _answer(request, by, GrantRequest.State.APPROVED, answer, granted)
    journal.record("accounts.approve_appointment", by, request.user, refs=[request])
    return granted


@transaction.atomic
def decline_appointment(pk: UUID, *, by: User, answer: str) -> GrantRequest:
    """Decline a proposed role (不同意授权), with a reason."""
    request = _asked(pk, by)
    if not clean(answer):
        raise invalid("answer", _("请写明不同意的原因。"))
    _answer(request, by, GrantRequest.State.DECLINED, answer, None)
    journal.record("accounts.decline_appointment", by, request.user, refs=[request])
    return request


@transaction.atomic
def end_grant(pk: UUID, *, by: User, because: str) -> Grant:
    """End an appointed role (收回授权); the next request already goes without it."""
    held = Grant.objects.select_for_update().get_allowed(by, Permission.USER_VIEW, pk=pk)
    _check_may_end(held, by)
    if not clean(because):
        raise invalid("because", _("请写明收回的原因。"))
    if held.ended_at or (held.to_on and held.to_on < clock.today()):
        raise RuleBroken(_("这项授权已经结束。"), code="grant_ended")
    _end(held, by, max(clock.today(), held.from_on), because, at_once=True)
    journal.record("accounts.end_grant", by, held.user, refs=[held])
    return held


def grant(
    user: User,
    role: str,
    place: Place,
    *,
    by: Actor,
    from_on: date,
    because: str,
    to_on: date | None = None,
    source: str = Grant.Source.APPOINTMENT,
) -> Grant:
    """Give a role, inside the action that makes the fact behind it (驻站, 合同); that action has checked reach."""
    _check(user, role, place.on_kind, place.on_id, from_on, to_on)
    held = Grant(user=user, source=source, given_by=_person(by), **_held(role, place, from_on, to_on, because))
    put(held)
    user.forget_grants()
    journal.record("accounts.grant", by, user, refs=[held])
    return held


def close_grant(held: Grant, *, by: Actor, last_on: date, because: str) -> None:
    """Let a role end with the fact behind it, after `last_on`; inside the action that ends the fact."""
    at_once = last_on < clock.today() or last_on < held.from_on
    _end(held, by, max(last_on, held.from_on), because, at_once=at_once)
    journal.record("accounts.close_grant", by, held.user, refs=[held])


def _held(role: str, place: Place, from_on: date, to_on: date | None, because: str) -> dict:
    if not clean(because):
        raise invalid("because", _("请写明授权依据。"))
    return {
        "role": Role(role),
        "on_kind": place.on_kind,
        "on_id": place.on_id,
        "area_path": place.area_path,
        "from_on": from_on,
        "to_on": to_on,
        "because": clean(because)[:200],
    }


def _check(user: User, role: str, on_kind: str, on_id: str, from_on: date, to_on: date | None) -> None:
    """The rules of every grant; the database refuses the same."""
    if on_kind not in ROLE_ON[Role(role)]:
        raise invalid("role", _("这个角色不能授予在这样的对象上。"))
    if to_on and to_on < from_on:
        raise invalid("to_on", _("结束日期不能早于开始日期。"))
    held = [other for other in user.grants.filter(ended_at=None) if _overlap(other, from_on, to_on)]
    if any(other.role != role and {other.role, role} & ADMINISTRATORS for other in held):
        message = _("系统、安全、审计三类管理员只能各任其一，也不能兼任其他角色。")
        raise RuleBroken(message, code="administrators_hold_no_other_role")
    if any((other.role, other.on_kind, other.on_id) == (role, on_kind, on_id) for other in held):
        raise RuleBroken(_("该账号在此期间已有同样的授权。"), code="already_granted")


def _overlap(other: Grant, from_on: date, to_on: date | None) -> bool:
    return (to_on is None or other.from_on <= to_on) and (other.to_on is None or other.to_on >= from_on)


def _asked(pk: UUID, by: User) -> GrantRequest:
    """The request that this security administrator may answer."""
    request = GrantRequest.objects.select_for_update().get_allowed(by, Permission.ROLE_APPROVE, pk=pk)
    if request.state != GrantRequest.State.ASKED:
        raise RuleBroken(_("这项申请已经审定。"), code="already_answered")
    if by.pk in (request.asked_by_id, request.user_id):
        raise RuleBroken(_("授权须由两个人办理：申请人和本人都不能审定。"), code="needs_two_people")
    return request


def _answer(request: GrantRequest, by: User, state: str, answer: str, granted: Grant | None) -> None:
    request.state, request.answered_by, request.answered_at = state, by, clock.now()
    request.answer, request.grant = clean(answer)[:200], granted
    request.save(update_fields=["state", "answered_by", "answered_at", "answer", "grant"])


def _check_may_end(held: Grant, by: User) -> None:
    """Both administrators may end a role; those of administrators end by the security administrator only."""
    if not (may(by, Permission.ROLE_APPROVE) or may(by, Permission.USER_MANAGE)):
        raise Http404
    if held.role in ADMINISTRATORS and (by.pk == held.user_id or not may(by, Permission.ROLE_APPROVE)):
        raise RuleBroken(_("管理员的授权由另一位安全管理员收回。"), code="needs_two_people")
    if held.source != Grant.Source.APPOINTMENT:
        raise RuleBroken(_("这项授权来自驻站安排或会商，请在办理它的页面结束。"), code="grant_of_a_posting")


def _end(held: Grant, by: Actor, last_on: date, because: str, *, at_once: bool) -> None:
    held.to_on, held.ended_by, held.ended_because = (last_on, _person(by), clean(because)[:200])
    held.ended_at = clock.now() if at_once else None
    held.save(update_fields=["to_on", "ended_by", "ended_because", "ended_at"])
    held.user.forget_grants()


def _person(by: Actor) -> User | None:
    return by if isinstance(by, User) else None
