from contextlib import contextmanager
from datetime import timedelta
from threading import Thread

import pytest
from django.db import DatabaseError, connection, transaction

from yimi.core import clock, journal
from yimi.core.actors import SYSTEM
from yimi.core.db import on_sqlite, unit_of_work
from yimi.core.ids import name_id, new_id
from yimi.core.journal import anchors
from yimi.core.journal.guard import unprotect
from yimi.core.journal.sealer import Pace
from yimi.core.models import Entry, Seal

pytestmark = [pytest.mark.both_engines, pytest.mark.django_db(transaction=True)]

STATION = name_id("station", "here")


def act(number=0):
    return journal.record("clients.put_person", SYSTEM, ("person", new_id()), station=STATION, digest=f"{number}")


@pytest.fixture
def kept():
    """Six sealed entries in two batches, and two more that nobody has sealed."""
    for batch in (range(3), range(3, 6)):
        with transaction.atomic():
            for number in batch:
                act(number)
        journal.seal_tail()
    with transaction.atomic():
        act(6), act(7)
        connection.run_on_commit.clear()
    return list(Entry.objects.order_by("id"))


@contextmanager
def intruder():
    """Somebody with all rights in the database, but without the key."""
    off, on = (
        ("PRAGMA foreign_keys = OFF", "PRAGMA foreign_keys = ON")
        if on_sqlite()
        else ("SET session_replication_role = replica", "SET session_replication_role = DEFAULT")
    )
    unprotect(connection)
    with connection.cursor() as cursor:
        cursor.execute(off)
        yield
        cursor.execute(on)


def copy_of(entry, **changes):
    fields = {field.attname: getattr(entry, field.attname) for field in Entry._meta.fields if field.attname != "id"}
    return Entry(**{**fields, **changes})


def edit(entries):
    Entry.objects.filter(pk=entries[1].pk).update(digest="changed")


def edit_time(entries):
    Entry.objects.filter(pk=entries[1].pk).update(at=entries[1].at - timedelta(days=1))


def delete(entries):
    Entry.objects.filter(pk=entries[2].pk).delete()


def delete_with_its_seal(entries):
    Seal.objects.filter(entry=entries[2]).delete()
    delete(entries)


def insert(entries):
    copy_of(entries[0], digest="forged").save()


def insert_a_copy(entries):
    copy_of(entries[7]).save()


def insert_into_the_chain(entries):
    forged = copy_of(entries[5], digest="forged")
    forged.save()
    Seal.objects.create(number=7, entry=forged, hash=b"\0" * 32)


def reorder(entries):
    Entry.objects.filter(pk__in=[entries[1].pk, entries[2].pk]).delete()
    copy_of(entries[1], id=entries[2].pk).save()
    copy_of(entries[2], id=entries[1].pk).save()


def renumber(entries):
    one, other = Seal.objects.get(entry=entries[1]), Seal.objects.get(entry=entries[2])
    Seal.objects.filter(pk__in=[one.pk, other.pk]).delete()
    Seal.objects.create(number=one.number, entry=other.entry, hash=other.hash)
    Seal.objects.create(number=other.number, entry=one.entry, hash=one.hash)


def truncate(entries):
    Seal.objects.filter(number__gt=4).delete()
    Entry.objects.filter(pk__gt=entries[3].pk).delete()


def empty(entries):
    Seal.objects.all().delete()
    Entry.objects.all().delete()


def edit_the_tail(entries):
    Entry.objects.filter(pk=entries[7].pk).update(actor_id=new_id())


def anchor_file():
    return next(anchors.folder().iterdir())


def edit_an_anchor(entries):
    anchor_file().write_text(anchor_file().read_text().replace("a", "b").replace("c", "d"))


def remove_an_anchor(entries):
    anchor_file().write_text("".join(anchor_file().read_text().splitlines(keepends=True)[1:]))


def cut_the_anchors(entries):
    anchor_file().write_text(anchor_file().read_text().splitlines(keepends=True)[0])


def remove_the_anchors(entries):
    anchor_file().unlink()


TAMPERINGS = {
    edit: "第 2 号：日志条目被改动",
    edit_time: "第 2 号：日志条目被改动",
    delete: "第 3 号：日志条目被删除",
    delete_with_its_seal: "第 3–3 号：封存被删除",
    insert: "不是平台所写",
    insert_a_copy: "被复制插入",
    insert_into_the_chain: "第 7 号：日志条目被改动",
    reorder: "第 2 号：链值不符",
    renumber: "第 2 号：链值不符",
    truncate: "锚点记到第 6 号，封存只到第 4 号",
    empty: "日志被清空或替换",
    edit_the_tail: "不是平台所写",
    edit_an_anchor: "锚点文件被改动",
    remove_an_anchor: "锚点文件被改动",
    cut_the_anchors: "锚点没有跟上",
    remove_the_anchors: "锚点没有跟上",
}


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda tampering: tampering.__name__)
def test_every_tampering_is_found(kept, tampering, monkeypatch):
    monkeypatch.setattr("yimi.core.journal.verdict._ANCHOR_DELAY", 0)
    assert journal.verify().ok

    with intruder():
        tampering(kept)

    assert TAMPERINGS[tampering] in "\n".join(journal.verify().problems)


def test_an_untouched_journal_is_whole_with_its_unsealed_tail(kept):
    verdict = journal.verify()

    assert (verdict.ok, verdict.sealed, verdict.unsealed) == (True, 6, 2)
    assert journal.head() == (6, Seal.objects.get(number=6).hash.hex())


def test_a_line_torn_by_a_power_failure_is_mended_and_nothing_else_is(kept):
    with anchor_file().open("ab") as file:
        file.write(b"7 6b6b")
    assert journal.verify().ok

    journal.seal_tail()

    assert journal.verify().ok
    assert journal.head()[0] == 8


@pytest.mark.parametrize("table", ["core_entry", "core_seal"])
@pytest.mark.parametrize("change", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_the_database_refuses_to_change_the_journal(kept, table, change):
    column = "act" if table == "core_entry" else "hash"

    with pytest.raises(DatabaseError, match="insert-only"), connection.cursor() as cursor:
        cursor.execute(change.format(table, column, column))


def test_an_act_that_fails_leaves_no_entry():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        act(1 / 0)

    assert not Entry.objects.exists()


def test_a_unit_of_work_is_sealed_in_the_order_of_its_acts():
    with unit_of_work():
        for number in range(30):
            act(number)
    journal.seal_tail()

    told = Seal.objects.order_by("number").values_list("entry__digest", flat=True)
    assert list(told) == [str(number) for number in range(30)]
    assert journal.verify().ok


def test_more_than_one_batch_is_sealed_at_once(monkeypatch):
    monkeypatch.setattr("yimi.core.journal.sealer.BATCH", 4)
    with unit_of_work():
        for number in range(10):
            act(number)
        connection.run_on_commit.clear()

    assert journal.seal_tail() == 10
    assert journal.verify().ok


def test_an_act_is_sealed_when_it_is_committed_and_a_burst_once_a_second(monkeypatch):
    if not on_sqlite():
        pytest.skip("on PostgreSQL the job seals")
    monkeypatch.setattr("yimi.core.journal.sealer._inline", Pace(60))

    for number in range(3):
        with transaction.atomic():
            act(number)

    assert journal.head()[0] == 1
    assert (journal.verify().ok, journal.verify().unsealed) == (True, 2)


def test_entries_are_sealed_in_the_order_of_commit_and_none_is_lost():
    if on_sqlite():
        pytest.skip("SQLite has one writer at a time")

    def late():
        act(2)
        connection.close()

    with transaction.atomic():
        act(1)
        other = Thread(target=late)
        other.start()
        other.join()
        sealed_meanwhile = in_thread(journal.seal_tail)

    assert sealed_meanwhile == 0  # act 1 can still commit in front of act 2
    assert journal.seal_tail() == 2
    assert list(Seal.objects.order_by("number").values_list("entry__digest", flat=True)) == ["1", "2"]


def test_after_a_restore_the_numbers_of_transactions_begin_anew(kept):
    if on_sqlite():
        pytest.skip("only PostgreSQL numbers transactions")
    with intruder(), connection.cursor() as cursor:
        cursor.execute("UPDATE core_entry SET txid = '900000000'")

    with transaction.atomic():
        act(8)

    assert journal.seal_tail() == 3
    assert journal.seal_tail() == 0
    with transaction.atomic():
        act(9)
    assert journal.seal_tail() == 1
    assert journal.verify().ok


def test_auditors_find_entries_by_day_act_and_object():
    entry = act()
    journal.record("accounts.sign_in", SYSTEM, ("user", SYSTEM.id), refs=[("station", STATION)])
    tomorrow = clock.today() + timedelta(days=1)

    assert [found.act for found in journal.entries()] == ["accounts.sign_in", "clients.put_person"]
    assert journal.entries(object_id=entry.object_id, act="clients.put_person", station_id=STATION).get() == entry
    assert not journal.entries(since=tomorrow).exists()
    assert Entry.objects.get(act="accounts.sign_in").refs == [["station", str(STATION)]]


def in_thread(work):
    found = []

    def run():
        found.append(work())
        connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join()
    return found[0]
