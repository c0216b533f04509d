from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Domain


class IncidentsConfig(Domain):
    name = "yimi.incidents"
    verbose_name = _("强制报告")
