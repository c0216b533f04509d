from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Domain


class RequestsConfig(Domain):
    name = "yimi.requests"
    verbose_name = _("填报事项")
