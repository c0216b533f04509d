from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Domain


class TrackingConfig(Domain):
    name = "yimi.tracking"
    verbose_name = _("督办")
