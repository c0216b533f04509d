"""What papers declare upward: their page, a person's to-do and button, the words of the journal."""

from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Sentence, journal_sentences
from yimi.core.permissions import Permission
from yimi.ui.panels import NavItem, Panel, panels, work

from . import closing, duties, moving  # noqa: F401 (what keeps a station open, a to-do, what moves with a person)
from .panels import receive_button

work.add(NavItem("papers", _("资料审查"), "papers:list", Permission.CONTACT_VIEW, order=50))
panels.add(Panel("papers", "person.actions", Permission.CONTACT_WRITE, receive_button, order=20))

for act, says in (
    ("papers.put_papers", _("收申请资料")),
    ("papers.check_papers", _("核对申请资料")),
    ("papers.return_papers", _("退回补正")),
    ("papers.receive_again", _("补正后收件")),
    ("papers.hand_papers", _("移交申请资料")),
    ("papers.note_outcome", _("记下主管部门反馈")),
    ("papers.withdraw_papers", _("撤回申请")),
    ("papers.void_papers", _("作废申请资料")),
):
    journal_sentences.add(Sentence(act, says))
