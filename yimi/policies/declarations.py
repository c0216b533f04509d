"""What the policy library declares upward: its entry of the main bar, the words of the journal."""

from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Sentence, journal_sentences
from yimi.core.permissions import Permission
from yimi.inbox.kinds import MessageKind, message_kinds
from yimi.ledgers.chronicle import Chronicler, chroniclers
from yimi.ledgers.materials import Material, materials
from yimi.ui.panels import NavItem, Panel, account_menu, panels

from .chronicle import issued
from .materials import in_force
from .panels import of_station

account_menu.add(NavItem("policies", _("政策库"), "policies:list", Permission.POLICY_VIEW, order=72))
message_kinds.add(MessageKind("policy", _("文件签收"), icon="file-text", order=30))
panels.add(Panel("policies", "station", Permission.POLICY_VIEW, of_station, order=60))
chroniclers.add(
    Chronicler(key="policies", label=_("政策文件"), permission=Permission.POLICY_VIEW, tell=issued, order=30)
)
materials.add(Material(key="policies", label=_("现行政策文件"), permission=Permission.POLICY_VIEW, files=in_force))

for act, says in (
    ("policies.put_document", _("起草政策文件")),
    ("policies.publish_document", _("发布政策文件")),
    ("policies.discard_draft", _("弃用政策文件草稿")),
    ("policies.repeal_document", _("废止政策文件")),
    ("policies.relate", _("建立文件关系")),
    ("policies.withdraw_relation", _("撤销文件关系")),
    ("policies.open_for_office", _("单位首次打开文件")),
    ("policies.sign_for_office", _("单位签收文件")),
):
    journal_sentences.add(Sentence(act, says))
