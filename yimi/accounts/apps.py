from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Domain


class AccountsConfig(Domain):
    name = "yimi.accounts"
    verbose_name = _("账号")
