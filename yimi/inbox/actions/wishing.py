"""Wishing for mail (邮件提醒): an address, kinds of messages, and a code that proves that the address is one's own."""

import secrets
from collections.abc import Sequence
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.core import clock, journal, seal
from yimi.core.errors import Invalid, RuleBroken, invalid
from yimi.core.ids import new_id
from yimi.core.text import clean, half_width
from yimi.inbox import post, queries
from yimi.inbox.kinds import message_kinds
from yimi.inbox.models import MailWish, Outgoing

LONGEST, DIGITS, TRIES, CODES_A_DAY = 254, 6, 5, 5
VALID, PAUSE = timedelta(minutes=30), timedelta(minutes=1)


@transaction.atomic
def wish_mail(*, by: User, address: str, kinds: Sequence[str]) -> MailWish:
    """Wish for mail of these kinds (设置邮件提醒). A new address gets a code, and nothing else before it comes back."""
    if not post.is_set_up():
        raise RuleBroken(_("本平台没有设置发信服务。"), code="no_mail")
    address = _checked(address, kinds)
    MailWish.objects.bulk_create([MailWish(user=by, asked_at=clock.now() - VALID)], ignore_conflicts=True)
    wish = _locked(by)
    is_confirmed = wish.verified_at is not None and wish.opened["address"] == address
    wish.kinds = [each.key for each in message_kinds if each.key in kinds]
    if not is_confirmed:
        _ask(wish, by, address)
    wish.save()
    journal.record("inbox.wish_mail", by, wish)
    return wish


def _locked(by: User) -> MailWish:
    wish = MailWish.objects.unscoped("本人的邮件提醒").select_for_update().get(user=by)
    seal.read(wish, "address")
    return wish


def _checked(address: str, kinds: Sequence[str]) -> str:
    address, faults = half_width(clean(address)), {}
    try:
        validate_email(address)
    except ValidationError:
        faults["address"] = [_("请填写正确的邮箱地址。")]
    if len(address) > LONGEST:
        faults["address"] = [_("邮箱地址太长。")]
    if not kinds or any(kind not in message_kinds for kind in kinds):
        faults["kinds"] = [_("请选择要发邮件的消息。")]
    if faults:
        raise Invalid(faults)
    return address


def _ask(wish: MailWish, by: User, address: str) -> None:
    """Mail a code to the address; so many a day, so that nobody is flooded in another's name."""
    now = clock.now()
    if queries.mails_of(by, now - PAUSE).filter(message=None).exists():
        raise RuleBroken(_("验证码刚发出，请一分钟后再试。"), code="too_soon", status=429)
    if queries.mails_of(by, now - timedelta(days=1)).filter(message=None).count() >= CODES_A_DAY:
        raise RuleBroken(_("今天发出的验证码太多，请明天再试。"), code="too_many", status=429)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    seal.write(wish, address=address)
    wish.verified_at, wish.asked_at, wish.tries, wish.code = None, now, 0, _digest(by, code)
    _mail_code(by, address, code)


def _mail_code(by: User, address: str, code: str) -> None:
    now = clock.now()
    mail = Outgoing(id=new_id(), recipient=by, subject=_("邮箱验证码"), made_at=now, due_at=now)
    told = _("验证码：%(code)s，30 分钟内有效。请在“邮件提醒”页填写。如果不是您本人操作，请不要理会。")
    seal.write(mail, address=address, words=told % {"code": code})
    mail.save(force_insert=True)


def _digest(by: User, code: str) -> str:
    return seal.fingerprint("mail code", f"{by.pk}:{code}")


def confirm_mail(*, by: User, code: str) -> MailWish:
    """Confirm the address with the code that was mailed (确认邮箱); five tries, half an hour."""
    wish = _tried(by, half_width(clean(code)))
    if wish.verified_at is None:
        raise invalid("code", _("验证码不对，或者已经失效。"))
    return wish


@transaction.atomic
def _tried(by: User, code: str) -> MailWish:
    """The wish after one try; a wrong try is kept, so it is no part of what a refusal undoes."""
    wish = MailWish.objects.unscoped("本人的邮件提醒").select_for_update().filter(user=by).first()
    if wish is None:
        raise invalid("code", _("请先填写邮箱。"))
    if wish.verified_at is None:
        is_open = wish.code and wish.tries < TRIES and clock.now() - wish.asked_at < VALID
        wish.tries += 1 if wish.tries < TRIES else 0
        if is_open and secrets.compare_digest(wish.code, _digest(by, code)):
            wish.verified_at, wish.code = clock.now(), ""
            journal.record("inbox.confirm_mail", by, wish)
        wish.save(update_fields=["tries", "verified_at", "code"])
    return wish


@transaction.atomic
def stop_mail(*, by: User) -> None:
    """No more mail (停用邮件提醒): the address is forgotten, and what waits for it is not sent."""
    wish = MailWish.objects.unscoped("本人的邮件提醒").select_for_update().filter(user=by).first()
    if wish is None:
        return
    seal.write(wish, address="")
    wish.verified_at, wish.code, wish.kinds = None, "", []
    wish.save()
    waiting = Outgoing.objects.unscoped("本人的待发邮件").filter(recipient=by, state=Outgoing.State.WAITING)
    waiting.update(state=Outgoing.State.FAILED, fault="stopped")
    journal.record("inbox.stop_mail", by, wish)
