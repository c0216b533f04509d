"""The register of requests (填报事项清单) as a reader sees it. Proposals only their office and those above it read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.db.models.enums import TextChoices
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.actors import Actor
from yimi.core.permissions import OnKind, Permission
from yimi.core.scope import PROVINCE, ScopedQuerySet, path_range
from yimi.core.text import clean
from yimi.network.models import Area, Station
from yimi.requests.models import Demand, Level, Refusal

ORDER = ("-proposed_on", "-id")
REFUSED_ORDER = ("-refused_on", "-id")
S = Demand.State


class Status(TextChoices):
    """How a request stands on a day (执行状态)."""

    IN_FORCE = "in_force", _("执行中")
    COMING = "coming", _("待开始")
    PROPOSED = "proposed", _("待公布")
    RETURNED = "returned", _("已退回")
    EXPIRED = "expired", _("已到期")
    ENDED = "ended", _("已终止")


@dataclass(frozen=True)
class Asked:
    """What the register is narrowed to (筛选)."""

    q: str = ""
    level: str = ""
    frequency: str = ""
    state: str = ""
    county: str = ""


def status_of(row: Demand, day: date) -> Status:
    if row.state != S.PUBLISHED:
        return Status(row.state)
    if row.valid_from > day:
        return Status.COMING
    return Status.EXPIRED if row.valid_until and row.valid_until < day else Status.IN_FORCE


def in_force(day: date) -> Q:
    """Requests that bind stations on a day."""
    return Q(state=S.PUBLISHED, valid_from__lte=day) & (Q(valid_until=None) | Q(valid_until__gte=day))


def _status(state: str, day: date) -> Q:
    if state == Status.IN_FORCE:
        return in_force(day)
    if state == Status.COMING:
        return Q(state=S.PUBLISHED, valid_from__gt=day)
    if state == Status.EXPIRED:
        return Q(state=S.PUBLISHED, valid_until__lt=day)
    return Q(state=state) if state in S.values else Q()


def demands_for(actor: Actor, asked: Asked | None = None) -> ScopedQuerySet:
    """The requests that appear to her: what was published, and proposals of her own office and those below it."""
    asked = asked or Asked()
    rows = Demand.objects.allowed(actor, Permission.REQUEST_VIEW)
    rows = rows.filter(Q(published_on__isnull=False) | _at_or_below(actor, Permission.REQUEST_WRITE))
    rows = rows.filter(level=asked.level) if asked.level in Level.values else rows
    rows = rows.filter(frequency=asked.frequency) if asked.frequency else rows
    rows = rows.filter(_status(asked.state, clock.today()))
    if asked.county:
        rows = rows.filter(Q(area__county__code=asked.county) | Q(target__county__code=asked.county))
    for term in clean(asked.q).split()[:5]:
        rows = rows.filter(Q(title__icontains=term) | Q(office__icontains=term) | Q(basis__icontains=term))
    return rows.select_related("area__county", "target").annotate(line_count=Count("lines"))


def demand_for(actor: Actor, pk: UUID) -> Demand:
    """The request, or 404."""
    row = demands_for(actor).prefetch_related("lines").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _at_or_below(actor: Actor, permission: Permission) -> Q:
    """Requests of the offices for which she holds a permission, and of those below them."""
    found = Q(pk__in=())
    for grant in actor.grants_for(permission):
        if grant.on_kind == PROVINCE:
            return Q(pk__isnull=False)
        if grant.on_kind == OnKind.AREA and grant.area_path:
            found |= path_range("area__path", grant.area_path)
    return found


def _own(actor: Actor) -> Q:
    """Requests of her own office."""
    found = Q(pk__in=())
    for grant in actor.grants_for(Permission.REQUEST_WRITE):
        found |= Q(area__parent=None) if grant.on_kind == PROVINCE else Q(area=grant.on_id)
    return found


def offices(actor: Actor) -> list[Area]:
    """The areas for which she may ask: the province, her county or district, her town."""
    own = Q(pk__in=())
    for grant in actor.grants_for(Permission.REQUEST_WRITE):
        if grant.on_kind == PROVINCE:
            own |= Q(parent=None)
        elif grant.on_kind == OnKind.AREA:
            own |= Q(pk=grant.on_id)
    return list(Area.objects.filter(own).order_by("path"))


def writable(actor: Actor) -> ScopedQuerySet:
    """The requests of her own office that she may still change or end."""
    return Demand.objects.allowed(actor, Permission.REQUEST_WRITE).filter(_own(actor))


def approvable(actor: Actor) -> ScopedQuerySet:
    """The requests that she publishes or returns: the county its own and those of its towns, the province its own."""
    found = Q(pk__in=())
    for grant in actor.grants_for(Permission.REQUEST_APPROVE):
        if grant.on_kind == PROVINCE:
            found |= Q(level=Level.PROVINCE)
        elif grant.on_kind == OnKind.AREA and grant.area_path:
            found |= path_range("area__path", grant.area_path)
    return Demand.objects.allowed(actor, Permission.REQUEST_APPROVE).filter(found)


def endable(actor: Actor) -> ScopedQuerySet:
    """The requests that she may end: those of her own office, and of every office below one that publishes."""
    reached = Demand.objects.allowed(actor, Permission.REQUEST_WRITE)
    return reached.filter(_own(actor) | _at_or_below(actor, Permission.REQUEST_APPROVE))


@dataclass(frozen=True)
class Rights:
    """What she may do with a request now."""

    may_edit: bool
    may_publish: bool
    may_end: bool
    reads_answers: bool


def rights_of(actor: Actor, row: Demand) -> Rights:
    open_states = (S.PROPOSED, S.RETURNED, S.PUBLISHED)
    is_open = row.state in open_states
    return Rights(
        may_edit=is_open and writable(actor).filter(pk=row.pk).exists(),
        may_publish=row.state == S.PROPOSED and approvable(actor).filter(pk=row.pk).exists(),
        may_end=is_open and endable(actor).filter(pk=row.pk).exists(),
        reads_answers=row.published_on is not None and endable(actor).filter(pk=row.pk).exists(),
    )


def refusals_for(actor: Actor, year: int | None = None) -> ScopedQuerySet:
    """What was refused because the ledger holds it, within her reach."""
    rows = Refusal.objects.allowed(actor, Permission.REQUEST_WRITE).select_related("area", "refused_by")
    return rows.filter(refused_on__year=year) if year else rows


def targets_of(area: Area) -> list[Area]:
    """The areas whose stations an office may ask: its own, and the counties or towns right below it."""
    below = area.children.filter(is_hidden=False).exclude(level=Area.Level.VILLAGE).exclude(kind=Area.Kind.STATISTICAL)
    if area.parent_id is None:
        below = Area.objects.filter(is_ranked=True)
    return [area, *below.order_by("order", "path")]


def stations_asked(row: Demand) -> ScopedQuerySet:
    """The stations that a request asks, in the official order."""
    rows = Station.objects.unscoped("站点资料对工作人员公开").filter(
        path_range("area_path", row.target.path), level=row.to_level, state=Station.State.OPERATING
    )
    return rows.select_related("county").order_by("county__order", "code")


def plain(row: Demand) -> dict[str, Any]:
    """A request in plain values, as the API answers it."""
    return {
        "id": row.pk, "title": row.title, "level": row.level, "area": row.area.code, "office": row.office,
        "basis": row.basis, "frequency": row.frequency, "times_a_year": row.times_a_year, "minutes": row.minutes,
        "target": row.target.code, "to_level": row.to_level, "valid_from": row.valid_from,
        "valid_until": row.valid_until, "status": status_of(row, clock.today()).value,
        "published_on": row.published_on, "ended_on": row.ended_on, "why": row.why, "version": row.version,
    }  # fmt: skip


def plain_in_full(row: Demand) -> dict[str, Any]:
    return plain(row) | {"lines": [line.text for line in row.lines.all()], "beyond": row.beyond}


def counties_to_choose() -> list[Area]:
    return list(Area.objects.filter(is_ranked=True).order_by("order"))


def codes_of(areas: Iterable[Area]) -> dict[str, Area]:
    return {area.code: area for area in areas}
