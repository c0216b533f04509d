"""What is read of messages, mail and reminders (消息查询). A message is read by its recipient alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, IntegerField, Max, QuerySet, Value, When
from django.http import Http404

from yimi.accounts.models import User
from yimi.accounts.queries import holding, users_by_id
from yimi.core import seal
from yimi.core.actors import Actor
from yimi.core.permissions import OnKind, Permission
from yimi.core.text import clean

from .models import MailWish, Message, Outgoing, Reminder

ORDER = ("seen", "-sent_at", "-id")
REMINDERS = ("-sent_at", "-id")
_OWN = "本人的消息"


@dataclass(frozen=True)
class Asked:
    """What the list of messages is asked for; `read` is yes, no or either."""

    read: str = ""
    kind: str = ""


def messages_for(user: Actor, asked: Asked | None = None) -> QuerySet[Message]:
    """Her own messages, for the order `ORDER`: unread first, then the newest."""
    rows = Message.objects.unscoped(_OWN).filter(recipient=user.id).select_related("sender")
    if asked and asked.read:
        rows = rows.filter(read_at__isnull=asked.read == "no")
    if asked and asked.kind:
        rows = rows.filter(kind=clean(asked.kind))
    return rows.annotate(seen=Case(When(read_at=None, then=Value(0)), default=Value(1), output_field=IntegerField()))


def opened(rows: Iterable[Message]) -> list[Message]:
    """The messages with their texts."""
    rows = list(rows)
    seal.read(rows, "text")
    return rows


def message_for(user: Actor, pk: UUID) -> Message:
    """Her own message, or 404."""
    row = messages_for(user).filter(pk=pk).first()
    if row is None:
        raise Http404
    return opened([row])[0]


def unread(user: Actor) -> int:
    """How many messages she has not read."""
    return Message.objects.unscoped(_OWN).filter(recipient=user.id, read_at=None).count()


def wish_of(user: Actor) -> MailWish | None:
    """Of what she wants mail, with the address."""
    wish = MailWish.objects.unscoped("本人的邮件提醒").filter(user=user.id).first()
    if wish:
        seal.read(wish, "address")
    return wish


def wishes_of(users: Iterable[UUID], kind: str) -> dict[UUID, MailWish]:
    """Who of these wants mail of this kind and has confirmed the address, with it."""
    rows = MailWish.objects.unscoped("收信人的邮件提醒").filter(user__in=list(users), verified_at__isnull=False)
    found = {row.user_id: row for row in rows if kind in row.kinds}
    seal.read(found.values(), "address")
    return found


def mails_of(user: Actor, since) -> QuerySet[Outgoing]:
    """The mails made for her since then."""
    return Outgoing.objects.unscoped("本人的待发邮件").filter(recipient=user.id, made_at__gte=since)


def holders(
    permission: Permission, *, areas: Iterable[UUID] = (), stations: Iterable[UUID] = (), province: bool = False
) -> list[User]:
    """Who holds a permission on these very areas or stations, or on the province, today, each once; disabled accounts
    stand among them, so that sending can say whom it left out."""
    found = holding(permission, OnKind.AREA, areas) | holding(permission, OnKind.STATION, stations)
    found |= holding(permission, OnKind.PROVINCE, [""] if province else [])
    return list({user.pk: user for users in found.values() for user in users}.values())


def reminded_on(kind: str, ids: Iterable[UUID]) -> dict[UUID, date]:
    """The last day on which each of these was reminded of; those never reminded of are not there."""
    rows = Reminder.objects.unscoped("已能看到的事项").filter(kind=kind, item_id__in=list(ids))
    return dict(rows.values_list("item_id").annotate(last=Max("on")))


def reminders_for(actor: Actor, kind: str = "", q: str = "") -> QuerySet[Reminder]:
    """What was sent to places within her reach."""
    rows = Reminder.objects.allowed(actor, Permission.REMIND).select_related("county", "station", "sender")
    rows = rows.filter(kind=kind) if kind else rows
    return rows.filter(title__icontains=clean(q)) if clean(q) else rows


def told(rows: Iterable[Reminder]) -> dict[UUID, list[str]]:
    """The names of those whom each reminder went to."""
    rows = list(rows)
    users = users_by_id(UUID(pk) for row in rows for pk in row.told)
    return {row.pk: [users[UUID(pk)].name for pk in row.told if UUID(pk) in users] for row in rows}


def batch_of(actor: Actor, batch: UUID) -> list[Reminder]:
    """What this sender has sent as one."""
    rows = Reminder.objects.unscoped("同批提醒").filter(batch=batch, sender=actor.id)
    return list(rows.select_related("county", "station"))
