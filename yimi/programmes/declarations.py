"""What programmes declare upward: their tabs, what moves with a person, the words of the journal."""

from django.utils.translation import gettext_lazy as _

from yimi.clients.guards import Guard, void_guards
from yimi.core.declare import Sentence, journal_sentences
from yimi.core.permissions import Permission
from yimi.ui.panels import NavItem, work

from . import closing, moving  # noqa: F401 (what keeps a station open, and what moves with a person)
from .queries import is_member


def _member_stands(person):
    return _("此人还是小组组员，请先让其退出小组。") if is_member(person.id) else None


void_guards.add(Guard("groups", _member_stands))
work.add(NavItem("groups", _("小组"), "programmes:groups", Permission.CONTACT_VIEW, order=20))
work.add(NavItem("activities", _("社区活动"), "programmes:activities", Permission.CONTACT_VIEW, order=30))

for act, says in (
    ("programmes.put_group", _("编制小组方案")),
    ("programmes.change_group", _("修改小组方案")),
    ("programmes.put_activity", _("编制活动方案")),
    ("programmes.change_activity", _("修改活动方案")),
    ("programmes.take_step", _("办理方案环节")),
    ("programmes.add_member", _("加入小组组员")),
    ("programmes.remove_member", _("退出小组组员")),
    ("programmes.score_members", _("记录前后测")),
):
    journal_sentences.add(Sentence(act, says))
