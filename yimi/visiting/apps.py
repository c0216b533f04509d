from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Domain


class VisitingConfig(Domain):
    name = "yimi.visiting"
    verbose_name = _("核定服务名单")
