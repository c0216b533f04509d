"""A table between its check and its import (待确认的上传): kept an hour, sealed with a key only its session has."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.utils.translation import gettext as _

from yimi.core.errors import RuleBroken

KEPT_SECONDS = 3600


@dataclass(frozen=True)
class Upload:
    """A table as it was sent."""

    name: str
    content: bytes


def keep(session: Any, slot: str, upload: Upload) -> None:
    """Keep the table for its confirmation; one at a time in a slot of a session."""
    forget(session, slot)
    _sweep()
    key, place = Fernet.generate_key(), uuid4().hex
    path = _path(place)
    path.touch(mode=0o600)
    path.write_bytes(Fernet(key).encrypt(upload.content))
    session[slot] = {"place": place, "key": key.decode(), "name": upload.name}


def kept(session: Any, slot: str) -> Upload:
    """The table that waits for its confirmation; refused when its hour is over."""
    found = session.get(slot)
    try:
        sealed = _path(found["place"]).read_bytes() if found else b""
        return Upload(found["name"], Fernet(found["key"]).decrypt(sealed, ttl=KEPT_SECONDS))
    except (InvalidToken, FileNotFoundError, TypeError):
        raise RuleBroken(_("上传的表格已过期，请重新上传。"), code="upload_expired") from None


def forget(session: Any, slot: str) -> None:
    found = session.pop(slot, None)
    if found:
        _path(found["place"]).unlink(missing_ok=True)


def _sweep() -> None:
    """Remove what nobody confirmed within the hour."""
    for path in _folder().glob("*.sealed"):
        if path.stat().st_mtime < time.time() - KEPT_SECONDS:
            path.unlink(missing_ok=True)


def _path(place: str) -> Path:
    return _folder() / f"{place}.sealed"


def _folder() -> Path:
    folder = Path(settings.YIMI_DATA) / "uploads"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
