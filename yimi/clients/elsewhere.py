"""People of other stations (站外档案): a handle that lets an actor ask for a file that she may not see.

A handle is good for an hour and for the actor it was made for. It says nothing of the person.
"""

from uuid import UUID

from django.core import signing
from django.http import Http404

from yimi.core.actors import Actor

HANDLE_SECONDS = 3600
_SALT = "clients.elsewhere"


def handle_of(actor: Actor, person: UUID) -> str:
    """The handle of a person for this actor."""
    return signing.dumps([str(actor.id), str(person)], salt=_SALT)


def person_of(actor: Actor, handle: str) -> UUID:
    """The person of a handle; 404 when it is not this actor's, or is over."""
    try:
        whose, person = signing.loads(handle, salt=_SALT, max_age=HANDLE_SECONDS)
    except (signing.BadSignature, ValueError):
        raise Http404 from None
    if whose != str(actor.id):
        raise Http404
    return UUID(person)
