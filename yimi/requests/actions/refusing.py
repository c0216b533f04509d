"""Refusing what the ledger holds (台账已有，不再填报): what was tried is kept, whoever tried learns how to get it."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.core import clock, journal
from yimi.core.errors import RuleBroken
from yimi.network.models import Area
from yimi.requests.fields import DemandFields
from yimi.requests.matching import Match, matches
from yimi.requests.models import Refusal


def refuse_what_the_ledger_holds(pk: UUID, by: User, area: Area, fields: DemandFields) -> None:
    """Raises `ledger_has_it` for lines that are measures, `ledger_may_have_it` for those with a measure in them.

    The latter go on with a sentence that says what of it the ledger does not have.
    """
    found = matches(fields.lines)
    held = [match for match in found if match.is_exact]
    if held:
        _keep(pk, by, area, fields, held)
        raise RuleBroken(_held(held), code="ledger_has_it", current={"held": [match.plain() for match in held]})
    if found and not fields.beyond:
        current = {"near": [match.plain() for match in found]}
        raise RuleBroken(_near(found), code="ledger_may_have_it", current=current)


def _held(held: list[Match]) -> str:
    said = {"names": _names(held)}
    return _("台账已有这些数，不再要求站点填报：%(names)s。请用“一键报数”或“分析”直接取数。") % said


def _near(found: list[Match]) -> str:
    said = {"names": _names(found)}
    return _("这些内容里有台账已有的数：%(names)s。确需填报的，请写明台账之外的内容。") % said


def _names(found: Iterable[Match]) -> str:
    return "；".join(_("“%(line)s”即 %(name)s") % {"line": m.text, "name": m.measure.name} for m in found)


@transaction.atomic
def _keep(pk: UUID, by: User, area: Area, fields: DemandFields, held: list[Match]) -> None:
    """What was tried, once for each measure however often it is sent."""
    for match in held:
        row, is_new = Refusal.objects.get_or_create(
            tried=pk, measure=match.measure.code,
            defaults={
                "area": area, "office": fields.office, "title": fields.title, "text": match.text,
                "refused_on": clock.today(), "refused_by": by,
            },
        )  # fmt: skip
        if is_new:
            journal.record("requests.refuse", by, row)
