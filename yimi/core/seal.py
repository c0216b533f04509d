"""Sealing personal fields (加密保管): each owner has a key, and erasing the key erases the data.

    seal.write(person, name="符某", phone="…")      # encrypts into the columns; the caller saves
    seal.read(people, "name", "phone")              # one query for the keys; person.opened["name"]

A sealed value is bound to its table, column, row and owner, so it can be moved nowhere. A model
that has sealed fields says whose key seals them: `key_owner = ("person", "person_id")`.
"""

import os
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from django.db import models

from . import db
from .models import Key
from .rootkey import LENGTH, subkey

VERSION, AES_256_GCM = 1, 1
_HEAD = bytes([VERSION, AES_256_GCM])
_NONCE = 12
_BODY = len(_HEAD) + _NONCE
_KEYS_AT_ONCE = 10_000


class SealBroken(Exception):
    """A sealed value was changed, moved, or sealed under another key (密文已被改动)."""


class SealedField(models.BinaryField):
    """A column of sealed text (加密字段). Only `write` fills it and only `read` opens it."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("null", True)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def get_db_prep_value(self, value, connection, prepared=False):
        if isinstance(value, str):
            raise TypeError(f"{self.name} is sealed: fill it with seal.write")
        return super().get_db_prep_value(value, connection, prepared)


def write(row: models.Model, **texts: str | None) -> None:
    """Seal these texts into the row's columns; nothing is saved but the owner's key. Empty becomes null."""
    kept = {name: text for name, text in texts.items() if text}
    sealed: dict[str, bytes] = {}
    if kept:
        cipher, bound = AESGCM(_key_to_write(row)), _binder(row)
        sealed = {name: _close(cipher, text, bound(name)) for name, text in kept.items()}
    opened = row.__dict__.setdefault("opened", {})
    for name in texts:
        setattr(row, name, sealed.get(name))
        opened[name] = kept.get(name)


def read(rows: models.Model | Iterable[models.Model], *names: str) -> None:
    """Open these fields of each row into `row.opened`. None: empty, or the owner's key was erased."""
    rows = [rows] if isinstance(rows, models.Model) else list(rows)
    keys = _keys_to_read({_owner(row) for row in rows})
    for row in rows:
        key = keys.get(_owner(row))
        cipher, bound = AESGCM(key) if key else None, _binder(row)
        opened = row.__dict__.setdefault("opened", {})
        for name in names:
            sealed = getattr(row, name)
            opened[name] = _open(cipher, bytes(sealed), bound(name)) if cipher and sealed else None


def lock(owner: tuple[str, UUID], place: str, content: bytes) -> bytes:
    """Seal a file's content with the key of its owner, bound to its place (加密文件)."""
    kept = _find(owner) or _new_key(owner)
    nonce = os.urandom(_NONCE)
    return _HEAD + nonce + AESGCM(_unwrap(kept)).encrypt(nonce, content, _HEAD + _placed(owner, place))


def unlock(owner: tuple[str, UUID], place: str, sealed: bytes) -> bytes:
    """What `lock` sealed; `SealBroken` where it was changed or moved, or its key erased."""
    kept = _find(owner)
    if kept is None or sealed[: len(_HEAD)] != _HEAD:
        raise SealBroken
    try:
        bound = _HEAD + _placed(owner, place)
        return AESGCM(_unwrap(kept)).decrypt(sealed[len(_HEAD) : _BODY], sealed[_BODY:], bound)
    except InvalidTag:
        raise SealBroken from None


def _placed(owner: tuple[str, UUID], place: str) -> bytes:
    return f"file|{place}|".encode() + _named(owner)


def erase(owner_kind: str, owner_id: UUID) -> bool:
    """Destroy the owner's key: what was sealed with it, backups included, can never be read again."""
    waiting = db.waiting(Key)
    waiting[:] = [key for key in waiting if (key.owner_kind, key.owner_id) != (owner_kind, owner_id)]
    _unflushed().pop((Key, owner_kind, owner_id), None)
    return bool(Key.objects.filter(owner_kind=owner_kind, owner_id=owner_id).delete()[0])


def blind(kind: str, text: str) -> int:
    """A token to search by (检索令牌): a signed 64-bit number that tells nothing without the key."""
    return blinder()(kind, text)


def blinder() -> Callable[[str, str], int]:
    """`blind` for many words at once."""
    begun = _mac(subkey("blind"))

    def token(kind: str, text: str) -> int:
        mac = begun.copy()
        mac.update(_named_text(kind, text))
        return int.from_bytes(mac.finalize()[:8], "big", signed=True)

    return token


def fingerprint(kind: str, text: str) -> str:
    """A keyed hash (唯一指纹) by which equal numbers are found without being known."""
    return _keyed(subkey("fingerprint"), _named_text(kind, text)).hex()


def digest(content: Mapping[str, Any]) -> str:
    """A keyed digest of a record's content (内容摘要): equal content, equal digest, whatever the order of keys."""
    text = orjson.dumps(content, default=_plain, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)
    return _keyed(subkey("digest"), text).hex()


def _plain(value: Any) -> Any:
    return sorted(map(str, value)) if isinstance(value, set | frozenset) else str(value)


def _named_text(kind: str, text: str) -> bytes:
    return f"{kind}\x1f{text}".encode()


def _keyed(key: bytes, text: bytes) -> bytes:
    mac = _mac(key).copy()  # a third of the time that it takes to begin with the key
    mac.update(text)
    return mac.finalize()


@lru_cache(maxsize=8)
def _mac(key: bytes) -> HMAC:
    return HMAC(key, SHA256())


@lru_cache(maxsize=8)
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)


def _owner(row: models.Model) -> tuple[str, UUID]:
    kind, attribute = row.key_owner  # type: ignore[attr-defined]
    return kind, getattr(row, attribute)


def _binder(row: models.Model) -> Callable[[str], bytes]:
    """What a value of this row is bound to, by the name of its column."""
    table, place = row._meta.db_table, f"{row.pk}|".encode() + _named(_owner(row))
    return lambda name: f"{table}|{name}|".encode() + place


def _close(cipher: AESGCM, text: str, bound: bytes) -> bytes:
    nonce = os.urandom(_NONCE)
    return _HEAD + nonce + cipher.encrypt(nonce, text.encode(), _HEAD + bound)


def _open(cipher: AESGCM, sealed: bytes, bound: bytes) -> str:
    if sealed[: len(_HEAD)] != _HEAD or len(sealed) < _BODY:
        raise SealBroken
    try:
        return cipher.decrypt(sealed[len(_HEAD) : _BODY], sealed[_BODY:], _HEAD + bound).decode()
    except InvalidTag:
        raise SealBroken from None


def _wrap(owner: tuple[str, UUID], key: bytes) -> bytes:
    nonce = os.urandom(_NONCE)
    return _HEAD + nonce + _cipher(subkey("wrap")).encrypt(nonce, key, _HEAD + _named(owner))


def _unwrap(kept: Key) -> bytes:
    if made := kept.__dict__.get("made"):
        return made
    wrapped = bytes(kept.wrapped)
    bound = wrapped[: len(_HEAD)] + _named((kept.owner_kind, kept.owner_id))
    try:
        return _cipher(subkey("wrap")).decrypt(wrapped[len(_HEAD) : _BODY], wrapped[_BODY:], bound)
    except InvalidTag:
        raise SealBroken from None


def _named(owner: tuple[str, UUID]) -> bytes:
    return f"{owner[0]}:{owner[1]}".encode()


def _key_to_write(row: models.Model) -> bytes:
    """The owner's key, made now if there is none. A new row that owns itself in a unit of work has none yet."""
    owner = _owner(row)
    if owner[1] is None or row.pk is None:
        raise ValueError("A row is sealed after its id and its owner are known.")
    owns_itself = owner[1] == row.pk and not row._meta.pk.is_relation  # type: ignore[union-attr]
    fresh = db.in_unit() and row._state.adding and owns_itself
    kept = _unflushed().get((Key, *owner)) or (None if fresh else _find(owner))
    return _unwrap(kept or _new_key(owner))


def _find(owner: tuple[str, UUID]) -> Key | None:
    return Key.objects.filter(owner_kind=owner[0], owner_id=owner[1]).first()


def _new_key(owner: tuple[str, UUID]) -> Key:
    """A key for this owner; of two processes that make one at once, the first wins."""
    made = os.urandom(LENGTH)
    key = Key(owner_kind=owner[0], owner_id=owner[1], wrapped=_wrap(owner, made))
    if db.in_unit():
        key.__dict__["made"] = made  # as long as the unit of work lasts, it need not be unwrapped
        db.put(key, once=owner)
        return key
    Key.objects.bulk_create([key], ignore_conflicts=True)
    return Key.objects.get(owner_kind=owner[0], owner_id=owner[1])


def _keys_to_read(owners: set[tuple[str, UUID]]) -> dict[tuple[str, UUID], bytes]:
    unflushed = _unflushed()
    kept = [unflushed[(Key, *owner)] for owner in owners if (Key, *owner) in unflushed]
    for kind in {kind for kind, _ in owners}:
        ids = [owner_id for each, owner_id in owners if each == kind and (Key, kind, owner_id) not in unflushed]
        for start in range(0, len(ids), _KEYS_AT_ONCE):
            kept += Key.objects.filter(owner_kind=kind, owner_id__in=ids[start : start + _KEYS_AT_ONCE])
    return {(key.owner_kind, key.owner_id): _unwrap(key) for key in kept}


def _unflushed() -> dict[tuple, Any]:
    """What the unit of work inserts once: keys made in it are found here before any query can see them."""
    unit = db._unit.get()
    return unit.once if unit else {}
