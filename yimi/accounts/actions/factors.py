"""Turning the second factor on and off (两步验证), for oneself and for who lost her phone."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.accounts import factors
from yimi.accounts.models import User
from yimi.core import journal
from yimi.core.actors import Actor
from yimi.core.errors import RuleBroken, invalid

from .users import end_everything, managed, revoke_tokens


@transaction.atomic
def turn_on_second_factor(*, by: User, secret: str, code: str) -> list[str]:
    """Ask this account for codes from now on (开启两步验证). Gives ten recovery codes, shown once; tokens end."""
    if factors.is_on(by):
        raise RuleBroken(_("已经开启两步验证。换手机请先关闭再开启。"), code="second_factor_on")
    if not factors.fits(secret, code):
        raise invalid("code", _("验证码不对。请核对手机时间，再输入当前显示的 6 位数字。"))
    codes = factors.turn_on(by, secret)
    revoke_tokens(by)
    journal.record("accounts.turn_on_second_factor", by, by)
    return codes


@transaction.atomic
def turn_off_second_factor(*, by: User, password: str) -> None:
    """Ask for no more codes (关闭两步验证), with the password; never where it is required."""
    _check_password(by, password)
    if factors.is_required():
        raise RuleBroken(_("本系统要求两步验证，不能关闭。换手机请联系系统管理员重置。"), code="second_factor_required")
    factors.turn_off(by)
    revoke_tokens(by)
    journal.record("accounts.turn_off_second_factor", by, by)


@transaction.atomic
def renew_recovery_codes(*, by: User, password: str) -> list[str]:
    """Ten new recovery codes (更换备用码); the old ones open nothing any more."""
    _check_password(by, password)
    if not factors.is_on(by):
        raise RuleBroken(_("还没有开启两步验证。"), code="second_factor_off")
    journal.record("accounts.renew_recovery_codes", by, by)
    return factors.new_codes(by)


@transaction.atomic
def reset_second_factor(pk: UUID, *, by: Actor) -> User:
    """Take the second factor from an account whose phone is lost (重置两步验证); its sessions and tokens end."""
    user = managed(pk, by)
    factors.turn_off(user)
    end_everything(user)
    journal.record("accounts.reset_second_factor", by, user)
    return user


def _check_password(by: User, password: str) -> None:
    if not by.check_password(password):
        raise invalid("password", _("密码不对。"))
