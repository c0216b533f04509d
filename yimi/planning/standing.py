"""What is in force (现行分解): the latest published version of each place, and what it gives to those below."""

from yimi.figures.measure import measures

from .models import Decomposition, Share, Target
from .places import STATION, Spot
from .splitting import Sum, check

State = Decomposition.State
WHY = "现行目标分解"


def in_force(target: Target, spot: Spot) -> Decomposition | None:
    """The decomposition of a place that counts."""
    rows = Decomposition.objects.unscoped(WHY).filter(target=target, place=spot.key, state=State.PUBLISHED)
    return rows.order_by("-number").first()


def given(target: Target, spot: Spot) -> int | None:
    """What this place has to reach: its own total where it set the target, else its share of what is in force above."""
    if spot.level != STATION and target.area_id == spot.area:
        latest = Decomposition.objects.unscoped(WHY).filter(target=target, place=spot.key).order_by("-number")
        return latest.values_list("total", flat=True).first()
    rows = Share.objects.unscoped(WHY).filter(place=spot.key, decomposition__target=target)
    rows = rows.filter(decomposition__state=State.PUBLISHED, month=None).order_by("-decomposition__number")
    return rows.values_list("value", flat=True).first()


def checked(made: Decomposition) -> Sum:
    """How the parts of a decomposition stand to its total."""
    return check(measures[made.target.measure].kind, made.total, [share.value for share in made.shares.all()])
