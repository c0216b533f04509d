"""What is said of the burden (投诉建议): her own, and what an office has to answer."""

from uuid import UUID

from django.db.models import Q
from django.http import Http404

from yimi.core import seal
from yimi.core.actors import Actor
from yimi.core.permissions import OnKind, Permission
from yimi.core.scope import ScopedQuerySet
from yimi.network.models import Area, Station
from yimi.requests.models import Feedback

ORDER = ("-sent_on", "-id")


def feedback_for(actor: Actor, state: str = "") -> ScopedQuerySet:
    """What her office has to answer or has answered."""
    rows = Feedback.objects.allowed(actor, Permission.FEEDBACK_ANSWER)
    return _narrowed(rows, state)


def own_feedback(actor: Actor) -> ScopedQuerySet:
    """What she sent with her name."""
    return _narrowed(Feedback.objects.unscoped("本人提出的").filter(sender=actor.id))


def _narrowed(rows: ScopedQuerySet, state: str = "") -> ScopedQuerySet:
    if state in ("open", "answered"):
        rows = rows.filter(answered_on__isnull=state == "open")
    return rows.select_related("area", "demand", "sender", "answered_by")


def one_feedback(actor: Actor, pk: UUID) -> Feedback:
    """One that she sent or has to answer; one without a name whoever has its address. Else 404."""
    mine = Q(sender=actor.id) | Q(sender=None)
    answers = Feedback.objects.allowed(actor, Permission.FEEDBACK_ANSWER).filter(pk=pk)
    row = (_narrowed(Feedback.objects.unscoped("本人提出的，或凭地址").filter(mine, pk=pk)) | answers).first()
    if row is None:
        raise Http404
    seal.read(row, "text", "answer")
    return row


def opened(rows: list[Feedback]) -> list[Feedback]:
    seal.read(rows, "text", "answer")
    return rows


def may_answer(actor: Actor, row: Feedback) -> bool:
    return Feedback.objects.allowed(actor, Permission.FEEDBACK_ANSWER).filter(pk=row.pk).exists()


def office_of(actor: Actor, to: str) -> Area:
    """Who reads it: the province, or the county of whoever sends it; the province where she is in no county."""
    province = Area.objects.get(parent=None)
    if to != "county":
        return province
    return county_of(actor) or province


def county_of(actor: Actor) -> Area | None:
    """The county in which she works, by whatever right she has."""
    for grant in actor.grants_for(Permission.POLICY_VIEW):
        if grant.on_kind == OnKind.AREA:
            return Area.objects.select_related("county").get(pk=grant.on_id).county
        if grant.on_kind == OnKind.STATION:
            return Station.objects.unscoped("社工站所在市县").select_related("county").get(pk=grant.on_id).county
    return None
