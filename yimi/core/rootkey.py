"""The root key of the house (根密钥) and the keys that follow from it. It lies outside the database."""

import os
import stat
from base64 import b64decode
from binascii import Error as NotBase64
from functools import lru_cache
from pathlib import Path
from tempfile import NamedTemporaryFile

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

LENGTH = 32


def subkey(purpose: str) -> bytes:
    """The key for one purpose.

    `wrap`, `blind`, `fingerprint`, `digest`, `journal`, `chain`, `anchor`, `factor`, `elsewhere`, `words`,
    `session`.
    """
    return _derived(settings.YIMI_FIELD_KEY, settings.YIMI_DATA, purpose)


@lru_cache(maxsize=64)
def _derived(given: str, data: str | Path, purpose: str) -> bytes:
    root = _decoded(given) if given else _kept(Path(data) / "keys" / "field")
    return HKDF(algorithm=SHA256(), length=LENGTH, salt=None, info=f"yimi/{purpose}/1".encode()).derive(root)


def _decoded(text: str) -> bytes:
    try:
        key = b64decode(text, validate=True)
    except NotBase64:
        key = b""
    if len(key) != LENGTH:
        raise ImproperlyConfigured("YIMI_FIELD_KEY must be 32 bytes in base64.")
    return key


def _kept(path: Path) -> bytes:
    """The key in this file, made once. A key that others can read is refused."""
    if not path.exists():
        _make(path)
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise ImproperlyConfigured(f"{path} can be read by others; run: chmod 600 {path}")
    key = path.read_bytes()
    if len(key) != LENGTH:
        raise ImproperlyConfigured(f"{path} is not a key of 32 bytes.")
    return key


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with NamedTemporaryFile(dir=path.parent) as draft:
        draft.write(os.urandom(LENGTH))
        draft.flush()
        os.fsync(draft.fileno())
        # A link appears whole or not at all, and never replaces the key of a process that was faster.
        try:
            os.link(draft.name, path)
        except FileExistsError:
            return
