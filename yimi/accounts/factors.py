"""The second factor (两步验证): a one-time code of an authenticator app, or one of ten recovery codes.

The codes, their checks and their once-only use are allauth's. Between password and code a session
holds only whose code is awaited; five wrong codes forget it and lock the account's second step.
"""

from base64 import urlsafe_b64encode
from typing import Any
from urllib.parse import quote, urlencode

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, validate_totp_code
from cryptography.fernet import Fernet
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from yimi.core.errors import RuleBroken
from yimi.core.rootkey import subkey

from .models import User

AWAITED, PASSED, DRAFT = "second_awaited", "second_passed", "second_secret"
AWAITED_SECONDS = 300
TRIES, LOCK_SECONDS = 5, 15 * 60


class SealedAdapter(DefaultMFAAdapter):
    """Keeps the secrets of second factors sealed with a key outside the database."""

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()


def _box() -> Fernet:
    return Fernet(urlsafe_b64encode(subkey("factor")))


def is_on(user: User) -> bool:
    """Whether this account asks for a code."""
    return _found(user, Authenticator.Type.TOTP) is not None


def is_required() -> bool:
    """Whether nobody may work without one: the production profile."""
    return bool(settings.YIMI_SECOND_FACTOR)


def codes_left(user: User) -> list[str]:
    """The recovery codes that were not used yet."""
    found = _found(user, Authenticator.Type.RECOVERY_CODES)
    return RecoveryCodes(found).get_unused_codes() if found else []


def draft(session: Any) -> str:
    """The secret that a page offers; the same until it is confirmed."""
    if DRAFT not in session:
        session[DRAFT] = _box().encrypt(generate_totp_secret().encode()).decode()
    return _box().decrypt(session[DRAFT].encode()).decode()


def address_of(user: User, secret: str) -> str:
    """What an authenticator app reads from the QR code."""
    issuer = str(settings.YIMI_NAME)
    return f"otpauth://totp/{quote(f'{issuer}:{user.username}')}?{urlencode({'secret': secret, 'issuer': issuer})}"


def picture_of(address: str) -> str:
    """The QR code as an SVG image for an `img` tag."""
    return "data:image/svg+xml," + quote(SealedAdapter().build_totp_svg(address))


def fits(secret: str, code: str) -> bool:
    return validate_totp_code(secret, code.strip())


def turn_on(user: User, secret: str) -> list[str]:
    """Ask this account for codes from now on; gives its recovery codes."""
    turn_off(user)
    TOTP.activate(user, secret)
    return new_codes(user)


def turn_off(user: User) -> None:
    Authenticator.objects.filter(user=user).delete()


def new_codes(user: User) -> list[str]:
    """Ten new recovery codes; the old ones are void."""
    Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    return RecoveryCodes.activate(user).generate_codes()


def check(user: User, code: str) -> None:
    """Refuse a code that is wrong or was used; each code opens once, and five wrong ones lock for a quarter hour."""
    left = _tried(user, code.strip())
    if left is None:
        return
    if left <= 0:
        words = _("验证码试错次数太多，请 %(minutes)d 分钟后再试。") % {"minutes": LOCK_SECONDS // 60}
        raise RuleBroken(words, code="locked", status=423, retry_after=LOCK_SECONDS)
    raise RuleBroken(_("验证码不对，或已用过。还可以试 %(left)d 次。") % {"left": left}, code="bad_otp", status=401)


@transaction.atomic
def _tried(user: User, code: str) -> int | None:
    """How many tries are left after this one; None: it was right. The row is locked, so guesses queue up."""
    User.objects.unscoped("本人登录").select_for_update().get(pk=user.pk)
    key = f"second_tries:{user.pk}"
    failed = cache.get(key, 0)
    if failed >= TRIES:
        return 0
    if _opens(user, code):
        cache.delete(key)
        return None
    cache.set(key, failed + 1, LOCK_SECONDS)
    return TRIES - failed - 1


def _opens(user: User, code: str) -> bool:
    for kind, wrap in ((Authenticator.Type.TOTP, TOTP), (Authenticator.Type.RECOVERY_CODES, RecoveryCodes)):
        found = _found(user, kind)
        if found and code and wrap(found).validate_code(code):
            Authenticator.objects.filter(pk=found.pk).update(last_used_at=timezone.now())
            return True
    return False


def _found(user: User, kind: str) -> Authenticator | None:
    return Authenticator.objects.filter(user=user, type=kind).first()
