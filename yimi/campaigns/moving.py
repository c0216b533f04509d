"""Lists follow the person when two files become one (并档), and go back when that is undone."""

from typing import Any

from yimi.clients.merging import Mover, movers
from yimi.clients.models import Person
from yimi.core.actors import Actor

from .models import Delivery, Recipient

WHY = "并档"


def _move(drop: Person, keep: Person, by: Actor) -> dict[str, Any]:
    """Point rows of `drop` to `keep`; where both are on a list, what `drop` got goes to the row of `keep`."""
    ours = dict(_of(keep).values_list("campaign_id", "pk"))
    both = list(_of(drop).filter(campaign__in=ours).order_by("pk"))
    moved = list(_of(drop).exclude(campaign__in=ours).values_list("pk", flat=True))
    _of(drop).filter(pk__in=moved).update(person=keep)
    parked = []
    for row in both:
        got = Delivery.objects.unscoped(WHY).filter(recipient=row)
        ids = [str(pk) for pk in got.values_list("pk", flat=True)]
        got.update(recipient=ours[row.campaign_id])
        parked.append({"id": row.pk, "campaign": str(row.campaign_id), "deliveries": ids})
        row.delete()
    return {"moved": moved, "parked": parked}


def _back(kept: dict[str, Any], drop: Person, keep: Person, by: Actor) -> None:
    _of(keep).filter(pk__in=kept["moved"]).update(person=drop)
    for each in kept["parked"]:
        row = Recipient(pk=each["id"], campaign_id=each["campaign"], person=drop)
        row.save(force_insert=True)
        Delivery.objects.unscoped(WHY).filter(pk__in=each["deliveries"]).update(recipient=row)


def _of(person: Person):
    return Recipient.objects.unscoped(WHY).filter(person=person)


movers.add(Mover("campaigns", _move, _back, order=40))
