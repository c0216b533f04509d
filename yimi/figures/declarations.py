"""What figures declare upward (声明): the job that folds, and the entry of the account menu."""

from django.utils.translation import gettext_lazy as _

from yimi.core.jobs import Job, jobs
from yimi.core.permissions import Permission
from yimi.ui.panels import NavItem, account_menu

from .fold import fold

jobs.add(Job(key="figures.fold", every=2, run=fold))
account_menu.add(
    NavItem(
        key="measures", label=_("指标口径"), url_name="figures:measures", permission=Permission.FIGURES_VIEW, order=60
    )
)
