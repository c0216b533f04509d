"""What the plan declares upward: its page, a panel of the page of a 市县, the words of the journal."""

from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Sentence, journal_sentences
from yimi.core.permissions import Permission
from yimi.figures.sections import FROM_QUARTER, Section, sections
from yimi.ui.panels import NavItem, Panel, account_menu, panels

from .pages import county_panel

account_menu.add(NavItem("coverage", _("覆盖计划"), "coverage:plan", Permission.STATION_VIEW, order=56))
panels.add(Panel("coverage", "county", Permission.STATION_VIEW, county_panel, order=10))
sections.add(Section("coverage", _("覆盖情况"), ("COVER_RATE",), cadences=FROM_QUARTER, of_areas=True, order=12))

for act, says in (
    ("coverage.put_list", _("导入覆盖清单")),
    ("coverage.put_place", _("列入覆盖清单")),
    ("coverage.delist_place", _("移出覆盖清单")),
):
    journal_sentences.add(Sentence(act, says))
