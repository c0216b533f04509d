from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Domain


class CampaignsConfig(Domain):
    name = "yimi.campaigns"
    verbose_name = _("专项活动")
