"""What clients declare upward: their pages, the search box and the words of the journal."""

from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Sentence, journal_sentences
from yimi.core.jobs import Job, jobs
from yimi.core.permissions import Permission
from yimi.figures.sections import Section, sections
from yimi.ui.panels import NavItem, Panel, SearchPage, nav, panels, search_pages

from . import closing, duties, following  # noqa: F401 (what keeps a station open, to-dos, files follow their station)
from .pairing import scan_changed
from .panels import merged_files, todos, transfer_button, whole
from .table import kinds  # noqa: F401 (declares the table of people and the roster)

nav.add(NavItem("people", _("服务对象"), "clients:list", Permission.PERSON_VIEW, order=20))
panels.add(Panel("transfer", "person.actions", Permission.PERSON_MOVE, transfer_button, order=5))
panels.add(Panel("todos", "person.side", Permission.PERSON_WRITE, todos, order=10))
panels.add(Panel("completeness", "person.side", Permission.PERSON_WRITE, whole, order=20))
panels.add(Panel("merged", "person.side", Permission.PERSON_MERGE, merged_files, order=60))
search_pages.add(SearchPage("people", _("姓名、拼音、电话、档案号"), "clients:list", Permission.PERSON_VIEW, order=10))

jobs.add(Job("clients.duplicates", scan_changed, every=10))

journal_sentences.add(Sentence("clients.put_person", _("新建或修改档案")))
journal_sentences.add(Sentence("clients.open_file", _("服务时建档")))
journal_sentences.add(Sentence("clients.close_file", _("撤回建档")))
journal_sentences.add(Sentence("clients.void_person", _("作废档案")))
journal_sentences.add(Sentence("clients.assign_worker", _("指派负责社工")))
journal_sentences.add(Sentence("clients.export_people", _("生成服务对象花名册")))
journal_sentences.add(Sentence("clients.read_person", _("查阅档案")))
journal_sentences.add(Sentence("clients.list_people", _("查阅服务对象名单")))
journal_sentences.add(Sentence("clients.look_elsewhere", _("查询站外是否已有档案")))
journal_sentences.add(Sentence("clients.decide_pair", _("核对疑似重复：不是同一人")))
journal_sentences.add(Sentence("clients.reopen_pair", _("撤回疑似重复的核对")))
journal_sentences.add(Sentence("clients.reveal", _("查看隐去的个人信息")))
journal_sentences.add(Sentence("clients.record_consent", _("记录知情同意")))
journal_sentences.add(Sentence("clients.end_file", _("结束档案")))
journal_sentences.add(Sentence("clients.archive_file", _("封存档案")))
journal_sentences.add(Sentence("clients.reopen_file", _("重新启用档案")))
journal_sentences.add(Sentence("clients.put_particulars", _("修改补充资料")))
journal_sentences.add(Sentence("clients.merge_people", _("合并重复档案")))
journal_sentences.add(Sentence("clients.undo_merge", _("撤销并档")))
journal_sentences.add(Sentence("clients.ask_transfer", _("申请转站")))
journal_sentences.add(Sentence("clients.accept_transfer", _("同意转站")))
journal_sentences.add(Sentence("clients.decline_transfer", _("不同意转站")))
journal_sentences.add(Sentence("clients.withdraw_transfer", _("撤回转站申请")))
journal_sentences.add(Sentence("clients.ask_consult", _("申请会商")))
journal_sentences.add(Sentence("clients.accept_consult", _("同意会商")))
journal_sentences.add(Sentence("clients.decline_consult", _("不同意会商")))
journal_sentences.add(Sentence("clients.end_consult", _("结束会商")))
sections.add(
    Section(
        "files",
        _("服务对象档案"),
        (
            "FILE_NEW",
            "FILE_STOCK",
        ),
        order=30,
    )
)
