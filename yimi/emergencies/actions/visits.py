"""The visit afterwards (灾后探访): a checklist, and what should follow. It is an outcome as well."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.core import journal, seal
from yimi.core.errors import RuleBroken
from yimi.core.ids import name_id
from yimi.emergencies.checks import check_after
from yimi.emergencies.fields import AfterFields, OutcomeFields
from yimi.emergencies.models import AfterVisit
from yimi.emergencies.models.lines import What

from .outcomes import put_outcome, refuse_after_the_end, worked_line

_PLAIN = ("house", "utilities", "medicine", "mood", "wish", "at")


def put_after_visit(pk: UUID, *, by: User, operation: UUID, fields: AfterFields) -> AfterVisit:
    """Note how a household is afterwards (登记灾后探访). The same id again changes nothing; with other content 409."""
    try:
        return _put(pk, by, operation, fields.settled())
    except IntegrityError:
        # Somebody sent the same id at the same moment; now it is there to compare with.
        return _put(pk, by, operation, fields.settled())


@transaction.atomic
def _put(pk: UUID, by: User, operation: UUID, fields: AfterFields) -> AfterVisit:
    line, digest = worked_line(fields.line, by, operation), seal.digest(vars(fields) | {"operation": operation})
    there = AfterVisit.objects.unscoped("同号灾后探访").filter(pk=pk).first()
    if there is not None:
        if there.digest != digest:
            raise RuleBroken(_("同一编号已有内容不同的灾后探访。"), code="differs")
        return there
    check_after(fields, line.operation)
    refuse_after_the_end(line.operation, fields.at)
    row = AfterVisit(id=pk, operation=line.operation, line=line, by=by, digest=digest)
    for name in _PLAIN:
        setattr(row, name, getattr(fields, name))
    seal.write(row, note=fields.note or None)
    row.save(force_insert=True)
    what = What.TOLD if fields.by_phone else What.MET
    outcome = OutcomeFields(line=line.pk, what=what, at=fields.at)
    put_outcome(name_id("emergency_after", pk), by=by, operation=operation, fields=outcome)
    journal.record("emergencies.after_visit", by, line, refs=[row], digest=digest)
    return row
