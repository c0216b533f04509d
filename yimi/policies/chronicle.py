"""What the policy library gives to the chronicle (大事记): the documents that an office has issued."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yimi.accounts.models import User
from yimi.core.permissions import Permission
from yimi.ledgers.chronicle import Happening
from yimi.ledgers.spans import Span

from .models import Document

ISSUED = gettext_lazy("政策文件")


def issued(by: User, span: Span, least: int) -> Iterator[Happening]:
    """Documents published in these days: of a county those of its office; none of a single station."""
    if span.station:
        return
    rows = Document.objects.allowed(by, Permission.POLICY_VIEW).filter(published_on__isnull=False, voided_at=None)
    of = Q(area__code=span.county) if span.county else Q()
    for row in rows.filter(of, issued_on__range=(span.first, span.last)).select_related("area"):
        number = f"（{row.number}）" if row.number else ""
        what = _("%(issuer)s印发《%(title)s》%(number)s") % {
            "issuer": row.issuer, "title": row.title, "number": number,
        }  # fmt: skip
        yield Happening(row.issued_on, what, row.area.short_name, reverse("policies:document", args=[row.pk]), ISSUED)
