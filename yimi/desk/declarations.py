"""The first entry of the main bar (导航)."""

from django.utils.translation import gettext_lazy as _

from yimi.core.permissions import Permission
from yimi.ui.panels import NavItem, nav

nav.add(
    NavItem(key="overview", label=_("总览"), url_name="desk:overview", permission=Permission.FIGURES_VIEW, order=10)
)
