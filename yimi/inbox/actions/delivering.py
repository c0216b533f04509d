"""Sending the mail that waits (发信): one connection for many, again later where the server does not take it.

Each mail is claimed before it is handed over, so that no two workers hand it over. Where the power fails between the
server's yes and ours, it goes again under the same Message-ID; that is rare, and a mail that is lost would be worse.
"""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused

from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import QuerySet

from yimi.core import clock, journal, seal
from yimi.core.actors import Actor
from yimi.inbox import post
from yimi.inbox.models import Outgoing

State = Outgoing.State
AT_ONCE, LONGEST_WAIT = 50, 60  # mails in one round; minutes between two tries
GIVEN_UP, AWAY = timedelta(days=3), timedelta(minutes=1)
FOR_GOOD = 500  # from here on a server means never

log = logging.getLogger(__name__)


class ServerAway(Exception):
    """The mail server does not answer, or takes nothing from us."""


def deliver(*, by: Actor) -> bool:
    """Send what is due (发信); whether there is more. A server that is away leaves everything waiting."""
    if not post.is_set_up() or not _due(clock.now()).exists():
        return False
    _give_up()
    server, count = post.connection(), 0
    try:
        for count, mail in enumerate(_claimed(), 1):  # noqa: B007 (how many)
            _hand_over(server, mail, by)
    except ServerAway:
        _due(clock.now()).update(due_at=clock.now() + AWAY)
        return False
    finally:
        server.close()
    return count == AT_ONCE


def _due(now: datetime) -> QuerySet[Outgoing]:
    return Outgoing.objects.unscoped("待发邮件").filter(state=State.WAITING, due_at__lte=now)


def _give_up() -> None:
    """What nobody took for three days says nothing new any more (放弃)."""
    old = _due(clock.now()).filter(made_at__lt=clock.now() - GIVEN_UP)
    old.update(state=State.FAILED, fault="expired")


def _claimed() -> Iterator[Outgoing]:
    """The mails that are due, each claimed for this worker: its next turn comes later, whatever happens now."""
    for mail in list(_due(clock.now()).select_related("recipient").order_by("due_at", "id")[:AT_ONCE]):
        again = clock.now() + timedelta(minutes=min(2**mail.attempts, LONGEST_WAIT))
        mine = _due(clock.now()).filter(pk=mail.pk, attempts=mail.attempts)
        if mine.update(attempts=mail.attempts + 1, due_at=again):
            seal.read(mail, "address", "words")
            yield mail


def _hand_over(server: BaseEmailBackend, mail: Outgoing, by: Actor) -> None:
    """Hand one mail over and keep what came of it. What the server refuses for now stays waiting."""
    if not mail.recipient.is_active or not mail.opened["address"]:
        return _settle(mail, State.FAILED, by, "no recipient")
    try:
        server.open()
        server.send_messages([post.letter(mail)])
    except (SMTPRecipientsRefused, SMTPDataError) as refused:
        code = _code(refused)
        log.warning("mail %s was refused with %s", mail.pk, code)
        return _settle(mail, State.FAILED, by, f"smtp {code}") if code >= FOR_GOOD else None
    except (OSError, SMTPException) as away:
        log.warning("the mail server is away: %s", type(away).__name__)
        raise ServerAway from None
    return _settle(mail, State.SENT, by)


def _code(refused: SMTPRecipientsRefused | SMTPDataError) -> int:
    if isinstance(refused, SMTPDataError):
        return refused.smtp_code
    return max((code for code, _words in refused.recipients.values()), default=0)


@transaction.atomic
def _settle(mail: Outgoing, state: Outgoing.State, by: Actor, fault: str = "") -> None:
    mail.state, mail.fault = state, fault
    mail.sent_at = clock.now() if state == State.SENT else None
    mail.save(update_fields=["state", "fault", "sent_at"])
    journal.record("inbox.mail", by, mail)
