from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Domain


class PoliciesConfig(Domain):
    name = "yimi.policies"
    verbose_name = _("政策库")
