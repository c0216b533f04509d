from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Domain


class AssignmentsConfig(Domain):
    name = "yimi.assignments"
    verbose_name = _("镇街交办事项")
