"""What tracked items declare upward: their page, panels, the nightly escalation, the words of the journal."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from yimi.core import clock, jobs
from yimi.core.actors import SYSTEM
from yimi.core.declare import Sentence, journal_sentences
from yimi.core.permissions import Permission
from yimi.figures.sections import Section, sections
from yimi.inbox.items import Remindable, remindables
from yimi.inbox.kinds import MessageKind, message_kinds
from yimi.ledgers.materials import Material, materials
from yimi.ui.panels import NavItem, Panel, nav, panels

from . import actions, guarding, reminding  # noqa: F401 (a station with unsettled items stays open)
from . import panels as mine
from .materials import closed_loop

nav.add(NavItem("tracking", _("督办"), "tracking:list", Permission.TRACKING_VIEW, order=35))
panels.add(Panel("tracking.today", "home", Permission.TRACKING_VIEW, mine.today, order=10))
panels.add(Panel("tracking.station", "station", Permission.TRACKING_VIEW, mine.of_station, order=20))
materials.add(Material(key="tracked", label=_("问题整改台账"), permission=Permission.TRACKING_VIEW, files=closed_loop))
message_kinds.add(MessageKind("tracked", _("督办事项"), icon="flag", order=20))
remindables.add(Remindable(reminding.KIND, _("督办事项"), reminding.items, url="/app/tracking/?status=late", order=10))


def escalate(day: str) -> None:
    """What was late on a day goes one level higher, by the rule of the province."""
    actions.escalate_overdue(by=SYSTEM, today=min(date.fromisoformat(day), clock.today()))


jobs.jobs.add(jobs.Job("tracking.escalate", escalate, owed=jobs.days_over))
sections.add(
    Section(
        "tracked",
        _("督办事项"),
        (
            "TRACK_NEW",
            "TRACK_DONE",
        ),
        order=80,
    )
)

for act, says in (
    ("tracking.raise", _("提出督办事项")),
    ("tracking.prove", _("提交办理佐证")),
    ("tracking.close", _("复查通过，办结督办事项")),
    ("tracking.return", _("复查退回督办事项")),
    ("tracking.extend", _("调整督办期限")),
    ("tracking.escalate", _("升级督办事项")),
    ("tracking.plan", _("列入年度计划")),
    ("tracking.void", _("撤销督办事项")),
    ("tracking.read_file", _("查看佐证材料")),
):
    journal_sentences.add(Sentence(act, says))
