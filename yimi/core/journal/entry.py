"""Writing and reading entries (日志条目)."""

import hmac
import os
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from uuid import UUID

import orjson
from django.db import connection, transaction
from django.db.models import F, Model, QuerySet
from django.utils.translation import gettext as _

from yimi.core import clock, db
from yimi.core.actors import SYSTEM, Actor
from yimi.core.declare import journal_sentences
from yimi.core.models import Entry
from yimi.core.rootkey import subkey

from .sealer import seal_inline

Thing = Model | tuple[str, object]
_NONCE = 12


def record(
    act: str,
    by: Actor,
    thing: Thing,
    *,
    station: Model | UUID | None = None,
    refs: Iterable[Thing] = (),
    digest: str = "",
) -> Entry:
    """Write down one act, or one read that must be known. `act` is dotted: `clients.put_person`.

    The station is the thing's own unless another is named. No personal data: what was changed is
    said by `digest`, whom it concerned by `refs`.
    """
    kind, key = _named(thing)
    entry = Entry(at=clock.now(), act=act, actor_id=by.id, object_kind=kind, object_id=key, digest=digest)
    entry.actor_kind = SYSTEM.username if by.id == SYSTEM.id else "user"
    where = station.pk if isinstance(station, Model) else station
    entry.station_id = where or getattr(thing, "station_id", None)
    entry.refs = [list(_named(ref)) for ref in refs]
    entry.mac = _mac(entry, os.urandom(_NONCE))
    db.put(entry)
    _seal_after_commit()
    return entry


def is_genuine(entry: Entry) -> bool:
    """Whether the entry still says what was written, by who holds the key."""
    mac = bytes(entry.mac)
    return hmac.compare_digest(mac, _mac(entry, mac[:_NONCE]))


def entries(
    *,
    since: date | datetime | None = None,
    act: str = "",
    actor_id: UUID | None = None,
    object_id: str = "",
    station_id: UUID | None = None,
) -> QuerySet[Entry]:
    """Entries for auditors, newest first, each with its `number` in the chain (None: not yet sealed)."""
    if since and not isinstance(since, datetime):
        since = datetime.combine(since, time.min, clock.CIVIL)
    asked = {"at__gte": since, "act": act, "actor_id": actor_id, "object_id": object_id, "station_id": station_id}
    found = Entry.objects.filter(**{field: value for field, value in asked.items() if value})
    return found.annotate(number=F("seal__number")).order_by("-id")


def says(act: str) -> str:
    """The act in the words its domain declared: 新建档案."""
    sentence = journal_sentences.get(act)
    return str(sentence.says) if sentence else _("其他操作（%(act)s）") % {"act": act}


def _named(thing: Thing) -> tuple[str, str]:
    if isinstance(thing, Model):
        return thing._meta.model_name or "", str(thing.pk)
    kind, key = thing
    return kind, str(key)


def _mac(entry: Entry, nonce: bytes) -> bytes:
    # The nonce makes every code unique, so a copied entry shows as a repeated code.
    content = [
        entry.at.astimezone(UTC).isoformat(),
        entry.act,
        [entry.actor_kind, entry.actor_id],
        [entry.object_kind, entry.object_id],
        entry.station_id,
        entry.refs,
        entry.digest,
    ]
    return nonce + hmac.digest(subkey("journal"), nonce + orjson.dumps(content), "sha256")


def _seal_after_commit() -> None:
    """On SQLite the writer seals, at most once for each transaction; on PostgreSQL the job does."""
    if db.on_sqlite() and not any(hook[1] is seal_inline for hook in connection.run_on_commit):
        transaction.on_commit(seal_inline, robust=True)
