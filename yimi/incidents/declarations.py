"""What incidents declare upward: their tab, what moves with a person, the words of the journal."""

from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Sentence, journal_sentences
from yimi.core.permissions import Permission
from yimi.ui.panels import NavItem, Panel, panels, work

from . import closing, moving, safety  # noqa: F401 (what keeps a station open, what moves with a person, safety)
from .panels import report_of_contact, report_person

work.add(NavItem("incidents", _("强制报告"), "incidents:list", Permission.CONTACT_VIEW, order=50))
panels.add(Panel("report", "person.actions", Permission.CONTACT_WRITE, report_person, order=90))
panels.add(Panel("report_contact", "record.actions", Permission.CONTACT_WRITE, report_of_contact, order=90))

for act, says in (
    ("incidents.put_incident", _("记录强制报告")),
    ("incidents.void_incident", _("作废强制报告")),
    ("incidents.read_incident", _("查阅强制报告")),
):
    journal_sentences.add(Sentence(act, says))
