"""The way out for mail (发信): the server of `YIMI_SMTP_URL`, and what a mail looks like."""

from functools import cache

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from yimi import environment

from .models import Outgoing

SMTP = "django.core.mail.backends.smtp.EmailBackend"
SECONDS = 10  # a server that does not answer holds up the other jobs no longer than this


def is_set_up() -> bool:
    """Whether this installation can send mail."""
    return _server(settings.YIMI_SMTP_URL) is not None


def connection() -> BaseEmailBackend:
    """One connection for many mails; open it before the first."""
    server = _server(settings.YIMI_SMTP_URL)
    if server is None:
        raise ValueError("mail is not set up")
    return get_connection(
        SMTP, host=server.host, port=server.port, username=server.user, password=server.password,
        use_ssl=server.is_tls, use_tls=server.turns_to_tls, timeout=SECONDS,
    )  # fmt: skip


def letter(mail: Outgoing) -> EmailMessage:
    """The mail itself. Its Message-ID is its own for ever, so that a server that got it twice knows."""
    host = settings.YIMI_MAIL_FROM.rpartition("@")[2].strip("> ") or "localhost"
    headers = {"Message-ID": f"<{mail.pk}@{host}>", "Auto-Submitted": "auto-generated"}
    to = [mail.opened["address"] or ""]
    return EmailMessage(mail.subject, mail.opened["words"] or "", settings.YIMI_MAIL_FROM, to, headers=headers)


def address_of(path: str) -> str:
    """The full address of a page, for a mail."""
    return settings.YIMI_PUBLIC_URL + path


@cache
def _server(url: str) -> environment.Smtp | None:
    return environment.smtp(url)
