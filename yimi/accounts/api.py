"""Signing in for programs (接口登录)."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Field, Query, Router

from yimi.core import journal
from yimi.core.api import In, Out, Paged, answers, page
from yimi.core.errors import RuleBroken
from yimi.core.permissions import Permission
from yimi.core.routes import PUBLIC, SIGNED_IN, needs

from . import actions, audit, bearer, factors, queries, signin

router = Router(tags=["accounts"])


class Credentials(In):
    username: str = Field(max_length=64)
    password: str = Field(max_length=200)
    otp: str | None = Field(None, max_length=20)


class RoleOut(Out):
    """A role held today; `area` or `station` is the code of where, neither means the province."""

    role: str
    area: str | None = None
    station: str | None = None
    from_on: date = Field(alias="from", serialization_alias="from")
    to_on: date | None = Field(None, alias="to", serialization_alias="to")


class UserOut(Out):
    id: UUID
    username: str
    name: str
    roles: list[RoleOut]


class TokenOut(Out):
    token: str
    expires_at: datetime
    user: UserOut


class Done(Out):
    ok: bool = True


@router.post("/auth/token", response=answers(TokenOut), auth=None, by_alias=True, url_name="token")
@needs(PUBLIC)
def token(request, given: Credentials):
    """Sign in with account, password and, where a second factor is on, its code; the token lasts twelve hours."""
    user = signin.verify(request, given.username, given.password)
    if user.must_change_password:
        raise RuleBroken(_("请先在网页上登录并修改初始密码。"), code="must_change_password", status=403)
    _check_second(user, given.otp)
    secret, expires_at = bearer.issue(user)
    actions.sign_in(user)
    return {"token": secret, "expires_at": expires_at, "user": queries.profile(user)}


def _check_second(user, otp: str | None) -> None:
    """The code of the second factor, where one is on; where one is required and none is on, no token at all."""
    if factors.is_on(user):
        if not otp:
            raise RuleBroken(_("这个账号开启了两步验证，请附上验证码。"), code="otp_required", status=401)
        factors.check(user, otp)
    elif factors.is_required():
        raise RuleBroken(_("请先在网页上登录并开启两步验证。"), code="second_factor_required", status=403)


@router.post("/auth/logout", response=answers(Done), url_name="token_revoke")
@needs(SIGNED_IN)
def sign_out(request):
    """Revoke the token of this call."""
    actions.revoke_token(request.token, by=request.user)
    return {"ok": True}


@router.get("/me", response=answers(UserOut), by_alias=True, url_name="me")
@needs(SIGNED_IN)
def me(request):
    """Who I am and what I may do where."""
    return queries.profile(request.user)


class AuditFilters(Paged):
    since: date | None = None
    action: str = Field("", max_length=60, pattern=r"^[a-z_.]*$")


class EntryOut(Out):
    """One act: its place in the chain, who did what to which thing. Holds no personal data."""

    number: int | None
    at: datetime
    action: str
    says: str
    actor: str
    object_kind: str
    object_id: str
    station_id: UUID | None


class EntriesOut(Out):
    items: list[EntryOut]
    next: str | None


class HeadOut(Out):
    """The last seal of the journal."""

    sequence: int
    hash: str


@router.get("/audit", response=answers(EntriesOut), url_name="audit")
@needs(Permission.AUDIT_VIEW)
def audit_entries(request, filters: Query[AuditFilters]):
    """The journal, newest first."""
    found = audit.entries_for(since=filters.since, act=filters.action)
    entries, following = page(found, filters.limit, filters.cursor, order=("-id",))
    return {"items": [_entry(line) for line in audit.lines(entries)], "next": following}


@router.get("/audit/head", response=answers(HeadOut), url_name="audit_head")
@needs(Permission.AUDIT_VIEW)
def audit_head(request):
    """The number and hash of the last seal, to be kept elsewhere and compared later."""
    sequence, chained = journal.head()
    return {"sequence": sequence, "hash": chained}


def _entry(line: audit.Line) -> dict:
    entry = line.entry
    same = {name: getattr(entry, name) for name in ("number", "at", "object_kind", "object_id", "station_id")}
    return {"action": entry.act, "says": line.says, "actor": line.actor, **same}
