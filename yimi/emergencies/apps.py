from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Domain


class EmergenciesConfig(Domain):
    name = "yimi.emergencies"
    verbose_name = _("应急关爱")
