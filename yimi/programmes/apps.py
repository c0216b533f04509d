from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Domain


class ProgrammesConfig(Domain):
    name = "yimi.programmes"
    verbose_name = _("小组和活动")
