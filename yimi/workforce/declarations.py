"""What the workforce declares upward and downward (声明)."""

from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Sentence, journal_sentences
from yimi.core.permissions import Permission
from yimi.figures.sections import Section, sections
from yimi.ledgers.materials import Material, materials
from yimi.ui.panels import Panel, panels

from . import closing, safety  # noqa: F401 (who is posted keeps a station open; safety)
from .materials import roster
from .views import station_panel

panels.add(Panel("staff", "station", Permission.POSTING_VIEW, station_panel, order=20))
materials.add(Material(key="staff", label=_("人员花名册"), permission=Permission.POSTING_VIEW, files=roster))

journal_sentences.add(Sentence("workforce.post_worker", _("安排驻站")))
journal_sentences.add(Sentence("workforce.end_posting", _("结束驻站")))
sections.add(Section("staff", _("队伍"), ("STAFF_ON",), order=20))
