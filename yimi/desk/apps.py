from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Domain


class DeskConfig(Domain):
    name = "yimi.desk"
    verbose_name = _("工作台")
