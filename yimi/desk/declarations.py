"""What the desk declares (声明): the first entries of the main bar, and the words of its exports."""

from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Sentence, journal_sentences
from yimi.core.permissions import Permission
from yimi.ui.panels import NavItem, Panel, account_menu, nav, panels

from .panels import of_station

journal_sentences.add(Sentence("desk.export_overview", _("导出总览表")))
journal_sentences.add(Sentence("desk.export_analysis", _("导出分析表")))
nav.add(NavItem("today", _("今天"), "desk:home", Permission.CONTACT_WRITE, order=5))
nav.add(
    NavItem(key="overview", label=_("总览"), url_name="desk:overview", permission=Permission.FIGURES_VIEW, order=10)
)
nav.add(
    NavItem(key="analysis", label=_("分析"), url_name="desk:analysis", permission=Permission.FIGURES_VIEW, order=15)
)
panels.add(Panel("figures", "station", Permission.FIGURES_VIEW, of_station, order=15))
account_menu.add(NavItem("counties", _("各地模式"), "desk:counties", Permission.FIGURES_VIEW, order=58))
