from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from yimi.core import clock
from yimi.core.errors import invalid
from yimi.ui.components import Column, Option, Pager

from . import locking, opening, queries
from .pages import adjusted_lines


def rows(request):
    """The rows behind one number (明细), as far as the reader may see them."""
    asked = request.GET
    if bool(asked.get("by")) != bool(asked.get("key")):
        raise invalid("key", _("缺少分项。"))
    place = queries.place_named(asked.get("area"), asked.get("station"))
    breakdown = (asked["by"], asked["key"]) if asked.get("by") else None
    opened = opening.open_rows(
        request.user, asked.get("measure", ""), place, asked.get("period", ""), breakdown=breakdown,
        cursor=asked.get("cursor"),
    )  # fmt: skip
    following = (
        f"{reverse('figures:rows')}?{urlencode({**asked.dict(), 'cursor': opened.next})}" if opened.next else None
    )
    return render(
        request, "figures/rows.html",
        {
            "opened": opened, "period": _period_label(opened, asked.get("period")),
            "pager": Pager(next_url=following),
            "columns": [Column(_("日期")), Column(_("内容")), Column(_("服务对象")), Column(_("社工站")),
                        Column(_("计数"), numeric=True)],
        },
    )  # fmt: skip


def adjustments(request):
    """What a locked month gained or lost since (上期调整)."""
    asked = request.GET
    months = locking.locked_months()
    where = {name: asked[name] for name in ("area", "station") if asked.get(name)} or {"area": queries.top_code()}
    place = queries.place_named(where.get("area"), where.get("station"))
    month = asked.get("month") or (f"{months[0]:%Y-%m}" if months else "")
    options = [
        Option(f"{each:%Y-%m}", f"?{urlencode(where | {'month': f'{each:%Y-%m}'})}", f"{each:%Y-%m}" == month)
        for each in months
    ]
    found = locking.adjustments(request.user, place, month) if month else None
    columns = [Column(_("指标"))]
    columns += [Column(label, numeric=True) for label in (_("锁定时"), _("现在"), _("差额"))]
    return render(
        request, "figures/adjustments.html",
        {
            "found": found, "place": place, "options": options, "columns": columns,
            "lines": adjusted_lines(found, where) if found else [], "workdays": locking.workdays_open(clock.today()),
        },
    )  # fmt: skip


def measure_list(request):
    """What every measure means (指标口径)."""
    columns = [Column(_("指标")), Column(_("单位")), Column(_("口径")), Column(_("代码"), secondary=True)]
    return render(request, "figures/measures.html", {"measures": list(queries.measures), "columns": columns})


def _period_label(opened: opening.Opened, code: str | None) -> str:
    if code == queries.CUMULATIVE:
        return _("自运营以来（%(span)s）") % {"span": opened.span.label}
    return opened.span.label
