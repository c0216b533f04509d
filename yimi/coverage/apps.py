from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Domain


class CoverageConfig(Domain):
    name = "yimi.coverage"
    verbose_name = _("覆盖计划")
