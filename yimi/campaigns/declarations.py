"""What campaigns declare upward: their tab, what they keep of the ledger, quiet days, the words of the journal."""

from django.utils.translation import gettext_lazy as _

from yimi.clients.guards import Guard, void_guards
from yimi.core.declare import Sentence, journal_sentences
from yimi.core.permissions import Permission
from yimi.services.guards import ContactGuard, contact_guards
from yimi.services.hints import Quiet, quiet_times
from yimi.ui.panels import NavItem, work

from . import moving  # noqa: F401 (what moves with a person)
from .keeping import list_stands, part_of_delivery
from .queries import is_busy

work.add(NavItem("campaigns", _("专项活动"), "campaigns:list", Permission.CONTACT_VIEW, order=70))
contact_guards.add(ContactGuard("campaigns", part_of_delivery))
void_guards.add(Guard("campaigns", list_stands))
quiet_times.add(Quiet("campaigns", is_busy))

for act, says in (
    ("campaigns.put_campaign", _("编制专项活动")),
    ("campaigns.change_campaign", _("修改专项活动")),
    ("campaigns.take_step", _("办理专项活动环节")),
    ("campaigns.add_people", _("加入发放名单")),
    ("campaigns.remove_people", _("移出发放名单")),
    ("campaigns.deliver", _("登记物资发放")),
    ("campaigns.take_back", _("撤回物资发放")),
    ("campaigns.print_receipts", _("打印物资签收表")),
    ("campaigns.add_file", _("添加专项活动文件")),
    ("campaigns.remove_file", _("移除专项活动文件")),
    ("campaigns.read_file", _("查看专项活动文件")),
    ("campaigns.export_campaigns", _("导出专项活动清单")),
):
    journal_sentences.add(Sentence(act, says))
