"""What all acts on a report share (报告的办理): finding it, refusing an old version, writing a step down."""

from uuid import UUID

from django.utils.translation import gettext as _

from yimi.core import clock, journal, seal
from yimi.core.actors import SYSTEM, Actor
from yimi.core.errors import RuleBroken, Stale, invalid
from yimi.core.permissions import Permission
from yimi.core.text import clean
from yimi.reports.models import Report, Step

LONGEST = 500


def locked(pk: UUID, by: Actor, version: int | None = None) -> Report:
    """The report, held until the end of the transaction; 404 out of sight, `stale` with an old version."""
    report = Report.objects.select_for_update(of=("self",)).get_allowed(by, Permission.REPORT_VIEW, pk=pk)
    if version is not None and version != report.version:
        raise Stale(_("这份报告已被改过，请核对后再提交。"), current={"version": report.version, "state": report.state})
    return report


def not_your_turn(report: Report) -> RuleBroken:
    from_state = {"state": report.state, "version": report.version}
    return RuleBroken(_("现在不是由您办理这一步。"), code="not_your_turn", current=from_state)


def reason_of(text: str, field: str = "reason") -> str:
    """A reason that says something; raises `Invalid` at its field."""
    said = clean(text)
    if not 2 <= len(said) <= LONGEST:
        raise invalid(field, _("请写明原因，2 到 500 字。"))
    return said


def add_step(report: Report, what: Step.What, by: Actor, *, rung: str = "", reason: str = "") -> Step:
    step = Step(report=report, what=what, rung=rung, at=clock.now(), by_id=None if by.id == SYSTEM.id else by.id)
    seal.write(step, reason=reason)
    step.save(force_insert=True)
    return step


def kept(report: Report, by: Actor, act: str) -> Report:
    """Save the report as its next version, and say so in the journal."""
    report.version += 1
    report.save()
    journal.record(f"reports.{act}", by, report, station=report.station_id, digest=report.digest)
    return report
