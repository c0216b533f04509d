"""What services declare upward: their pages, the story on a person's page, the import, the words of the journal."""

from django.utils.translation import gettext_lazy as _

from yimi.clients.guards import EndGuard, Guard, end_guards, void_guards
from yimi.core.commands import Importer, Template, importers, templates
from yimi.core.declare import Sentence, journal_sentences
from yimi.core.permissions import Permission
from yimi.figures.sections import FROM_WEEK, Section, sections
from yimi.ledgers import papers
from yimi.ledgers.chronicle import Chronicler, chroniclers
from yimi.ledgers.papers import Paper
from yimi.ui.panels import NavItem, Panel, nav, panels, work

from . import duties, joint, moving, safety  # noqa: F401 (to-dos, what joint sessions keep, what moves with her, safety)
from .chronicle import large
from .panels import person_story, visit_button
from .papers import ATTENDANTS, DELIVERIES, REFERRALS, SERVICES, SESSIONS, VISITS
from .queries import has_contacts, seen_after
from .sessions import programme_sessions, record_session
from .tables import import_file, write_template


def _contacts_stand(person):
    return _("此人还有服务记录，请先作废那些记录。") if has_contacts(person.id) else None


def _contacts_after(person, on):
    """Nobody was seen after she died or moved away; such a record has a wrong day, or the ending has."""
    return _("这一天之后还有见到本人的服务记录，请核对日期。") if seen_after(person.id, on) else None


nav.add(NavItem("records", _("服务记录"), "services:list", Permission.CONTACT_VIEW, order=30))
work.add(NavItem("records", _("服务记录"), "services:list", Permission.CONTACT_VIEW, order=10))
panels.add(Panel("story", "person", Permission.CONTACT_VIEW, person_story, order=10))
panels.add(Panel("sessions", "programme", Permission.CONTACT_VIEW, programme_sessions, order=10))
panels.add(Panel("session", "programme.actions", Permission.CONTACT_WRITE, record_session, order=10))
panels.add(Panel("visit", "person.actions", Permission.CONTACT_WRITE, visit_button, order=10))
chroniclers.add(
    Chronicler(key="activities", label=_("社区活动"), permission=Permission.CONTACT_VIEW, tell=large, order=50)
)
end_guards.add(EndGuard("seen_after", _contacts_after))
void_guards.add(Guard("contacts", _contacts_stand))
importers.add(Importer("contacts", import_file, personal=True))
templates.add(Template("contacts", write_template))
for order, key, headed, codes in (
    (40, "visits", _("走访探访"), (
        "VISIT_FILE_PT", "HOME_VISIT_PT", "HOME_VISIT_HH", "CARE_VISIT_PT", "REMOTE_VISIT_PT", "VISIT_TRY", "SERVED_N",
    )),
    (50, "sessions", _("小组、社区活动和政策宣传"), (
        "SESSION", "GROUP_DONE", "GROUP_SESSION", "GROUP_PT", "ACT_N", "ACT_PT", "PUBLICITY_N", "BENEFIT_PT",
        "BENEFIT_N",
    )),
    (60, "help", _("帮扶和转介"), (
        "ASSIST_PT", "CONSULT_N", "PAPER_N", "RES_MATCH", "REFER_OUT", "REFER_CLOSED",
    )),
):  # fmt: skip
    sections.add(Section(key, headed, codes, FROM_WEEK, order=order))

for order, (key, label, title, counted, ledger) in enumerate(
    (
        ("ledger_visits", _("走访台账"), "走访台账", "户（人）次", VISITS),
        ("ledger_services", _("服务台账"), "服务台账", "次", SERVICES),
        ("ledger_sessions", _("小组、活动一览表"), "小组、活动一览表", "场、人次", SESSIONS),
        ("ledger_referrals", _("转介台账"), "转介台账", "件", REFERRALS),
        ("ledger_deliveries", _("资源链接（物资发放）签收表"), "资源链接（物资发放）签收表", "人次", DELIVERIES),
    )
):
    papers.add(
        Paper(
            key=key, label=label, title=title, permission=Permission.CONTACT_VIEW, columns=ledger.columns,
            counted=counted, count=ledger.count, rows=ledger.rows, left_out=ledger.left_out, order=order,
        )
    )  # fmt: skip
papers.add(
    Paper(
        key="attendants", label=_("签到表（空白）"), title="签到表", permission=Permission.CONTACT_VIEW,
        columns=ATTENDANTS, order=9,
    )
)  # fmt: skip

for act, says in (
    ("services.put_contact", _("记录服务")),
    ("services.correct_contact", _("修改服务记录")),
    ("services.void_contact", _("作废服务记录")),
    ("services.add_file", _("添加照片或文件")),
    ("services.remove_file", _("移除照片或文件")),
    ("services.read_file", _("查看照片或文件")),
    ("services.import_contacts", _("导入服务记录")),
    ("services.export_contacts", _("导出服务记录")),
    ("services.print_signatures", _("打印签到表")),
    ("services.read_contact", _("查阅敏感服务记录")),
    ("services.list_contacts", _("查阅服务记录清单")),
):
    journal_sentences.add(Sentence(act, says))
