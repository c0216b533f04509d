from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Domain


class ClientsConfig(Domain):
    name = "yimi.clients"
    verbose_name = _("服务对象")
