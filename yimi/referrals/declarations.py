"""What referrals declare upward: their tab, panels, to-dos, what they keep of the ledger, the words of the journal."""

from django.utils.translation import gettext_lazy as _

from yimi.clients.guards import Guard, void_guards
from yimi.core.declare import Sentence, journal_sentences
from yimi.core.permissions import Permission
from yimi.services.guards import ContactGuard, contact_guards
from yimi.ui.panels import NavItem, Panel, panels, work

from . import closing, duties, moving  # noqa: F401 (what keeps a station open, a to-do, what moves with a person)
from .keeping import part_of_referral, referrals_stand
from .panels import refer_button, referrals_of

work.add(NavItem("referrals", _("转介"), "referrals:list", Permission.CONTACT_VIEW, order=40))
panels.add(Panel("refer", "person.actions", Permission.CONTACT_WRITE, refer_button, order=20))
panels.add(Panel("referrals", "person.side", Permission.CONTACT_VIEW, referrals_of, order=20))
contact_guards.add(ContactGuard("referrals", part_of_referral))
void_guards.add(Guard("referrals", referrals_stand))

for act, says in (
    ("referrals.put_referral", _("填写转介")),
    ("referrals.consent", _("记录转介的同意")),
    ("referrals.send", _("转出")),
    ("referrals.accept", _("接收转介")),
    ("referrals.decline", _("不接收转介")),
    ("referrals.begin", _("转介开始服务")),
    ("referrals.give_result", _("反馈转介结果")),
    ("referrals.close", _("办结转介")),
    ("referrals.withdraw", _("撤回转介")),
    ("referrals.read_referral", _("查阅转介")),
    ("referrals.list_referrals", _("查阅转介清单")),
):
    journal_sentences.add(Sentence(act, says))
