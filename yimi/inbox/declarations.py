"""What the inbox declares: the sign in the head of pages, its entry of the account menu, the mail job, its words."""

from django.utils.translation import gettext_lazy as _

from yimi.core import jobs
from yimi.core.actors import SYSTEM
from yimi.core.declare import Sentence, journal_sentences
from yimi.ui.panels import NavItem, Signal, account_menu, signals

from . import actions, queries
from .kinds import MessageKind, message_kinds

message_kinds.add(MessageKind("reminder", _("一键提醒"), icon="clock", order=10))
signals.add(Signal("messages", _("消息"), "inbox:list", "bell", queries.unread))
account_menu.add(NavItem("messages", _("消息"), "inbox:list", order=5, icon="bell"))


def mail() -> bool:
    """Send the mail that is due."""
    return actions.deliver(by=SYSTEM)


jobs.jobs.add(jobs.Job("inbox.mail", mail, every=15))

for act, says in (
    ("inbox.send", _("发送消息")),
    ("inbox.read", _("阅读消息")),
    ("inbox.read_all", _("全部消息标为已读")),
    ("inbox.remind", _("一键提醒")),
    ("inbox.wish_mail", _("设置邮件提醒")),
    ("inbox.confirm_mail", _("确认邮箱")),
    ("inbox.stop_mail", _("停用邮件提醒")),
    ("inbox.mail", _("发出提醒邮件")),
):
    journal_sentences.add(Sentence(act, says))
