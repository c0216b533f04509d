from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Domain


class AlertsConfig(Domain):
    name = "yimi.alerts"
    verbose_name = _("日监测")
