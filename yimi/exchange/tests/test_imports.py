"""A table comes in: checked whole, confirmed, written batch by batch, and gone on with where it was cut off."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.utils import timezone

from yimi.core import seal
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.permissions import Permission
from yimi.exchange import actions, kinds, working
from yimi.exchange.models import Import
from yimi.exchange.rows import Rows

from .tables import Written, numbers, workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(monkeypatch):
    """What the intake of numbers has written; three rows make a batch."""
    monkeypatch.setattr("yimi.exchange.rows.BATCH", 3)
    written = Written()
    declare(monkeypatch, numbers(Permission.PERSON_IMPORT, written))
    return written


def declare(monkeypatch, intake):
    monkeypatch.setitem(kinds.intakes._items, intake.key, intake)


def send(world, *cells, by=None):
    content = workbook(["数", "注"], *[[cell, "王桂兰"] for cell in cells])
    return actions.receive_table("numbers", by=by or world.head, name="数.xlsx", content=content)


def worked(task):
    working.work()
    task.refresh_from_db()
    return task


def test_a_table_is_checked_and_written_only_when_it_is_confirmed(world, written):
    task = worked(send(world, *range(7)))
    assert (task.state, task.rows, task.counts["checked"], written) == ("checked", 7, {"new": 7}, [])

    actions.confirm_import(task.pk, by=world.head)
    worked(task)
    assert (task.state, task.counts["written"], list(written)) == ("done", {"new": 7}, list(range(7)))


def test_bad_rows_are_told_and_the_others_written(world, written):
    task = worked(send(world, 1, "x", 3, 4, "y"))
    assert [(fault.row, fault.message) for fault in Rows(task.pk).faults()] == [(3, "不是整数。"), (6, "不是整数。")]

    actions.confirm_import(task.pk, by=world.head)
    worked(task)
    assert (list(written), task.faults, task.counts["written"]) == ([1, 3, 4], 2, {"new": 3})
    assert [line.cells for line in Rows(task.pk).bad_lines()] == [("x", "王桂兰"), ("y", "王桂兰")]


def test_a_table_with_nothing_right_cannot_be_confirmed(world, written):
    task = worked(send(world, "x", "y"))

    with pytest.raises(RuleBroken, match="没有可以导入的行"):
        actions.confirm_import(task.pk, by=world.head)


def test_work_that_was_cut_off_goes_on_where_it_was_and_writes_no_row_twice(world, written):
    task = worked(send(world, *range(8)))
    actions.confirm_import(task.pk, by=world.head)
    working.step(Import.objects.unscoped("test").select_related("by").get(pk=task.pk))
    assert list(written) == [0, 1]  # the first batch holds the header and two rows
    working._under_way.clear()  # the process is gone

    worked(task)
    assert (task.state, list(written)) == ("done", list(range(8)))


def test_a_fault_of_the_house_ends_the_import_in_words_and_says_nothing_of_the_rows(world, written, caplog):
    task = worked(send(world, *range(8)))
    actions.confirm_import(task.pk, by=world.head)
    written.fail = {3}
    worked(task)

    assert (task.state, task.done) == ("refused", 2)
    assert "stumbles" in caplog.text and "王桂兰" not in caplog.text


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"  ", "文件是空的"), (b"x" * (20 * 1024 * 1024 + 1), "超过 20 MB")],
    ids=["empty", "huge"],
)
def test_a_file_that_is_none_is_refused_at_the_door(world, written, content, words):
    with pytest.raises(Invalid, match=words):
        actions.receive_table("numbers", by=world.head, name="x", content=content)


@pytest.mark.parametrize(
    "content",
    [workbook(["别的"]), workbook(["数"]), b"PK\x03\x04 broken", b"\xff\xfe"],
    ids=["other header", "no rows", "no workbook", "no text"],
)
def test_a_table_that_is_none_is_refused_in_words(world, written, content):
    task = worked(actions.receive_table("numbers", by=world.head, name="x", content=content))
    seal.read(task, "message")

    assert task.state == "refused" and task.opened["message"].endswith("。")


def test_somebody_says_which_column_is_which_before_anything_is_checked(world, written, monkeypatch):
    declare(monkeypatch, numbers(Permission.PERSON_IMPORT, written, asks=True))
    task = worked(send(world, 1, 2))
    assert task.state == "asking"

    actions.choose_columns(task.pk, by=world.head, options={"header": 1})
    assert worked(task).state == "checked"


def test_a_cancelled_import_is_gone_with_its_file(world, written, data_folder, django_capture_on_commit_callbacks):
    task = worked(send(world, 1))
    with django_capture_on_commit_callbacks(execute=True):
        actions.cancel_import(task.pk, by=world.head)

    assert not list(data_folder.rglob("*.sealed"))
    with pytest.raises(RuleBroken):
        actions.confirm_import(task.pk, by=world.head)


def test_one_table_is_nobody_elses(world, written):
    task = worked(send(world, 1))
    for act in (actions.confirm_import, actions.cancel_import):
        with pytest.raises(Http404):
            act(task.pk, by=world.county)


def test_three_tables_at_a_time(world, written):
    for _nth in range(3):
        send(world, 1)

    with pytest.raises(RuleBroken, match="3 份表格"):
        send(world, 1)


def test_what_nobody_confirmed_is_destroyed_after_a_day(world, written, data_folder):
    task = worked(send(world, 1))
    Import.objects.unscoped("test").update(served_at=timezone.now() - timedelta(hours=25))
    working.expire()
    task.refresh_from_db()

    assert (task.state, task.is_kept, list(data_folder.rglob("*.sealed"))) == ("expired", False, [])


def test_two_tables_take_turns(world, written):
    long, short = send(world, *range(30)), send(world, 1, by=world.county)
    for _nth in range(8):
        working.step(working._next())
    short.refresh_from_db()
    long.refresh_from_db()

    assert (short.state, long.state) == ("checked", "reading")


def test_nothing_of_the_table_is_in_the_database_or_open_on_the_disk(world, written, data_folder):
    task = worked(send(world, 1, "x"))
    kept = b"".join(path.read_bytes() for path in data_folder.rglob("*") if path.is_file())

    assert "王桂兰".encode() not in kept and task.state == "checked"


def test_the_page_shows_progress_then_what_would_be_done(world, written, sign_in):
    browser = sign_in(world.head)
    task = send(world, 1, "x", 3)
    assert "等待读取" in browser.get(f"/app/files/imports/{task.pk}/").content.decode()
    worked(task)

    page = browser.get(f"/app/files/imports/{task.pk}/").content.decode()
    assert "确认导入 2 行" in page and "不是整数。" in page
    assert browser.get(f"/app/files/imports/{task.pk}/faults/").headers["Content-Type"].endswith("sheet")
    browser.post(f"/app/files/imports/{task.pk}/confirm/")
    worked(task)
    assert "已导入" in browser.get(f"/app/files/imports/{task.pk}/").content.decode()
    assert sign_in(world.county).get(f"/app/files/imports/{task.pk}/").status_code == 404
