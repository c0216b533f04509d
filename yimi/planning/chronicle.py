"""What planning gives to the chronicle (大事记): yearly plans that were approved, steps that were finished."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yimi.accounts.models import User
from yimi.core import clock
from yimi.core.permissions import Permission
from yimi.ledgers.chronicle import Happening, within
from yimi.ledgers.spans import Span

from .models import AnnualPlan, Milestone

PLANS, STEPS = gettext_lazy("年度计划"), gettext_lazy("工作节点")


def approved(by: User, span: Span, least: int) -> Iterator[Happening]:
    """Yearly plans on the day on which the county approved them."""
    rows = AnnualPlan.objects.allowed(by, Permission.PLANNING_VIEW).filter(within(span), county_at__isnull=False)
    for row in rows.select_related("station"):
        on = clock.civil(row.county_at)
        if span.has(on):
            what = _("%(station)s%(year)s年度服务计划审定") % {"station": row.station.name, "year": row.year}
            yield Happening(on, what, row.station.short_name, reverse("planning:plan", args=[row.pk]), PLANS)


def finished(by: User, span: Span, least: int) -> Iterator[Happening]:
    """Steps of the way on the day on which they were done."""
    rows = Milestone.objects.allowed(by, Permission.PLANNING_VIEW).filter(is_void=False)
    of = within(span) if span.station else Q(county__code=span.county) if span.county else Q()
    for row in rows.filter(of, done_on__range=(span.first, span.last)).select_related("station", "area"):
        where = row.station.short_name if row.station else row.area.short_name
        what = _("完成“%s”") % row.title
        yield Happening(row.done_on, what, where, reverse("planning:milestone", args=[row.pk]), STEPS)
