from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Domain


class RegistersConfig(Domain):
    name = "yimi.registers"
    verbose_name = _("底册")
