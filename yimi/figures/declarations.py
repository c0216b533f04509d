"""What figures declare upward (声明): jobs, a note of the health check, and the entry of the account menu."""

from django.utils.translation import gettext_lazy as _

from yimi.core.health import NOTES
from yimi.core.jobs import Job, days_over, jobs
from yimi.core.permissions import Permission
from yimi.ui.panels import NavItem, account_menu

from .fold import fold
from .locking import lock_months
from .sampling import none_found, sample

jobs.add(Job(key="figures.fold", every=2, run=fold))
jobs.add(Job(key="figures.sample", run=sample, owed=days_over))
jobs.add(Job(key="figures.lock", every=300, run=lock_months))
NOTES["figures"] = none_found
account_menu.add(
    NavItem(
        key="measures", label=_("指标口径"), url_name="figures:measures", permission=Permission.FIGURES_VIEW, order=60
    )
)
account_menu.add(
    NavItem(
        key="adjustments",
        label=_("上期调整"),
        url_name="figures:adjustments",
        permission=Permission.FIGURES_VIEW,
        order=61,
    )
)
