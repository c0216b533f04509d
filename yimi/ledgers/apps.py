from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Domain


class LedgersConfig(Domain):
    name = "yimi.ledgers"
    verbose_name = _("台账打印")
