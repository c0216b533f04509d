"""Rules of a session that hold on every page (会话规则)."""

from django.contrib import messages
from django.contrib.auth import logout
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _

from .factors import PASSED, is_required
from .signin import SEEN, is_over

REFRESH_SECONDS = 60
FREE = {"accounts:password", "accounts:logout", "accounts:language"}
FREE_WITHOUT_SECOND = FREE | {"accounts:factor"}


class IdleMiddleware(MiddlewareMixin):
    """Signs out who has been idle for 15 minutes; sends who must change her password or set up a second factor there.

    The time last seen is written at most once a minute. Stands after AuthenticationMiddleware and
    MessageMiddleware.
    """

    def process_request(self, request):
        if SEEN not in request.session:
            return
        now = int(timezone.now().timestamp())
        if is_over(request.session, now):
            logout(request)
            messages.info(request, _("登录已过期，请重新登录。"))
        elif now - request.session[SEEN] >= REFRESH_SECONDS:
            request.session[SEEN] = now

    def process_view(self, request, view, args, kwargs):
        if SEEN not in request.session or not request.user.is_authenticated:
            return None
        name = request.resolver_match.view_name
        if request.user.must_change_password:
            return None if name in FREE else redirect("accounts:password")
        if is_required() and not request.session.get(PASSED):
            return None if name in FREE_WITHOUT_SECOND else redirect("accounts:factor")
        return None
