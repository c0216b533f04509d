"""Opening, closing and securing accounts (账号管理)."""

import secrets
from collections.abc import Iterable
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yimi.accounts.models import USERNAME, Token, User
from yimi.core import journal
from yimi.core.actors import Actor, may
from yimi.core.db import put
from yimi.core.errors import Invalid, RuleBroken, invalid
from yimi.core.permissions import Permission, Role
from yimi.core.text import clean, hidden_marks

# Without letters and digits that are taken for one another when a password is read out.
_LETTERS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@transaction.atomic
def create_user(*, by: Actor, username: str, name: str) -> tuple[User, str]:
    """Open an account (开设账号). Gives the user and a first password, shown once and to be changed."""
    if not may(by, Permission.USER_MANAGE):
        raise Http404
    username, name = clean(username), _good_name(name)
    _check_username(username)
    password = _new_password()
    user = User(username=username, name=name, password=make_password(password), must_change_password=True)
    user.save(force_insert=True)
    journal.record("accounts.create_user", by, user)
    return user, password


@transaction.atomic
def create_users(people: Iterable[tuple[str, str]], *, by: Actor, password: str) -> dict[str, User]:
    """Open many accounts (username, name) with one password, hashed once: demo and training only."""
    if not may(by, Permission.USER_MANAGE):
        raise Http404
    secret, users = make_password(password), {}
    for username, name in people:
        user = users[username] = User(username=username, name=name, password=secret)
        put(user)
        journal.record("accounts.create_user", by, user)
    return users


@transaction.atomic
def set_active(pk: UUID, *, by: Actor, is_active: bool) -> User:
    """Enable or disable an account (启用、停用). Disabling ends its sessions and tokens at once."""
    user = managed(pk, by)
    if user.is_active == is_active:
        return user
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    if not is_active:
        end_everything(user)
    journal.record("accounts.enable_user" if is_active else "accounts.disable_user", by, user)
    return user


@transaction.atomic
def reset_password(pk: UUID, *, by: Actor) -> str:
    """Give the account a new random password (重置密码), shown once; sessions and tokens end."""
    user, password = managed(pk, by), _new_password()
    user.password, user.must_change_password = make_password(password), True
    user.save(update_fields=["password", "must_change_password"])
    end_everything(user)
    journal.record("accounts.reset_password", by, user)
    return password


@transaction.atomic
def change_own_password(*, by: User, current: str, new: str) -> None:
    """Change one's own password (修改密码); every other session and all tokens end."""
    if not by.check_password(current):
        raise invalid("current", _("当前密码不对。"))
    if new == current:
        raise invalid("new", _("新密码不能与当前密码相同。"))
    try:
        validate_password(new, by)
    except ValidationError as refused:
        raise Invalid({"new": list(refused.messages)}) from refused
    by.set_password(new)
    by.must_change_password = False
    by.save(update_fields=["password", "must_change_password"])
    revoke_tokens(by)
    journal.record("accounts.change_password", by, by)


@transaction.atomic
def sign_in(user: User) -> None:
    """Note that somebody signed in (登录)."""
    journal.record("accounts.sign_in", user, user)


@transaction.atomic
def end_session(pk: int, *, by: User) -> None:
    """End one of one's own sessions (下线一处登录)."""
    session = UserSession.objects.filter(user=by, pk=pk).first()
    if session is None:
        raise Http404
    session.end()
    journal.record("accounts.end_session", by, by)


@transaction.atomic
def sign_out_elsewhere(*, by: User, here: str) -> None:
    """End all one's own sessions but the one with the session key `here`, and all tokens (下线其他登录)."""
    for session in UserSession.objects.filter(user=by).exclude(session_key=here):
        session.end()
    revoke_tokens(by)
    journal.record("accounts.sign_out_elsewhere", by, by)


@transaction.atomic
def sign_out_everywhere(pk: UUID, *, by: Actor) -> None:
    """End every session and token of an account (全部下线)."""
    user = managed(pk, by)
    end_everything(user)
    journal.record("accounts.sign_out_everywhere", by, user)


@transaction.atomic
def revoke_token(token: Token, *, by: User) -> None:
    """Revoke the token with which a program signed in (退出)."""
    if token.user_id != by.pk:
        raise Http404
    token.revoked_at = timezone.now()
    token.save(update_fields=["revoked_at"])
    journal.record("accounts.sign_out", by, by)


@transaction.atomic
def set_language(language: str, *, by: User) -> None:
    """Choose the language of one's pages (语言)."""
    if language not in dict(settings.LANGUAGES):
        raise invalid("language", _("没有这种语言。"))
    by.language = language
    by.save(update_fields=["language"])
    journal.record("accounts.set_language", by, by)


def verify_journal(*, by: User) -> journal.Verdict:
    """Check the whole journal (核验操作日志), and note that it was checked."""
    if not may(by, Permission.AUDIT_VIEW):
        raise Http404
    verdict = journal.verify()
    with transaction.atomic():
        journal.record("accounts.verify_journal", by, by)
    return verdict


def managed(pk: UUID, by: Actor) -> User:
    """The account to change. Security and audit administrators are the business of the security administrator.

    Otherwise a system administrator could take over the account that checks him.
    """
    user = User.objects.select_for_update().get_allowed(by, Permission.USER_VIEW, pk=pk)
    if user.pk == by.id:
        raise RuleBroken(_("不能管理自己的账号。"), code="own_account")
    guarded = user.roles() & {Role.SECURITY_ADMIN, Role.AUDIT_ADMIN}
    if not may(by, Permission.ROLE_APPROVE if guarded else Permission.USER_MANAGE):
        message = _("安全管理员和审计管理员的账号由安全管理员管理。") if guarded else _("账号由系统管理员管理。")
        raise RuleBroken(message, code="not_your_account", status=403)
    return user


def end_everything(user: User) -> None:
    for session in UserSession.objects.filter(user=user):
        session.end()
    revoke_tokens(user)


def revoke_tokens(user: User) -> None:
    user.tokens.filter(revoked_at=None).update(revoked_at=timezone.now())


def _check_username(username: str) -> None:
    try:
        USERNAME(username)
    except ValidationError as refused:
        raise Invalid({"username": list(refused.messages)}) from refused
    if User.objects.unscoped("账号在全系统唯一").filter(username__iexact=username).exists():
        raise invalid("username", _("这个账号已有人使用。"))


def _good_name(name: str) -> str:
    if hidden_marks(name) or not clean(name):
        raise invalid("name", _("姓名不能为空，也不能含看不见的字符。"))
    return clean(name)


def _new_password() -> str:
    return "".join(secrets.choice(_LETTERS) for _place in range(16))
