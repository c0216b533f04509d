from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Domain


class PapersConfig(Domain):
    name = "yimi.papers"
    verbose_name = _("资料审查（协助）")
