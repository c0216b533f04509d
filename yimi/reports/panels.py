"""What reports put on other pages (面板): the sentence of a home page, the strip of cadences, what waits for whom."""

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from yimi.core.actors import Actor, may
from yimi.core.permissions import Permission
from yimi.ui.panels import Said

from . import pages, queries
from .models import CADENCE_NAMES
from .naming import report_url
from .turns import CONFIRMERS

SHOWN = 5


def lead(actor: Actor) -> Said | None:
    """What waits for her; for who looks after others, which period is overdue where."""
    return _waiting(actor) or _overdue(actor)


def _waiting(actor: Actor) -> Said | None:
    """What she has to hand in or to confirm, the first due first."""
    rows = list(queries.waiting_for(actor).order_by("due_at", "id")[: SHOWN + 1])
    if not rows:
        return None
    first, url = rows[0], pages.list_url(cadence=rows[0].cadence, period=rows[0].period, whose="mine")
    said = {"name": CADENCE_NAMES[first.cadence], "period": first.period_label, "n": len(rows)}
    if len(rows) == 1:
        return Said(_("%(period)s%(name)s等您办理") % said, report_url(first), _("去办理"))
    if len(rows) <= SHOWN:
        return Said(_("%(n)d 份报告等您办理，最早的是%(period)s%(name)s") % said, url, _("去办理"))
    return Said(_("有多份报告等您办理，最早的是%(period)s%(name)s") % said, url, _("去办理"))


def _overdue(actor: Actor) -> Said | None:
    if not any(may(actor, each) for each in (*CONFIRMERS.values(), Permission.EXPORT)):
        return None
    standings = queries.standings(actor)
    for cadence in ("weekly", "monthly"):
        standing = standings.get(cadence)
        if standing and standing.overdue:
            url = pages.overdue_url(standing)
            return Said(pages.sentence(actor, standing), url, _("查看这 %d 个") % standing.overdue)
    return None


def strip(request, subject) -> str:
    """机制条: the six cadences within her reach."""
    slots = pages.strip(request.user)
    return render_to_string("reports/strip.html", {"slots": slots}, request=request) if slots else ""


def mine(request, subject) -> str:
    """待我办理的报告: what she has to hand in or to confirm."""
    rows = queries.waiting_for(request.user).order_by("due_at", "id")[:SHOWN]
    shown = pages.rows(rows, request.user)
    return render_to_string("reports/mine.html", {"rows": shown}, request=request) if shown else ""
