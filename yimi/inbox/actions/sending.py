"""Telling people something (发送消息), each of them once for one cause."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from yimi.accounts.models import User
from yimi.accounts.queries import with_grants
from yimi.core import clock, journal, seal
from yimi.core.actors import SYSTEM, Actor
from yimi.core.errors import invalid
from yimi.core.ids import name_id, new_id
from yimi.inbox import post, queries
from yimi.inbox.kinds import message_kinds
from yimi.inbox.models import Message, Outgoing
from yimi.inbox.words import checked, leads_inside

DISABLED, WITHOUT_ROLE = gettext_lazy("账号已停用"), gettext_lazy("没有现行角色")


@dataclass(frozen=True)
class Skipped:
    """Somebody who was left out, and why."""

    user: User
    why: Any


@dataclass(frozen=True)
class Sent:
    """What came of it: the new messages, and who got none."""

    messages: list[Message]
    skipped: list[Skipped]


@transaction.atomic
def send(
    recipients: Iterable[User], *, kind: str, title: Any, text: Any = "", url: str = "", by: Actor, key: str = ""
) -> Sent:
    """Tell these people (发送消息). With a `key`, whoever was told of it before is not told again.

    Senders write no names of people served; numbers of persons are refused. Disabled and ended accounts get none.
    """
    title, text = checked(title, text)
    if kind not in message_kinds or (url and not leads_inside(url)):
        raise invalid("url" if kind in message_kinds else "kind", _("消息的类别或去处不对。"))
    users = list({user.pk: user for user in recipients}.values())
    skipped = _left_out(users)
    fit = [user for user in users if user.pk not in {each.user.pk for each in skipped}]
    made = [_made(user, kind, title, url, by, key or str(new_id())) for user in fit]
    new = _kept(made, text)
    _mail(new)
    if new:
        journal.record("inbox.send", by, new[0], refs=[("message", row.pk) for row in new[1:]])
    return Sent(new, skipped)


def _left_out(users: Sequence[User]) -> list[Skipped]:
    holding = with_grants(user.pk for user in users)
    off = [Skipped(user, DISABLED) for user in users if not user.is_active]
    return off + [Skipped(user, WITHOUT_ROLE) for user in users if user.is_active and user.pk not in holding]


def _made(user: User, kind: str, title: str, url: str, by: Actor, key: str) -> Message:
    sender = None if by.id == SYSTEM.id else by.id
    return Message(
        id=name_id("message", user.pk, key), recipient=user, kind=kind, title=title, link=url, sender_id=sender,
        sent_at=clock.now(), key=key,
    )  # fmt: skip


def _kept(made: Sequence[Message], text: str) -> list[Message]:
    """Those of the messages that were not there before; of two senders at once the first is kept."""
    there = set(_ids(made))
    new = [row for row in made if row.pk not in there]
    for row in new:
        seal.write(row, text=text)
    Message.objects.bulk_create(new, ignore_conflicts=True)
    return new


def _ids(made: Sequence[Message]) -> Iterable[UUID]:
    same = Message.objects.unscoped("同一缘由的消息").filter(pk__in=[row.pk for row in made])
    return same.values_list("pk", flat=True)


def _mail(messages: Sequence[Message]) -> None:
    """A mail to each who wants one: that there is a message, and where to sign in (邮件提醒)."""
    if not messages or not post.is_set_up():
        return
    by_user = {row.recipient_id: row for row in messages}
    wishes = queries.wishes_of(by_user, messages[0].kind)
    mails = [_letter(by_user[user], wish.opened["address"] or "") for user, wish in wishes.items()]
    Outgoing.objects.bulk_create(mails, ignore_conflicts=True)


def _letter(message: Message, address: str) -> Outgoing:
    now = clock.now()
    mail = Outgoing(
        id=name_id("mail", message.pk), recipient=message.recipient, message=message, made_at=now, due_at=now
    )
    with override(message.recipient.language):
        mail.subject = _("您有一条新消息：%(title)s") % {"title": message.title}
        words = _(
            "请登录查看：%(url)s\n\n这封邮件由平台自动发出，不含消息内容，请勿回复。不想再收到，请登录后停用邮件提醒。"
        )
        seal.write(mail, address=address, words=words % {"url": post.address_of("/app/messages/")})
    return mail
