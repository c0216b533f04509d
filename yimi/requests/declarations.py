"""What the register declares upward: its entry, the entry in the foot, and the words of the journal."""

from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Sentence, journal_sentences
from yimi.core.permissions import Permission
from yimi.ui.panels import NavItem, account_menu, foot

account_menu.add(NavItem("requests", _("填报事项"), "requests:list", Permission.REQUEST_VIEW, 32, "clipboard-list"))
foot.add(NavItem("feedback", _("投诉建议"), "requests:feedback_new"))

for act, says in (
    ("requests.put_demand", _("登记填报事项")),
    ("requests.refuse", _("台账已有，不再要求填报")),
    ("requests.publish_demand", _("公布填报事项")),
    ("requests.return_demand", _("退回填报事项")),
    ("requests.end_demand", _("终止填报事项")),
    ("requests.put_answer", _("填报事项上报")),
    ("requests.send_feedback", _("提出投诉建议")),
    ("requests.answer_feedback", _("答复投诉建议")),
):
    journal_sentences.add(Sentence(act, says))
