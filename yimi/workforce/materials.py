"""What the workforce gives to inspections (迎检材料): who is posted where, masked unless names are asked for."""

from collections.abc import Iterator

from django.db.models import Q

from yimi.accounts.models import User
from yimi.core.permissions import Permission
from yimi.ledgers.materials import File, table
from yimi.ledgers.queries import stations_in
from yimi.ledgers.spans import Span

from .models import Posting
from .queries import postings_for

HEADER = ("社工站", "市县", "姓名", "岗位", "专职", "到岗日期", "离岗日期")
ORDER = ("station__county__order", "station__code", "from_on", "id")


def roster(by: User, span: Span) -> Iterator[File]:
    """人员花名册: everybody who was posted to the stations of the range on any of its days."""
    days = Q(from_on__lte=span.last) & (Q(to_on=None) | Q(to_on__gte=span.first))
    rows = postings_for(by).filter(days, station__in=stations_in(by, Permission.POSTING_VIEW, span))
    found = rows.select_related("user", "station__county").order_by(*ORDER)
    yield from table("人员花名册", HEADER, [_row(each, span.is_masked) for each in found], by)


def _row(posting: Posting, is_masked: bool) -> tuple:
    name, station = posting.user.name, posting.station
    return (
        station.name, station.county.name, f"{name[:1]}**" if is_masked else name, str(posting.get_post_display()),
        "是" if posting.full_time else "否", posting.from_on, posting.to_on,
    )  # fmt: skip
