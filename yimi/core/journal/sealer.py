"""The sealer (封存): numbers entries in the order of commit and chains them; one at a time, wherever it runs."""

import hmac
import time

from django.db import connection, transaction

from yimi.core import db
from yimi.core.models import Entry, Seal
from yimi.core.rootkey import subkey

from . import anchors

BATCH = 2000
_LEASE = 0x59_49_4D_49

# Entries of transactions that ended before the oldest one still running: nothing can commit in front
# of them any more. After a dump and restore the numbers of transactions begin anew: entries from
# before lie in the future (second line), and the last sealed one no longer marks where to begin (first).
_COMMITTED = """
    SELECT entry.id, entry.mac FROM core_entry AS entry, pg_current_snapshot() AS now
    WHERE ((entry.txid < pg_snapshot_xmin(now)
            AND entry.txid >= CASE WHEN %(last)s::xid8 < pg_snapshot_xmin(now) THEN %(last)s::xid8 ELSE '0' END)
           OR entry.txid >= pg_snapshot_xmax(now))
      AND NOT EXISTS (SELECT 1 FROM core_seal AS seal WHERE seal.entry_id = entry.id)
    ORDER BY entry.txid, entry.id LIMIT %(batch)s
"""


def seal_tail() -> int:
    """Seal every entry that is committed and not yet sealed; gives their number."""
    sealed = 0
    while batch := _seal_batch():
        sealed += batch
        if batch < BATCH:
            break
    last = _last()
    if last:
        anchors.reach(last.number, bytes(last.hash))
    return sealed


class Pace:
    """Lets this process do something once in so many seconds, and no more often."""

    def __init__(self, seconds: float):
        self.seconds = seconds
        self.next = 0.0

    def is_due(self) -> bool:
        now = time.monotonic()
        if now < self.next:
            return False
        self.next = now + self.seconds
        return True


_inline = Pace(1.0)


def seal_inline() -> None:
    """Seal after a commit. In a burst once a second: a seal costs as much as an act; the job seals the rest."""
    if _inline.is_due():
        seal_tail()


def head() -> tuple[int, str]:
    """The number and hash of the last seal: the position of the ledger. (0, "") before the first."""
    last = _last()
    return (last.number, bytes(last.hash).hex()) if last else (0, "")


def chained(previous: bytes, number: int, entry_id: int, mac: bytes) -> bytes:
    """The hash of a seal, over the seal before it and its entry."""
    return hmac.digest(subkey("chain"), previous + f"{number}|{entry_id}|".encode() + mac, "sha256")


def _seal_batch() -> int:
    with transaction.atomic():
        if not _holds_lease():
            return 0
        last = _last()
        number, previous = (last.number, bytes(last.hash)) if last else (0, b"")
        seals = []
        for entry_id, mac in _unsealed(last):
            number += 1
            previous = chained(previous, number, entry_id, bytes(mac))
            seals.append(Seal(number=number, entry_id=entry_id, hash=previous))
        Seal.objects.bulk_create(seals)
        return len(seals)


def _last() -> Seal | None:
    return Seal.objects.order_by("number").last()


def _holds_lease() -> bool:
    """Whether this transaction may seal. On SQLite every writer is alone already."""
    if db.on_sqlite():
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LEASE])
        return cursor.fetchone()[0]


def _unsealed(last: Seal | None) -> list[tuple[int, bytes]]:
    if db.on_sqlite():
        later = Entry.objects.filter(id__gt=last.entry_id if last else 0)
        return list(later.order_by("id").values_list("id", "mac")[:BATCH])
    with connection.cursor() as cursor:
        cursor.execute("SELECT txid::text FROM core_entry WHERE id = %s", [last.entry_id if last else 0])
        found = cursor.fetchone()
        cursor.execute(_COMMITTED, {"last": found[0] if found else "0", "batch": BATCH})
        return cursor.fetchall()
