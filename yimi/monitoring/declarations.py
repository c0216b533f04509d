"""What figures on request declare upward: their entry, and the words of the journal."""

from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Sentence, journal_sentences
from yimi.core.permissions import Permission
from yimi.ui.panels import NavItem, account_menu

account_menu.add(NavItem("ask", _("一键报数"), "monitoring:ask", Permission.FIGURES_VIEW, order=29))

for act, says in (
    ("monitoring.provide", _("对外提供数据")),
    ("monitoring.tell", _("沿用答复提供数据")),
    ("monitoring.export", _("下载已提供数据")),
):
    journal_sentences.add(Sentence(act, says))
