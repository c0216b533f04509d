"""What this domain declares upward: its pages, chronicle, report section, button and the words of the journal."""

from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Sentence, journal_sentences
from yimi.core.permissions import Permission
from yimi.figures.sections import Section, sections
from yimi.ledgers.chronicle import Chronicler, chroniclers
from yimi.ui.panels import NavItem, Panel, account_menu, panels

from .panels import brief_button
from .queries.chronicle import adopted, written

VIEW, WRITE = Permission.PUBLICATION_VIEW, Permission.PUBLICATION_WRITE
account_menu.add(NavItem("publications", _("信息简报"), "publications:list", VIEW, order=34))
account_menu.add(NavItem("log", _("工作日志"), "publications:log", WRITE, order=35))
account_menu.add(NavItem("chronicle", _("大事记"), "publications:chronicle", VIEW, order=36))
panels.add(Panel("publications.brief", "record.actions", WRITE, brief_button, order=50))
sections.add(Section("publications", _("信息宣传"), measures=("PUB_SENT", "PUB_ADOPTED"), order=70))
chroniclers.add(Chronicler(key="adopted", label=_("信息采用"), permission=VIEW, tell=adopted, order=60))
chroniclers.add(Chronicler(key="by_hand", label=_("手工登记"), permission=VIEW, tell=written, order=70))

for act, says in (
    ("publications.put", _("编写信息")),
    ("publications.change", _("修改信息")),
    ("publications.submit", _("报送信息")),
    ("publications.forward", _("向省级报送信息")),
    ("publications.take_back", _("撤回信息")),
    ("publications.void", _("作废信息")),
    ("publications.answer", _("登记信息采用情况")),
    ("publications.take_back_adoption", _("撤回信息采用登记")),
    ("publications.add_photo", _("添加信息照片")),
    ("publications.blur_photo", _("模糊信息照片")),
    ("publications.remove_photo", _("移除信息照片")),
    ("publications.put_note", _("补记工作日志")),
    ("publications.put_entry", _("登记大事记")),
    ("publications.void_entry", _("作废大事记条目")),
):
    journal_sentences.add(Sentence(act, says))
