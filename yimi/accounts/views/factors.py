"""The second factor (两步验证): the step after the password, and one's own page of it."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from yimi.accounts import actions, factors, signin
from yimi.accounts.forms import FactorForm, OwnPasswordForm, SecondForm, say
from yimi.core.errors import Invalid, RuleBroken
from yimi.ui.toasts import done

from .signin import wanted_by, welcome


@never_cache
@sensitive_post_parameters("code")
def second_step(request):
    """The code after the password; without a password just given, back to the beginning."""
    user = signin.awaited(request)
    if user is None:
        return redirect("accounts:login")
    form, status = SecondForm(request.POST or None), 200
    if form.is_valid():
        try:
            factors.check(user, form.cleaned_data["code"])
        except RuleBroken as refused:
            say(form, refused)
            status = 423 if refused.code == "locked" else 200
        else:
            return welcome(request, user, wanted_by(request))
    shown = {"form": form, "next": wanted_by(request), "locked": status == 423}
    return render(request, "accounts/second.html", shown, status=status)


@never_cache
@sensitive_post_parameters("code")
def factor(request):
    """One's own second factor: how to turn it on, or what it is."""
    if factors.is_on(request.user):
        left = len(factors.codes_left(request.user))
        shown = {"is_on": True, "left": left, "form": OwnPasswordForm(), "required": factors.is_required()}
        return render(request, "accounts/factor.html", shown)
    secret, form = factors.draft(request.session), FactorForm(request.POST or None)
    if form.is_valid() and (codes := _turned_on(request, form, secret)):
        return render(request, "accounts/factor_codes.html", {"codes": codes})
    address = factors.address_of(request.user, secret)
    spelled = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    shown = {"form": form, "picture": factors.picture_of(address), "secret": spelled}
    return render(request, "accounts/factor.html", shown | {"required": factors.is_required()})


def _turned_on(request, form, secret: str) -> list[str]:
    try:
        codes = actions.turn_on_second_factor(by=request.user, secret=secret, code=form.cleaned_data["code"])
    except Invalid as refused:
        say(form, refused)
        return []
    request.session.pop(factors.DRAFT, None)
    request.session[factors.PASSED] = True
    return codes


@require_POST
@sensitive_post_parameters("password")
def factor_off(request):
    actions.turn_off_second_factor(by=request.user, password=request.POST.get("password", ""))
    done(request, _("两步验证已关闭。"))
    return redirect("accounts:factor")


@never_cache
@require_POST
@sensitive_post_parameters("password")
def factor_codes(request):
    codes = actions.renew_recovery_codes(by=request.user, password=request.POST.get("password", ""))
    return render(request, "accounts/factor_codes.html", {"codes": codes})
