from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Domain


class FiguresConfig(Domain):
    name = "yimi.figures"
    verbose_name = _("数字")
