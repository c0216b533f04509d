"""What registers declare upward (声明): pages, their table, to-dos, what moves with a person, the journal's words."""

from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Sentence, journal_sentences
from yimi.core.permissions import Permission
from yimi.exchange.kinds import Intake, intakes
from yimi.ui.panels import NavItem, account_menu

from . import following, sheets  # noqa: F401 (they declare what moves with a person, and tables to take away)
from .actions.tables import KIND
from .updating import RESULTS, check, finish, start, write

account_menu.add(NavItem("registers", _("底册"), "registers:list", Permission.REGISTER_VIEW, order=22))

intakes.add(
    Intake(
        key=KIND, label=_("底册"), permission=Permission.REGISTER_IMPORT, results=RESULTS, start=start, check=check,
        write=write, finish=finish, is_offered=False, ask_url="registers:columns", done_url="registers:list", order=20,
    )
)  # fmt: skip

for act, says in (
    ("registers.update", _("更新底册")),
    ("registers.export", _("生成底册名单或差异清单")),
    ("registers.list_entries", _("查阅底册名单")),
    ("registers.match_entry", _("核对底册：就是此人")),
    ("registers.part_entry", _("核对底册：都不是")),
    ("registers.enroll_entry", _("按底册登记未建档的人")),
    ("registers.settle_difference", _("处理底册差异")),
    ("registers.reopen_difference", _("撤回底册差异的处理")),
    ("registers.end_category", _("按底册结束类别")),
    ("registers.take_over", _("按底册更新档案")),
):
    journal_sentences.add(Sentence(act, says))
