"""The page shell and the components that every page is made of (界面)."""

from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Domain


class UiConfig(Domain):
    name = "yimi.ui"
    verbose_name = _("界面")
