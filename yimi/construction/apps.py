from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Domain


class ConstructionConfig(Domain):
    name = "yimi.construction"
    verbose_name = _("站点建设")
