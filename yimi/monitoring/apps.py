from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Domain


class MonitoringConfig(Domain):
    name = "yimi.monitoring"
    verbose_name = _("监测")
