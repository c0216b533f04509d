from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Domain


class CatalogueConfig(Domain):
    name = "yimi.catalogue"
    verbose_name = _("目录")
