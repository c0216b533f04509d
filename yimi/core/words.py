"""Words that somebody looks a person up by (查找词): sealed before they stand in an address.

Names, numbers and phones typed into a search would otherwise lie in the browser's history and in the logs of whatever
stands between. An address carries `?find=…`, which only she who searched can use; views read `q` as ever.
"""

from base64 import urlsafe_b64encode
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.utils.deprecation import MiddlewareMixin

from .actors import Actor
from .rootkey import subkey

LONGEST = 60
SEALED, PLAIN = "find", "q"


def sealed(actor: Actor, words: str) -> str:
    """The words as they may stand in an address; for this actor only."""
    return _box().encrypt(actor.id.bytes + words[:LONGEST].encode()).decode()


def opened(actor: Actor, token: str) -> str:
    """The words of an address; nothing where they are not this actor's."""
    try:
        said = _box().decrypt(token.encode())
    except (InvalidToken, ValueError):
        return ""
    return said[16:].decode() if said[:16] == actor.id.bytes else ""


def in_address(actor: Actor, kept: dict[str, Any]) -> dict[str, Any]:
    """The parameters of an address with the words of a search sealed."""
    plain = dict(kept)
    words = plain.pop(PLAIN, "")
    return plain | ({SEALED: sealed(actor, words)} if words else {})


class WordsMiddleware(MiddlewareMixin):
    """Gives views the words of a sealed address as `q`."""

    def process_request(self, request):
        token = request.GET.get(SEALED)
        if token and request.user.is_authenticated:
            given = request.GET.copy()
            given.setlist(PLAIN, [opened(request.user, token)])
            del given[SEALED]
            request.GET = given


def _box() -> Fernet:
    return Fernet(urlsafe_b64encode(subkey("words")))
