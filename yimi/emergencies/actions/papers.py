"""What leaves on paper or as a table: rosters of villages in numbered copies, taking them back, the table for 三防."""

from io import BytesIO
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.http import Http404
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.clients.queries import homes_of
from yimi.core import clock, journal
from yimi.core.errors import RuleBroken, invalid
from yimi.core.files import write_table
from yimi.core.paper import roster_pdf
from yimi.core.permissions import Permission
from yimi.core.text import clean
from yimi.emergencies import rosters, tables
from yimi.emergencies.models import Operation, RosterCopy
from yimi.emergencies.queries import lines_for
from yimi.network.models import Area, Station

MOST_COPIES = 20


@transaction.atomic
def print_roster(pk: UUID, *, by: User, operation: UUID, station: str, village: str) -> tuple[str, bytes]:
    """A village's roster as numbered PDF (打印名册): its name and its bytes. The copy is written down."""
    row = Operation.objects.select_for_update(of=("self",)).get_allowed(by, Permission.EMERGENCY_WORK, pk=operation)
    at = Station.objects.select_related("area").get_allowed(by, Permission.EMERGENCY_WORK, code=station)
    area = next((home for home in homes_of(at) if home.code == village), None)
    if area is None:
        raise Http404
    if row.is_over:
        raise RuleBroken(_("行动已经结束，不能再打印名册。"), code="operation_over")
    lines = list(lines_for(by, row).filter(station=at, area=area))
    if not lines:
        raise RuleBroken(_("这个村（居）没有名单户。"), code="nobody_listed")
    copy = _copy(pk, row, at, area, len(lines), by)
    roster = rosters.roster_of(by, row, at, area, lines)
    content = roster_pdf(roster, by=by, purpose=row.name, copy=rosters.copy_of(copy))[0]
    journal.record("emergencies.print_roster", by, copy, refs=[row])
    return rosters.name_of(row, area, copy), content


def _copy(pk: UUID, row: Operation, station: Station, area: Area, rows: int, by: User) -> RosterCopy:
    there = RosterCopy.objects.unscoped("名册份号").filter(operation=row, station=station)
    number = (there.aggregate(last=Max("number"))["last"] or 0) + 1
    known = there.filter(pk=pk).first()
    if known is not None:
        return known
    if there.filter(area=area, recalled_at=None).count() >= MOST_COPIES:
        raise RuleBroken(_("这个村（居）已有 %d 份名册没有收回。") % MOST_COPIES, code="too_many_copies")
    return RosterCopy.objects.create(
        id=pk,
        operation=row,
        station=station,
        area=area,
        number=number,
        rows=rows,
        printed_at=clock.now(),
        printed_by=by,
    )


@transaction.atomic
def recall_roster(pk: UUID, *, by: User) -> RosterCopy:
    """Note that a copy was taken back (已收回)."""
    rows = RosterCopy.objects.select_for_update(of=("self",))
    copy = rows.get_allowed(by, Permission.EMERGENCY_WORK, pk=pk)
    if copy.recalled_at is None:
        copy.recalled_at, copy.recalled_by = clock.now(), by
        copy.save(update_fields=["recalled_at", "recalled_by"])
        journal.record("emergencies.recall_roster", by, copy)
    return copy


@transaction.atomic
def take_table(operation: UUID, *, by: User, purpose: str) -> tuple[str, bytes]:
    """The list for the flood and typhoon headquarters (三防名单): name, village and number of people, nothing else."""
    row = Operation.objects.get_allowed(by, Permission.EMERGENCY_VIEW, pk=operation)
    purpose = clean(purpose or "")
    if not 2 <= len(purpose) <= 100:
        raise invalid("purpose", _("请写明导出用途。"))
    rows = tables.rows_of(by, row)
    journal.record("emergencies.take_table", by, row)
    stream = BytesIO()
    write_table(stream, tables.TITLE, tables.HEADER, iter(rows), by=by, purpose=purpose)
    return tables.name_of(row), stream.getvalue()
