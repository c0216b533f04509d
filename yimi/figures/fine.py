"""Breakdowns that are too fine to be kept (从明细计算的分列): by worker, by village, by sex within age bands.

They are read from the facts each time. Who did how much is told to those who work at the station, and to
nobody above it; a village is asked for within a county.
"""

from django.utils.translation import gettext as _

from yimi.core.actors import Actor
from yimi.core.errors import invalid
from yimi.core.periods import Period
from yimi.core.permissions import OnKind, Permission

from .measure import FINE_CROSSES, Measure
from .places import Place

STATION, COUNTY = "station", "county"  # the widest place of a dimension
MOST_DAYS = 366


def is_fine(measure: Measure, by: tuple[str, ...]) -> bool:
    """Whether a breakdown is read from the facts."""
    return by in FINE_CROSSES or bool(set(by) & set(measure.fine))


def works_at(actor: Actor, place: Place) -> bool:
    """Whether this reader works at the station that the place is."""
    grants = actor.grants_for(Permission.CONTACT_VIEW)
    return place.kind == STATION and str(place.id) in {str(g.on_id) for g in grants if g.on_kind == OnKind.STATION}


def refusal(measure: Measure, by: tuple[str, ...], place: Place, span: Period, *, works_here: bool) -> str:
    """Why a fine breakdown cannot be asked here, or nothing."""
    widest = {measure.dimensions[name].widest for name in by if name in measure.dimensions}
    if STATION in widest and not works_here:
        return _("按社工分列只给本站的人看。")
    if COUNTY in widest and place.kind == "area" and place.path.count("/") == 1:
        return _("按村（居）分列请先选一个市县或社工站。")
    if (span.last - span.first).days >= MOST_DAYS:
        return _("这样分列从明细计算，最长一年。")
    return ""


def check(actor: Actor, measure: Measure, by: tuple[str, ...], place: Place, span: Period) -> None:
    """Raises `Invalid` where a fine breakdown cannot be asked."""
    if reason := refusal(measure, by, place, span, works_here=works_at(actor, place)):
        raise invalid("by", reason)
