"""Opening, changing and voiding a person's file."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.http import Http404

from tests import story
from yimi.clients import actions, queries
from yimi.clients.fields import CategoryFields
from yimi.clients.guards import Guard, void_guards
from yimi.clients.models import FileSpan, Person, PersonNumber, SearchToken
from yimi.core import clock, db, seal
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.ids import new_id
from yimi.core.models import Entry
from yimi.figures.models import Mark

from .people import NUMBER, person, put, said


def refused(code):
    return pytest.raises(RuleBroken, check=lambda refusal: refusal.code == code)


def test_a_new_file_has_a_number_a_span_a_mark_and_an_entry(world):
    done = put(world.worker, id_number=NUMBER)

    row = Person.objects.get(pk=done.person.pk)
    assert done.created
    assert (row.file_number, row.state, row.opened_on) == ("QZCZ-000001", "active", clock.today())
    assert (row.birth_on, row.sex) == (date(1950, 1, 1), "M")
    assert row.worker_id == world.worker.id
    assert FileSpan.objects.filter(person=row, station=world.here, from_on=clock.today(), until_on=None).exists()
    assert Mark.objects.filter(station=world.here, month=clock.today().replace(day=1)).exists()
    assert Entry.objects.filter(act="clients.put_person", object_id=str(row.pk)).count() == 1
    assert PersonNumber.objects.filter(person=row).exists()


def test_nothing_of_a_person_is_stored_in_plain(world):
    row = person(world.worker, id_number=NUMBER, phone="13800005610", address="四组")

    kept = Person.objects.filter(pk=row.pk).values().get()

    assert not any(text in str(value) for value in kept.values() for text in ("王桂兰", NUMBER, "13800005610", "四组"))


def test_putting_the_same_twice_changes_nothing(world):
    pk = new_id()
    fields = {"id_number": NUMBER, "categories": (CategoryFields(code="DB", since_on=clock.today()),)}
    put(world.worker, pk, **fields)

    again = put(world.worker, pk, **fields)

    assert not again.created
    assert not again.changed
    assert again.person.version == 1


def test_other_content_needs_the_version(world):
    row = person(world.worker)

    with refused("differs") as first:
        put(world.worker, row.pk, name="王桂英")
    with refused("stale") as second:
        put(world.worker, row.pk, name="王桂英", version=7)
    done = put(world.worker, row.pk, name="王桂英", version=1)

    assert first.value.extra["current"]["version"] == second.value.extra["current"]["version"] == 1
    assert done.changed
    assert done.person.version == 2


def test_what_is_not_sent_stays_as_it_is(world):
    row = person(world.worker, id_number=NUMBER, phone="13800005610", address="四组")

    put(world.worker, row.pk, name="王桂英", version=1)
    put(world.worker, row.pk, name="王桂英", phone=None, version=2)

    kept = Person.objects.get(pk=row.pk)
    seal.read(kept, "name", "id_number", "phone", "address")
    assert kept.opened == {"name": "王桂英", "id_number": NUMBER, "phone": None, "address": "四组"}


def test_an_id_out_of_reach_is_only_taken(world):
    row = person(world.worker)

    with refused("id_taken"):
        put(world.stranger, row.pk, station="469028103")


def test_one_number_is_one_person_in_the_province(world):
    person(world.worker, id_number=NUMBER)

    with refused("duplicate_person") as refusal:
        put(world.stranger, id_number=NUMBER, station="469028103")

    assert not refusal.value.extra
    assert "王" not in str(refusal.value.message)


def test_another_station_is_a_transfer(world):
    row = person(world.worker)

    with refused("use_transfer"):
        put(world.worker, row.pk, station="469030105", version=1)


def test_a_station_out_of_reach_does_not_take_files(world):
    with pytest.raises(Http404):
        put(world.worker, station="469028103")


def test_officers_read_but_only_the_station_writes(world):
    row = person(world.worker)

    with refused("forbidden"):
        put(world.province, row.pk, name="别名", version=1)


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"name": " "}, "name"),
        ({"name": "王\u202e兰"}, "name"),
        ({"id_number": "469999195001010015"}, "id_number"),
        ({"id_type": "none", "id_number": "123456"}, "id_type"),
        ({"phone": "12345"}, "phone"),
        ({"area": "999999"}, "area"),
        ({"station": "999999"}, "station"),
        ({"sex": "女"}, "sex"),
        ({"opened_on": date(2999, 1, 1)}, "opened_on"),
        ({"birth_on": date(2999, 1, 1)}, "birth_on"),
        ({"categories": (CategoryFields(code="NOPE", since_on=date(2026, 1, 1)),)}, "categories.0.code"),
        ({"categories": (CategoryFields(code="DB", since_on=date(2999, 1, 1)),)}, "categories.0.since_on"),
    ],
)
def test_bad_input_names_its_field(world, fields, path):
    with pytest.raises(Invalid) as wrong:
        put(world.worker, **fields)

    assert list(wrong.value.fields) == [path]
    assert not Person.objects.exists()


def test_a_known_person_has_no_file_until_a_contact_opens_it(world):
    row = person(world.worker, opened_on=None)
    day = clock.today() - timedelta(days=40)
    assert (row.state, row.file_number, FileSpan.objects.count()) == ("known", None, 0)

    actions.open_file(row, on=day, by=world.worker)
    assert (row.state, row.file_number, row.opened_on) == ("active", "QZCZ-000001", day)
    assert put(world.worker, row.pk, opened_on=None).changed is False

    actions.restore_file(row, on=None, by=world.worker)
    kept = Person.objects.get(pk=row.pk)
    assert (kept.state, kept.file_number, kept.opened_on, FileSpan.objects.count()) == ("known", None, None, 0)
    assert Mark.objects.filter(station=world.here, month=day.replace(day=1)).exists()


def test_the_earliest_contact_dates_a_file_opened_by_default(world):
    row, today = person(world.worker), clock.today()
    later, earlier = today - timedelta(days=3), today - timedelta(days=35)

    actions.open_file(row, on=later, by=world.worker)
    actions.open_file(row, on=earlier, by=world.worker)
    assert row.opened_on == earlier == FileSpan.objects.get().from_on

    actions.restore_file(row, on=later, by=world.worker)
    assert row.opened_on == later
    actions.restore_file(row, on=None, by=world.worker)
    assert row.opened_on == today == FileSpan.objects.get().from_on
    assert row.file_number == "QZCZ-000001"


def test_a_stated_opening_is_not_moved_by_a_contact(world):
    day = clock.today() - timedelta(days=50)
    row = person(world.worker, opened_on=day)

    actions.open_file(row, on=clock.today(), by=world.worker)

    assert row.opened_on == day


def test_an_opened_file_does_not_become_unopened(world):
    row = person(world.worker)

    with refused("file_open"):
        put(world.worker, row.pk, opened_on=None, version=1)


def test_only_who_keeps_the_register_writes_it(world):
    row = person(world.worker)
    held = CategoryFields(code="DB", since_on=clock.today(), state="on_register")

    with refused("not_on_register"):
        actions.hold_category(row.pk, by=world.worker, category=held)
    actions.hold_category(row.pk, by=world.county, category=held)
    put(world.worker, row.pk, phone="13800005610", version=2)
    with refused("not_on_register"):
        actions.end_category(row.pk, by=world.worker, code="DB", since_on=clock.today(), on=clock.today())
    actions.end_category(row.pk, by=world.township, code="DB", since_on=clock.today(), on=clock.today())

    category = row.categories.get()
    assert (category.state, category.until_on) == ("on_register", clock.today())


def test_a_voided_file_counts_nowhere_and_is_found_nowhere(world):
    row = person(world.worker, id_number=NUMBER)

    actions.void_person(row.pk, by=world.worker, reason="建重了")

    assert not FileSpan.objects.exists()
    assert not SearchToken.objects.exists()
    assert person(world.colleague, id_number=NUMBER).file_number == "QZCZ-000002"
    with refused("voided"):
        put(world.worker, row.pk, name="别名", version=2)


def test_a_file_is_not_voided_while_something_stands_against_it(world, monkeypatch):
    row = person(world.worker)
    monkeypatch.setattr(void_guards, "_items", {"visits": Guard("visits", lambda person: "还有服务记录。")})

    with refused("visits"):
        actions.void_person(row.pk, by=world.worker, reason="建重了")


def test_a_stranger_finds_no_person_to_act_on(world):
    row = person(world.worker)

    for act in (
        lambda: actions.void_person(row.pk, by=world.stranger, reason="建重了"),
        lambda: actions.read_person(row.pk, by=world.stranger),
        lambda: actions.reveal(row.pk, by=world.stranger, field="phone", reason="核实联系方式"),
        lambda: queries.person_for(world.stranger, row.pk),
    ):
        with pytest.raises(Http404):
            act()


def test_many_people_are_put_in_few_statements(world, django_assert_max_num_queries):
    batch = [(new_id(), said(name=f"王{i:03d}示例", opened_on=clock.today())) for i in range(300)]

    with django_assert_max_num_queries(60), db.unit_of_work():
        puts = actions.put_people(batch, by=world.worker)

    numbers = [done.person.file_number for done in puts]
    assert numbers == [f"QZCZ-{serial:06d}" for serial in range(1, 301)]
    assert not any(done.changed for done in actions.put_people(batch, by=world.worker))


@pytest.mark.both_engines
def test_two_writers_never_share_a_number(big_world):
    worker, shared = big_world.worker, [new_id() for _ in range(6)]

    def write(turn):
        try:
            return [put(worker, pk, name=f"王示例{nth}").person.pk for nth, pk in enumerate(shared)]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        rounds = list(pool.map(write, range(4)))

    assert all(done == shared for done in rounds)
    numbers = list(Person.objects.values_list("file_number", flat=True))
    assert len(numbers) == len(set(numbers)) == 6
    assert PersonNumber.objects.count() == 6


@pytest.mark.both_engines
def test_two_workers_who_write_one_person_at_once_make_one_file(big_world):
    """The same number from two forms: one file, and the other is told that there is one."""

    def write(by):
        try:
            return put(by, new_id(), name="王示例", id_number=NUMBER).created
        except RuleBroken as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(write, [big_world.worker, big_world.colleague, big_world.head, big_world.worker]))

    assert sorted(map(str, told)) == ["True", *["duplicate_person"] * 3]
    assert Person.objects.count() == 1


def test_a_put_that_fails_leaves_nothing(world):
    with pytest.raises(Invalid), transaction.atomic():
        actions.put_people([(new_id(), said()), (new_id(), said(phone="1"))], by=world.worker)

    assert not Person.objects.exists()


def test_a_birth_date_that_the_number_contradicts_takes_a_word_on_the_certificate(world):
    said = {"id_type": "resident_id", "id_number": "469999195001010014", "birth_on": date(1951, 1, 1)}
    with pytest.raises(Invalid) as refused:
        story.person(world.worker, world.here, "王某", **said)
    assert set(refused.value.fields) == {"birth_on"}

    made = story.person(world.worker, world.here, "王某", id_note="证件出生日期登记有误", **said)
    assert made.birth_on == date(1951, 1, 1)
    assert actions.hold_category(
        made.pk, by=world.worker, category=CategoryFields(code="DB", since_on=date(2026, 9, 1))
    )


def test_who_has_no_document_gets_a_number_of_the_house(world):
    first = story.person(world.worker, world.here, "无名氏", id_type="temporary")
    second = story.person(world.worker, world.here, "无名氏", id_type="temporary")

    seal.read([first, second], "id_number")
    assert first.opened["id_number"] != second.opened["id_number"]
    assert first.opened["id_number"].startswith("LS")


def test_a_hundred_and_one_year_old_is_nothing_to_ask_about(world):
    assert story.person(world.worker, world.here, "王寿", birth_on=date(1925, 5, 1)).birth_on == date(1925, 5, 1)
