"""One's own account (我的账号): where one is signed in, password, language."""

from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from yimi.accounts import actions, queries
from yimi.accounts.forms import LanguageForm, PasswordForm, say
from yimi.core.errors import Invalid
from yimi.ui.toasts import done


def sessions(request):
    here = request.session.session_key
    found = [(session, session.session_key == here) for session in queries.sessions_of(request.user)]
    return render(request, "accounts/sessions.html", {"sessions": found})


@require_POST
def end_session(request, pk):
    actions.end_session(pk, by=request.user)
    done(request, _("已下线这处登录。"))
    return redirect("accounts:sessions")


@require_POST
def end_others(request):
    actions.sign_out_elsewhere(by=request.user, here=request.session.session_key)
    done(request, _("其他登录都已下线。"))
    return redirect("accounts:sessions")


@sensitive_post_parameters("current", "new", "again")
def password(request):
    form = PasswordForm(request.POST or None)
    if form.is_valid() and _changed(request, form):
        return redirect("accounts:sessions")
    return render(request, "accounts/password.html", {"form": form})


def language(request):
    form = LanguageForm(request.POST or None, initial={"language": request.user.language})
    if not form.is_valid():
        return render(request, "accounts/language.html", {"form": form})
    actions.set_language(form.cleaned_data["language"], by=request.user)
    response = redirect("accounts:language")
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, form.cleaned_data["language"], samesite="Lax")
    return response


def _changed(request, form) -> bool:
    try:
        actions.change_own_password(by=request.user, current=form.cleaned_data["current"], new=form.cleaned_data["new"])
    except Invalid as refused:
        return say(form, refused)
    update_session_auth_hash(request, request.user)
    done(request, _("密码已修改，其他登录都已下线。"))
    return True
