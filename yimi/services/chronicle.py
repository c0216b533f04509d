"""What the ledger gives to the chronicle (大事记): activities to which many people came."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yimi.accounts.models import User
from yimi.ledgers.chronicle import Happening
from yimi.ledgers.spans import Span

from .models import Contact, Kind
from .queries import Asked, contacts_for
from .sheets import Sheet, sheets

EVENTS = gettext_lazy("社区活动")


def large(by: User, span: Span, least: int) -> Iterator[Happening]:
    """Activities with at least so many people; the title is read inside the station alone."""
    asked = Asked(
        span.station, county=span.county, kinds=(Kind.ACTIVITY, Kind.PUBLICITY), first=span.first, last=span.last
    )
    rows = contacts_for(by, asked).filter(outcome=Contact.Outcome.SEEN, headcount__gte=max(least, 1), joins=None)
    for sheet in sheets(by, rows.order_by("service_on", "id")):
        if not sheet.is_stub:
            row = sheet.contact
            url = reverse("services:record", args=[row.pk])
            yield Happening(row.service_on, _words(sheet), row.station.short_name, url, EVENTS)


def _words(sheet: Sheet) -> str:
    row = sheet.contact
    what = f"{row.get_kind_display()}“{sheet.title}”" if sheet.title else str(row.get_kind_display())
    said = {"station": row.station.name, "what": what, "n": row.headcount}
    return _("%(station)s开展%(what)s，%(n)s 人参加") % said
