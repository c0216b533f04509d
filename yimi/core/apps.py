from django.utils.translation import gettext_lazy as _

from .declare import Domain


class CoreConfig(Domain):
    name = "yimi.core"
    verbose_name = _("核心")
