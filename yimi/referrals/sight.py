"""Who sees what of a referral (可见程度): the sender as of a contact, the station that is asked only the letter."""

from django.db.models import Q

from yimi.core.actors import Actor
from yimi.services.models import Sensitivity
from yimi.services.sight import Sight, View

from .models import Incoming, Referral


def outgoing(actor: Actor, beyond: Sensitivity = Sensitivity.SENSITIVE) -> Q:
    """The referrals sent out that appear to her."""
    return Sight.of(actor).rows(Referral.reach, Q(worker=actor.id), beyond)


def incoming(actor: Actor) -> Q:
    """The referrals that came in and appear to her; what is sensitive comes to the head first."""
    return Sight.of(actor).rows(Incoming.reach, Q(worker=actor.id), Sensitivity.SENSITIVE)


def view_of(sight: Sight, referral: Referral) -> View:
    return sight.view(referral, [referral.worker_id])


def view_of_incoming(sight: Sight, row: Incoming) -> View:
    return sight.view(row, [row.worker_id] if row.worker_id else [])
