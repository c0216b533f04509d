from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Domain


class InboxConfig(Domain):
    name = "yimi.inbox"
    verbose_name = _("消息")
