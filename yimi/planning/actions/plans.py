"""Making and signing the yearly plan of a station (编制、提交、审核、审定、退回、调整)."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.catalogue.queries import domains
from yimi.core import clock, journal, seal
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.ids import name_id
from yimi.core.permissions import Permission
from yimi.core.text import clean
from yimi.network.models import Station
from yimi.planning.blueprints import TOWNSHIP, ladder_of
from yimi.planning.fields import PlanFields, Project, written
from yimi.planning.models import AnnualPlan, PlanLine, Special
from yimi.planning.putting import Put, id_taken, reason_of, refuse_stale, twice
from yimi.planning.signing import refuse_unless_turn

State = AnnualPlan.State


def put_plan(pk: UUID, *, by: User, fields: PlanFields) -> Put[AnnualPlan]:
    """Write the plan of a station and year (编制), or change it with its version until it is submitted."""
    return twice(lambda: _put(pk, by, fields.settled()))


@transaction.atomic
def _put(pk: UUID, by: User, fields: PlanFields) -> Put[AnnualPlan]:
    digest = seal.digest(fields.content())
    there = AnnualPlan.objects.unscoped("同号计划").filter(pk=pk).first()
    if there is None:
        return Put(_create(pk, by, fields, digest), created=True)
    if not AnnualPlan.objects.allowed(by, Permission.STATION_PLAN_WRITE).filter(pk=pk).exists():
        raise id_taken()
    plan = _locked(pk, by, Permission.STATION_PLAN_WRITE)
    if refuse_stale(plan, fields.version, digest):
        return Put(plan, created=False)
    _refuse_unless_editable(plan)
    if (plan.station.code, plan.year) != (clean(fields.station), fields.year):
        raise Invalid({"station": [_("计划的站点和年度不能更换，请另编一份。")]})
    _fill(plan, fields, digest, by)
    return Put(_kept(plan, by, "planning.put_plan"), created=False)


def _create(pk: UUID, by: User, fields: PlanFields, digest: str) -> AnnualPlan:
    stations = Station.objects.select_for_update(of=("self",))
    station = stations.get_allowed(by, Permission.STATION_PLAN_WRITE, code=clean(fields.station), level="station")
    if AnnualPlan.objects.unscoped("本站计划").filter(station=station, year=fields.year).exists():
        raise RuleBroken(_("这一年的计划已经编了，请在原计划上修改或调整。"), code="plan_exists")
    plan = AnnualPlan(id=pk, station=station, year=fields.year, made_by=by, made_at=clock.now(), version=0)
    plan.save(force_insert=True)
    _fill(plan, fields, digest, by)
    return _kept(plan, by, "planning.put_plan")


@transaction.atomic
def submit_plan(pk: UUID, *, by: User) -> AnnualPlan:
    """Send the plan to those who sign it (提交), once it holds all that 1+1+5 asks for. Who submits has made it."""
    plan = _locked(pk, by, Permission.STATION_PLAN_WRITE)
    _refuse_unless_editable(plan)
    _refuse_incomplete(plan)
    plan.ladder, plan.state = ladder_of(plan.station, clock.today()), State.SUBMITTED
    plan.made_by, plan.made_at = by, clock.now()
    plan.township_by = plan.township_at = plan.returned_by = plan.why_returned = None
    return _kept(plan, by, "planning.submit_plan")


@transaction.atomic
def sign_plan(pk: UUID, *, by: User) -> AnnualPlan:
    """Put one's name to the plan (审核、审定): the township where the ladder has one, then the county."""
    plan = _locked(pk, by, Permission.STATION_PLAN_APPROVE)
    step = refuse_unless_turn(by, plan)
    if step == TOWNSHIP:
        plan.state, plan.township_by, plan.township_at = State.TOWNSHIP_AGREED, by, clock.now()
        return _kept(plan, by, "planning.agree_plan")
    plan.state, plan.county_by, plan.county_at = State.APPROVED, by, clock.now()
    return _kept(plan, by, "planning.approve_plan")


@transaction.atomic
def return_plan(pk: UUID, *, by: User, reason: str) -> AnnualPlan:
    """Back to the station (退回), with the reason; from either step, by whose turn it is."""
    plan = _locked(pk, by, Permission.STATION_PLAN_APPROVE)
    refuse_unless_turn(by, plan)
    plan.state, plan.returned_by = State.RETURNED, by
    seal.write(plan, why_returned=reason_of(reason))
    return _kept(plan, by, "planning.return_plan")


@transaction.atomic
def amend_plan(pk: UUID, *, by: User, reason: str) -> AnnualPlan:
    """Begin the next numbered amendment (调整) of the plan in force, as it stands; it is signed like the plan."""
    plan = _locked(pk, by, Permission.STATION_PLAN_WRITE)
    rows = AnnualPlan.objects.unscoped("本站计划").filter(station=plan.station, year=plan.year)
    if plan.state != State.APPROVED or rows.filter(number__gt=plan.number).exists():
        raise RuleBroken(_("只能调整已审定的最新一版计划。"), code="not_in_force")
    said = reason_of(reason)
    next_one = AnnualPlan(
        id=name_id("plan", plan.pk, plan.number + 1), station=plan.station, year=plan.year, number=plan.number + 1,
        made_by=by, made_at=clock.now(), version=0,
    )  # fmt: skip
    seal.write(next_one, why_amended=said)
    next_one.save(force_insert=True)
    fields = written(plan)
    _fill(next_one, fields, seal.digest(fields.content()), by)
    return _kept(next_one, by, "planning.amend_plan")


def _fill(plan: AnnualPlan, fields: PlanFields, digest: str, by: User) -> None:
    project = fields.projects[0] if fields.projects else Project("")
    plan.platform, plan.partners, plan.digest = fields.platform, fields.partners, digest
    plan.project, plan.project_level, plan.project_aim = project.title, project.level, project.aim
    plan.made_by, plan.made_at = by, clock.now()
    plan.lines.all().delete()
    plan.specials.all().delete()
    PlanLine.objects.bulk_create(PlanLine(plan=plan, order=nth, **vars(each)) for nth, each in enumerate(fields.lines))
    Special.objects.bulk_create(Special(plan=plan, order=nth, **vars(each)) for nth, each in enumerate(fields.specials))


def _refuse_incomplete(plan: AnnualPlan) -> None:
    faults: dict[str, list] = {}
    if not plan.platform:
        faults["platform"] = [_("请写明资源平台。")]
    if not plan.project:
        faults["key_projects"] = [_("请写明一个重点项目。")]
    planned = {line.domain for line in plan.lines.all()}
    missing = [name for code, name in domains(clock.today()).items() if code not in planned]
    if missing:
        faults["lines"] = [_("五大领域都要有计划数，还缺：%(names)s。") % {"names": "、".join(missing)}]
    if faults:
        raise Invalid(faults)


def _refuse_unless_editable(plan: AnnualPlan) -> None:
    if plan.state not in AnnualPlan.EDITABLE:
        words = _("计划现在是“%s”，退回后才能修改；已审定的请办理调整。") % plan.get_state_display()
        raise RuleBroken(words, code="not_editable")


def _locked(pk: UUID, by: User, permission: Permission) -> AnnualPlan:
    rows = AnnualPlan.objects.select_related("station__area", "station__county").select_for_update(of=("self",))
    return rows.get_allowed(by, permission, pk=pk)


def _kept(plan: AnnualPlan, by: User, act: str) -> AnnualPlan:
    plan.version += 1
    plan.save()
    journal.record(act, by, plan, station=plan.station_id, digest=plan.digest)
    return plan
