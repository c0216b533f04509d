"""How far dispatches, circulars and the yearly assessment reach (可见范围).

What the province holds, offices of every 市县 may read; what a 市县 holds, those who are over it and within it. Who
acts on it is asked of the report that it stands on, never of this.
"""

from django.db.models import Q

from yimi.core.actors import Reached
from yimi.core.permissions import OnKind
from yimi.core.scope import Reach, path_range


def _around(grant: Reached) -> Q:
    """What the province holds, and what is held in this area."""
    return Q(county=None) | path_range("area__path", grant.area_path or "")


def _everything(grant: Reached) -> Q:
    return Q()


HELD = Reach(relations={str(OnKind.AREA): _around})
OF_OFFICES = Reach(relations={str(OnKind.AREA): _everything})
OF_EVERYBODY = Reach(relations={str(OnKind.AREA): _everything, str(OnKind.STATION): _everything})
