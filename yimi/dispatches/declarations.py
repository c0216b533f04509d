"""What dispatches declare upward: pages, panels, what stands in the quarterly report, the words of the journal."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Sentence, journal_sentences
from yimi.core.permissions import Permission
from yimi.figures.sections import QUARTERLY, Section, sections
from yimi.tracking.sources import Source, sources
from yimi.ui.panels import NavItem, Panel, nav, panels

from . import tables
from .assessed import AssessedPart, assessed_parts
from .panels import of_report
from .queries.dispatches import DECISION, dispatch_of_decision

nav.add(NavItem("dispatches", _("调度通报"), "dispatches:list", Permission.DISPATCH_VIEW, order=46))
panels.add(Panel("dispatches.report", "report", Permission.DISPATCH_VIEW, of_report, order=20))


def _decision_url(pk) -> str:
    dispatch = dispatch_of_decision(pk)
    return reverse("dispatches:dispatch", args=[dispatch]) if dispatch else ""


sources.add(Source(DECISION, _("季调度"), url=_decision_url, order=60))

MINISTRY = ("STATION_BUILT", "STATION_ON", "COVER_RATE", "STAFF_ON", "SERVED_N", "BENEFIT_PT")
sections.add(Section("dispatch_ministry", _("部调度表"), MINISTRY, (QUARTERLY,), of_areas=True, order=89))
for order, (key, title, blocks) in enumerate(
    (
        ("dispatch_targets", _("调度表"), tables.targets_table),
        ("dispatch_building", _("建站和上期督办"), tables.building_table),
        ("dispatch_roadmap", _("时间表和路线图"), tables.roadmap_table),
        ("dispatch_problems", _("问题清单"), tables.problems_table),
        ("dispatch_duties", _("责任清单"), tables.duties_table),
    ),
    start=90,
):
    sections.add(Section(key, title, (), (QUARTERLY,), of_areas=True, blocks=blocks, order=order))
assessed_parts.add(AssessedPart("county", "targets", _("目标和建站"), tables.of_year, order=10))

for act, says in (
    ("dispatches.begin", _("开始季调度")),
    ("dispatches.hold", _("登记调度会议")),
    ("dispatches.decide", _("登记议定事项")),
    ("dispatches.withdraw", _("撤回议定事项")),
    ("dispatches.issue", _("印发调度会议纪要，下达任务")),
    ("dispatches.close", _("办结季调度")),
    ("dispatches.export", _("导出季调度材料")),
    ("circulars.begin", _("起草半年通报")),
    ("circulars.send", _("半年通报送核")),
    ("circulars.return", _("半年通报退回修改")),
    ("circulars.sign", _("签发半年通报")),
    ("circulars.issue", _("印发半年通报")),
    ("circulars.receive", _("签收半年通报")),
    ("circulars.reply", _("回复半年通报")),
    ("circulars.archive", _("半年通报归档")),
    ("circulars.export", _("导出半年通报")),
    ("assessment.plan", _("编制年终考核方案")),
    ("assessment.result", _("登记年终考核结果")),
    ("assessment.propose", _("提出年终考核结果")),
    ("assessment.object", _("申请复核年终考核结果")),
    ("assessment.decide", _("复核年终考核结果")),
    ("assessment.publish", _("公布年终考核结果")),
):
    journal_sentences.add(Sentence(act, says))
