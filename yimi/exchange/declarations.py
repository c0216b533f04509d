"""What imports and exports declare upward (声明): their background work, their page, the words of the journal."""

from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Sentence, journal_sentences
from yimi.core.jobs import Job, jobs
from yimi.core.permissions import Permission
from yimi.ui.panels import NavItem, account_menu

from .working import expire, work

jobs.add(Job("exchange.work", work, every=1))
jobs.add(Job("exchange.expire", expire, every=300))

account_menu.add(NavItem("exchange", _("导入导出"), "exchange:list", Permission.EXPORT, order=30))

for act, says in (
    ("exchange.receive_table", _("上传表格")),
    ("exchange.confirm_import", _("确认导入")),
    ("exchange.cancel_import", _("取消导入")),
    ("exchange.import", _("导入完成")),
    ("exchange.ask_export", _("申请导出")),
    ("exchange.allow_export", _("同意导出完整号码")),
    ("exchange.decline_export", _("不同意导出完整号码")),
    ("exchange.take_export", _("下载导出的表格")),
):
    journal_sentences.add(Sentence(act, says))
