from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Domain


class ExchangeConfig(Domain):
    name = "yimi.exchange"
    verbose_name = _("导入导出")
