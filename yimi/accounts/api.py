"""Signing in for programs (接口登录)."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Field, Router

from yimi.core.api import In, Out, answers
from yimi.core.errors import RuleBroken
from yimi.core.routes import PUBLIC, SIGNED_IN, needs

from . import actions, bearer, queries, signin

router = Router(tags=["accounts"])


class Credentials(In):
    username: str = Field(max_length=64)
    password: str = Field(max_length=200)
    otp: str | None = Field(None, max_length=10)


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
    """Sign in with account and password; the token lasts twelve hours."""
    user = signin.verify(request, given.username, given.password)
    if user.must_change_password:
        raise RuleBroken(_("请先在网页上登录并修改初始密码。"), code="must_change_password", status=403)
    secret, expires_at = bearer.issue(user)
    actions.sign_in(user)
    return {"token": secret, "expires_at": expires_at, "user": queries.profile(user)}


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
