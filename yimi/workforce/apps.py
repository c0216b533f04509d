from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Domain


class WorkforceConfig(Domain):
    name = "yimi.workforce"
    verbose_name = _("队伍")
