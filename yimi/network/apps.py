from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Domain


class NetworkConfig(Domain):
    name = "yimi.network"
    verbose_name = _("三级网络")
