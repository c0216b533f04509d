from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Domain


class PublicationsConfig(Domain):
    name = "yimi.publications"
    verbose_name = _("信息宣传")
