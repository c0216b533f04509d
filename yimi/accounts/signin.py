"""Signing in (登录): one check of account and password for the page and the API, with lock-out by django-axes."""

import math
from datetime import timedelta

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off, get_failure_limit
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import authenticate
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from yimi.core.errors import RuleBroken
from yimi.core.text import clean

from .factors import AWAITED, AWAITED_SECONDS, PASSED
from .models import User

BEGUN, SEEN = "signed_in_at", "seen_at"


def axes_username(request, credentials=None) -> str | None:
    """The account that an attempt is counted against, in lower case; locked by account alone.

    Anybody can so lock somebody out for a quarter of an hour. Stations share one address behind the
    county's network, so counting by address would lock out whole counties instead.
    """
    named = (credentials or {}).get("username") or (request.POST.get("username") if request else None)
    return clean(named).lower() if named else None


def verify(request, username: str, password: str) -> User:
    """The user of this account and password; `RuleBroken` says the same for a wrong password and an unknown account."""
    credentials = {"username": clean(username), "password": password}
    if not AxesProxyHandler.is_allowed(request, credentials):
        raise _locked(request, credentials)
    user = authenticate(request, **credentials)
    if user is not None:
        return user
    left = get_failure_limit(request, credentials) - AxesProxyHandler.get_failures(request, credentials)
    if left <= 0:
        raise _locked(request, credentials)
    raise RuleBroken(_("账号或密码不对。还可以试 %(left)d 次。") % {"left": left}, code="bad_credentials", status=401)


def await_code(request, user: User) -> None:
    """The password was right; whose code is awaited is kept for five minutes in a session that opens nothing."""
    request.session.cycle_key()
    request.session[AWAITED] = [str(user.pk), int(timezone.now().timestamp())]


def awaited(request) -> User | None:
    """Whose code is awaited in this browser, if her five minutes are not over."""
    pk, since = request.session.get(AWAITED, (None, 0))
    if pk is None or timezone.now().timestamp() - since > AWAITED_SECONDS:
        return None
    return User.objects.unscoped("本人登录").filter(pk=pk, is_active=True).first()


def enter(request, user: User) -> None:
    """Begin a session of this user in this browser; it ends twelve hours later at the latest."""
    passed = request.session.pop(AWAITED, None) is not None
    get_adapter().login(request, user)
    request.session[BEGUN] = request.session[SEEN] = int(timezone.now().timestamp())
    request.session[PASSED] = passed
    UserSession.objects.purge_and_list(user)
    UserSession.objects.create_from_request(request)


def is_over(session, now: int) -> bool:
    """Whether a session has been idle too long or lasted its twelve hours."""
    idle, lasted = now - session.get(SEEN, now), now - session.get(BEGUN, now)
    return idle > settings.YIMI_IDLE_SECONDS or lasted > settings.SESSION_COOKIE_AGE


def _locked(request, credentials: dict) -> RuleBroken:
    # The answer is ours, a page or a problem; otherwise the axes middleware would put its own in its place.
    request.axes_locked_out = False
    seconds = _seconds_left(request, credentials)
    minutes = max(1, math.ceil(seconds / 60))
    return RuleBroken(
        _("试错次数太多，账号已暂时锁定。请 %(minutes)d 分钟后再试。") % {"minutes": minutes},
        code="locked",
        status=423,
        retry_after=seconds,
    )


def _seconds_left(request, credentials: dict) -> int:
    attempts = AccessAttempt.objects.filter(username=axes_username(request, credentials))
    last = attempts.aggregate(last=Max("attempt_time"))["last"] or timezone.now()
    over = last + (get_cool_off(request) or timedelta())
    return max(1, math.ceil((over - timezone.now()).total_seconds()))
