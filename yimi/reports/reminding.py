"""Reminding of reports that are late (一键提醒), and telling people that one is due or comes back (消息)."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from yimi.accounts.models import User
from yimi.core import clock
from yimi.core.actors import SYSTEM, Actor
from yimi.inbox.actions import send
from yimi.inbox.items import Item
from yimi.inbox.queries import holders
from yimi.ui.formats import moment

from . import queries, turns
from .cadences import PROVINCE
from .models import Report, ReportNotice
from .naming import owner, report_url, title
from .turns import CONFIRMERS, WRITERS

KIND = "report"


def items(actor: Actor, ids: Sequence[UUID]) -> list[Item]:
    """The reports she may read of these; a report of the province is nobody's county's."""
    rows = queries.reports_for(actor).filter(pk__in=ids).exclude(county=None).select_related("station__area", "county")
    return [_item(row) for row in rows.order_by("due_at", "id")]


def _item(row: Report) -> Item:
    why_not = "" if turns.is_overdue(row, clock.now()) else _("现在没有超过期限")
    note = _("期限 %(day)s") % {"day": moment(turns.due_now(row))}
    county = row.county or row.area
    return Item(KIND, row.pk, title(row), report_url(row), county, row.station, note=note, why_not=why_not)


def tell(notices: Iterable[ReportNotice]) -> None:
    """Tell people of what a day had to tell (到期提醒、逾期上报); each report and day once for everybody."""
    for each in notices:
        report = each.report
        late = each.kind == ReportNotice.Kind.ESCALATION
        with override(settings.LANGUAGE_CODE):
            words = _("%(owner)s没有按时提交%(title)s") if late else _("%(owner)s的%(title)s等您办理")
            said = words % {"owner": owner(report), "title": title(report)}
        url, key = report_url(report), f"{report.pk}:{each.kind}:{each.on}:{each.to}"
        send(whom(report, each.to), kind=KIND, title=said, url=url, by=SYSTEM, key=key)


def whom(report: Report, to: str) -> list[User]:
    """Who writes it, or for whom it waits: at the station, in the town, in the county, in the province."""
    if to == report.level == "station":
        return holders(WRITERS["station"], stations=[report.place])
    if to == PROVINCE:
        return holders(CONFIRMERS[PROVINCE], province=True)
    area = report.county_id if to == "county" else report.area_id
    return holders(CONFIRMERS.get(to) or WRITERS[to], areas=[area] if area else [])


def tell_returned(report: Report) -> None:
    """Tell the writer that a report came back (退回); in Chinese, whoever sent it."""
    with override(settings.LANGUAGE_CODE):
        said = _("%(title)s被退回") % {"title": title(report)}
    key = f"{report.pk}:returned:{report.version}"
    send(whom(report, report.level), kind=KIND, title=said, url=report_url(report), by=SYSTEM, key=key)
