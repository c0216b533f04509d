from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Domain


class ReferralsConfig(Domain):
    name = "yimi.referrals"
    verbose_name = _("转介")
