"""Which rows a person may see or change: the one place where that is decided (可及范围).

`Model.objects.allowed(actor, permission)` is the union over the actor's current grants that carry
the permission. A province grant gives all rows, an area grant a range on the area path, a station
grant the rows of that station, any other kind what the model's `Reach` says. Paths are stored and
begin with the parent's path (46/460100/460106/), so "within this area" is a range and needs no tree
walk; codes are never cut, because divisions have uneven depth.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.http import Http404

from .actors import Actor, Reached
from .permissions import Permission

PROVINCE, AREA, STATION = "province", "area", "station"
NOTHING = Q(pk__in=())


@dataclass(frozen=True)
class Reach:
    """How a model's rows lie under areas and stations. Each value is a field path of the model."""

    station: str | None = None
    area: str | None = None
    county: str | None = None
    relations: dict[str, Callable[[Reached], Q]] = field(default_factory=dict)


def path_range(field_path: str, area_path: str) -> Q:
    """Rows whose path lies within `area_path`, as an index range; everything at the root."""
    if area_path.count("/") <= 1:
        return Q()
    return Q(**{f"{field_path}__gte": area_path, f"{field_path}__lt": area_path[:-1] + "0"})


def reached_by(reach: Reach, grant: Reached) -> Q:
    """What one grant gives of a model with this reach."""
    if grant.on_kind == PROVINCE:
        return Q()
    if grant.on_kind == AREA and grant.is_county and reach.county:
        return Q(**{reach.county: grant.on_id})
    if grant.on_kind == AREA and reach.area and grant.area_path:
        return path_range(reach.area, grant.area_path)
    if grant.on_kind == STATION and reach.station:
        return Q(**{reach.station: grant.on_id})
    relation = reach.relations.get(grant.on_kind)
    return relation(grant) if relation else NOTHING


class ScopedQuerySet(models.QuerySet):
    """The only road to rows of a scoped model."""

    def allowed(self, actor: Actor, permission: Permission):
        """The rows on which `actor` holds `permission` (none without a grant)."""
        parts = [reached_by(self.model.reach, grant) for grant in actor.grants_for(permission)]
        if any(part == Q() for part in parts):
            return self.all()
        union = NOTHING
        for part in parts:
            union |= part
        return self.filter(union)

    def get_allowed(self, actor: Actor, permission: Permission, **lookup):
        """The row, or 404: a row out of reach is not known to exist."""
        row = self.allowed(actor, permission).filter(**lookup).first()
        if row is None:
            raise Http404
        return row

    def unscoped(self, reason: str):
        """All rows, for figures, jobs and loading; `tests/test_house_rules.py` lists each use."""
        return self.all()

    def within(self, area_path: str):
        """Rows that lie within an area."""
        return self.filter(path_range(self.model.reach.area, area_path))


class Scoped(models.Model):
    """A model whose rows belong somewhere. Every model that holds personal data is one."""

    reach = Reach()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True


# The only columns that copy an area path; `repath` rewrites them all.
PATHED = (
    ("network.Area", "path"),
    ("network.Station", "area_path"),
    ("accounts.Grant", "area_path"),
    ("clients.Person", "area_path"),
    ("clients.SearchToken", "area_path"),
    ("core.CalendarDay", "area_path"),
)


def repath(old: str, new: str) -> int:
    """Rewrite every stored path that begins with `old`; gives the number of rows changed."""
    changed = 0
    for label, column in PATHED:
        rows = apps.get_model(label)._base_manager.filter(path_range(column, old))
        prefix = models.Value(new)
        rest = models.functions.Substr(column, len(old) + 1)
        changed += rows.update(**{column: models.functions.Concat(prefix, rest)})
    return changed
