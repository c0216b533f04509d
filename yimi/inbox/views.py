"""Pages of messages (消息), of mail, and of reminding (一键提醒): preview, sending, what was sent."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yimi.core.actors import may
from yimi.core.api import page
from yimi.core.errors import Invalid
from yimi.core.permissions import Permission
from yimi.ui.forms import attempt, show_faults
from yimi.ui.paging import pager_of
from yimi.ui.toasts import done

from . import actions, pages, plans, post, queries
from .forms import CodeForm, FilterForm, MailForm, PickForm, ReminderFilterForm, RemindForm

PAGE = 50


@require_GET
def message_list(request):
    """消息: what she has not read first, then the newest."""
    form = FilterForm(request.GET)
    rows = queries.messages_for(request.user, queries.Asked(**form.asked()))
    found, following = page(rows, PAGE, request.GET.get("cursor"), queries.ORDER)
    shown = {
        "form": form, "lines": pages.lines(found), "pages": pager_of(request, following),
        "unread": queries.unread(request.user), "may_remind": may(request.user, Permission.REMIND),
        "is_filtered": any(form.asked().values()),
    }  # fmt: skip
    return render(request, "inbox/list.html", shown, status=422 if form.errors else 200)


@require_POST
def open_message(request, pk):
    """Read it and go where it leads; back to the list where it leads nowhere."""
    message = actions.mark_read(pk, by=request.user)
    return redirect(message.link or "inbox:list")


@require_POST
def read_all(request):
    actions.mark_all_read(by=request.user)
    done(request, _("已全部标为已读。"))
    return redirect("inbox:list")


def mail(request):
    """邮件提醒: the address and of what mail is wished for; then the code."""
    wish = queries.wish_of(request.user)
    start = {"address": wish.opened["address"], "kinds": wish.kinds} if wish else {}
    form, status = MailForm(request.POST or None, initial=start), 200
    if form.is_valid():
        status = attempt(form, lambda: actions.wish_mail(by=request.user, **form.cleaned_data))
        if not status:
            done(request, _("已保存。"))
            return redirect("inbox:mail")
    return _mail_page(request, form, CodeForm(), status or 200)


@require_POST
def confirm(request):
    form = CodeForm(request.POST)
    if form.is_valid() and not attempt(form, lambda: actions.confirm_mail(by=request.user, **form.cleaned_data)):
        done(request, _("邮箱已确认，有新消息会发邮件。"))
        return redirect("inbox:mail")
    wish = queries.wish_of(request.user)
    start = {"address": wish.opened["address"], "kinds": wish.kinds} if wish else {}
    return _mail_page(request, MailForm(initial=start), form, 422)


@require_POST
def stop(request):
    actions.stop_mail(by=request.user)
    done(request, _("已停用邮件提醒。"))
    return redirect("inbox:mail")


def _mail_page(request, form, code_form, status):
    wish = queries.wish_of(request.user)
    shown = {
        "form": form, "code_form": code_form, "wish": wish, "waits": pages.waits_for_code(wish),
        "is_set_up": post.is_set_up(),
    }  # fmt: skip
    return render(request, "inbox/mail.html", shown, status=422 if form.errors else status)


@require_POST
def preview(request):
    """Whom a reminder goes to and its exact words, before it is sent."""
    return _preview(request, RemindForm(), 200)


@require_POST
def send(request):
    form = RemindForm(request.POST)
    if not form.is_valid():
        return _preview(request, form, 422)
    said, items = form.cleaned_data, _picked(request)
    try:
        outcome = actions.remind(items, by=request.user, words=said["words"], batch=said["batch"])
    except Invalid as refused:
        show_faults(form, refused)
        return _preview(request, form, 422)
    done(request, _("已提醒 %(n)d 件事项。") % {"n": len(outcome.sent)})
    for skip in outcome.skipped:
        messages.warning(request, _("未提醒“%(title)s”：%(why)s。") % {"title": skip.item.title, "why": skip.why})
    return redirect("inbox:reminders")


def _picked(request):
    form = PickForm(request.POST)
    if not form.is_valid():
        raise Invalid({"pick": [_("请勾选要提醒的事项。")]})
    return plans.resolved(request.user, form.cleaned_data["kind"], plans.ids_of(form.cleaned_data["pick"]))


def _preview(request, form, status):
    items = _picked(request)
    shown = {"form": form, "plan": plans.planned(items, by=request.user), "kind": items[0].kind, "items": items}
    return render(request, "inbox/preview.html", shown, status=status)


@require_GET
def reminders(request):
    """已发提醒: who was reminded of what, and when."""
    form = ReminderFilterForm(request.GET)
    said = form.asked()
    rows = queries.reminders_for(request.user, said["kind"], said["q"])
    found, following = page(rows, PAGE, request.GET.get("cursor"), queries.REMINDERS)
    shown = {"form": form, "rows": pages.rows(found), "columns": pages.COLUMNS, "pages": pager_of(request, following)}
    return render(request, "inbox/reminders.html", shown, status=422 if form.errors else 200)
