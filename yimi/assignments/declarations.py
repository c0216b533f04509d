"""What tasks declare upward: their page and the words of the journal."""

from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Sentence, journal_sentences
from yimi.core.permissions import Permission
from yimi.figures.sections import Section, sections
from yimi.ledgers.materials import Material, materials
from yimi.ui.panels import NavItem, work

from . import closing  # noqa: F401 (what keeps a station open)
from .materials import ledger

work.add(NavItem("assignments", _("镇街交办"), "assignments:list", Permission.ASSIGNMENT_VIEW, order=60))
materials.add(Material(key="assignments", label=_("镇街交办台账"), permission=Permission.ASSIGNMENT_VIEW, files=ledger))
sections.add(
    Section(
        "tasks",
        _("镇街交办"),
        (
            "TASK_N",
            "TASK_ADMIN_RATE",
        ),
        order=70,
    )
)

for act, says in (
    ("assignments.hand", _("交办事项")),
    ("assignments.note", _("登记口头交办")),
    ("assignments.accept", _("接收交办事项")),
    ("assignments.return", _("退回交办事项")),
    ("assignments.finish", _("办结交办事项")),
    ("assignments.add_hours", _("记交办用时")),
    ("assignments.take_back_hours", _("撤回交办用时")),
):
    journal_sentences.add(Sentence(act, says))
