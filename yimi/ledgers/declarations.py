"""What the printing of ledgers declares upward: its page and the words of the journal."""

from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Sentence, journal_sentences
from yimi.core.permissions import Permission
from yimi.ui.panels import NavItem, account_menu

account_menu.add(NavItem("ledgers", _("台账打印"), "ledgers:choose", Permission.CONTACT_VIEW, order=31))
journal_sentences.add(Sentence("ledgers.print", _("打印台账")))
