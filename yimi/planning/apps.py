from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Domain


class PlanningConfig(Domain):
    name = "yimi.planning"
    verbose_name = _("计划和目标")
