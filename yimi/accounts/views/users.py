"""Other people's accounts (账号管理): system administrators open them, security administrators approve roles."""

from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yimi.accounts import actions, places, queries
from yimi.accounts.forms import AnswerForm, AppointForm, ReasonForm, UserForm, say
from yimi.core.actors import may
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.permissions import Permission
from yimi.ui.toasts import done


def users(request):
    page = queries.users_page(request.user, request.GET.get("q", ""), request.GET.get("page", 1))
    waiting = len(queries.requests_for(request.user))
    q = request.GET.get("q", "")
    shown = {"page": page, "q": q, "kept": urlencode({"q": q}) if q else "", "waiting": waiting}
    return render(request, "accounts/users.html", shown | _rights(request))


def new(request):
    form = UserForm(request.POST or None)
    if form.is_valid():
        try:
            user, password = actions.create_user(by=request.user, **form.cleaned_data)
        except Invalid as refused:
            say(form, refused)
        else:
            return render(request, "accounts/password_once.html", {"user_shown": user, "password": password})
    return render(request, "accounts/user_new.html", {"form": form})


def user(request, pk):
    shown_user = queries.user_for(request.user, pk)
    held = queries.grants_for(request.user, shown_user)
    shown = {
        "user_shown": shown_user,
        "now": [(grant, place) for grant, place in held if queries.is_in_force(grant)],
        "history": [(grant, place) for grant, place in held if not queries.is_in_force(grant)],
        "asked": queries.requests_for(request.user, shown_user),
    }
    return render(request, "accounts/user.html", shown | _rights(request))


def appoint(request, pk):
    shown_user = queries.user_for(request.user, pk)
    form = AppointForm(request.POST or None)
    if form.is_valid() and _appointed(request, pk, form):
        return redirect("accounts:user", pk)
    return render(
        request, "accounts/appoint.html", {"user_shown": shown_user, "form": form, "places": places.choices()}
    )


def requests(request):
    return render(request, "accounts/requests.html", {"asked": queries.requests_for(request.user)} | _rights(request))


@require_POST
def answer(request, pk):
    form = AnswerForm(request.POST)
    if not form.is_valid():
        raise Invalid({"answer": [_("请选择同意或不同意。")]})
    if form.cleaned_data["approve"] == "yes":
        actions.approve_appointment(pk, by=request.user, answer=form.cleaned_data["answer"])
        done(request, _("已同意，授权即时生效。"))
    else:
        actions.decline_appointment(pk, by=request.user, answer=form.cleaned_data["answer"])
        done(request, _("已答复不同意。"))
    return redirect("accounts:requests")


@require_POST
def end_grant(request, pk):
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise Invalid({"because": [_("请写明收回的原因。")]})
    grant = actions.end_grant(pk, by=request.user, because=form.cleaned_data["because"])
    done(request, _("授权已收回，即时生效。"))
    return redirect("accounts:user", grant.user_id)


@require_POST
def reset_password(request, pk):
    password = actions.reset_password(pk, by=request.user)
    shown = {"user_shown": queries.user_for(request.user, pk), "password": password}
    return render(request, "accounts/password_once.html", shown)


@require_POST
def reset_second_factor(request, pk):
    actions.reset_second_factor(pk, by=request.user)
    done(request, _("两步验证已重置，该账号的登录已全部下线。"))
    return redirect("accounts:user", pk)


@require_POST
def set_active(request, pk):
    changed = actions.set_active(pk, by=request.user, is_active=request.POST.get("is_active") == "1")
    done(request, _("账号已启用。") if changed.is_active else _("账号已停用，其登录已全部下线。"))
    return redirect("accounts:user", pk)


@require_POST
def sign_out(request, pk):
    actions.sign_out_everywhere(pk, by=request.user)
    done(request, _("该账号的登录已全部下线。"))
    return redirect("accounts:user", pk)


def _appointed(request, pk, form) -> bool:
    given = dict(form.cleaned_data)
    try:
        place = places.place(given.pop("on_kind"), given.pop("code"))
        actions.appoint(pk, by=request.user, place=place, **given)
    except (Invalid, RuleBroken) as refused:
        return say(form, refused)
    done(request, _("已提出授权申请，等待安全管理员审定。"))
    return True


def _rights(request) -> dict:
    """What of user administration this administrator may do, so that pages show only that."""
    return {
        "may_manage": may(request.user, Permission.USER_MANAGE),
        "may_approve": may(request.user, Permission.ROLE_APPROVE),
    }
