from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Domain


class ServicesConfig(Domain):
    name = "yimi.services"
    verbose_name = _("服务")
