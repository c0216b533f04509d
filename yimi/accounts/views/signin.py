"""Signing in and out (登录、退出)."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from yimi.accounts import actions, factors, signin
from yimi.accounts.forms import SignInForm, say
from yimi.core.errors import RuleBroken


@never_cache
@sensitive_post_parameters("password")
def sign_in(request):
    if request.user.is_authenticated:
        return redirect(wanted_by(request))
    form, status = SignInForm(request.POST or None), 200
    if form.is_valid():
        try:
            user = signin.verify(request, **form.cleaned_data)
        except RuleBroken as refused:
            say(form, refused)
            status = 423 if refused.code == "locked" else 200
        else:
            if factors.is_on(user):
                signin.await_code(request, user)
                return redirect(f"{reverse('accounts:second')}?{urlencode({'next': wanted_by(request)})}")
            return welcome(request, user, wanted_by(request))
    shown = {"form": form, "next": wanted_by(request), "locked": status == 423}
    return render(request, "accounts/login.html", shown, status=status)


@require_POST
def sign_out(request):
    logout(request)
    return redirect("accounts:login")


def welcome(request, user, wanted: str):
    """Begin the session of somebody who has shown who she is, and go where she wanted."""
    signin.enter(request, user)
    actions.sign_in(user)
    response = redirect("accounts:password" if user.must_change_password else wanted)
    if user.language != settings.LANGUAGE_CODE:
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax")
    return response


def wanted_by(request) -> str:
    """The page one wanted before signing in, when it is one of this house."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return resolve_url(settings.LOGIN_REDIRECT_URL)
