"""Sessions as they are kept (会话): sealed, for what is said once to somebody may name a person she serves."""

from base64 import urlsafe_b64encode
from typing import Any

import orjson
from cryptography.fernet import Fernet

from .rootkey import subkey


class SealedSerializer:
    """Seals the content of a session with a key that lies outside the database."""

    def dumps(self, content: Any) -> bytes:
        return _box().encrypt(orjson.dumps(content))

    def loads(self, kept: bytes) -> Any:
        return orjson.loads(_box().decrypt(kept))


def _box() -> Fernet:
    return Fernet(urlsafe_b64encode(subkey("session")))
