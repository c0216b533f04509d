"""People of other stations (站外档案): a handle that lets an actor ask for a file that she may not see.

A handle is good for an hour and for the actor it was made for. It is sealed, so that it says nothing of the
person: the id alone would tell two looks at one person from looks at two, and when the file was made.
"""

from base64 import urlsafe_b64encode
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken
from django.http import Http404

from yimi.core.actors import Actor
from yimi.core.rootkey import subkey

HANDLE_SECONDS = 3600


def handle_of(actor: Actor, person: UUID) -> str:
    """The handle of a person for this actor."""
    return _box().encrypt(actor.id.bytes + person.bytes).decode()


def person_of(actor: Actor, handle: str) -> UUID:
    """The person of a handle; 404 when it is not this actor's, or is over."""
    try:
        said = _box().decrypt(handle.encode(), ttl=HANDLE_SECONDS)
    except InvalidToken:
        raise Http404 from None
    if said[:16] != actor.id.bytes:
        raise Http404
    return UUID(bytes=said[16:])


def _box() -> Fernet:
    return Fernet(urlsafe_b64encode(subkey("elsewhere")))
