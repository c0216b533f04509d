from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Domain


class PacksConfig(Domain):
    name = "yimi.packs"
    verbose_name = _("迎检材料")
