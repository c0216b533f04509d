"""Recording, correcting and voiding contacts."""

from datetime import date, timedelta

import pytest
import yaml
from django.conf import settings
from django.http import Http404

from yimi.catalogue.actions import load_policy, publish_edition
from yimi.core import journal
from yimi.core.actors import SYSTEM
from yimi.core.db import unit_of_work
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.ids import new_id
from yimi.figures.models import Mark
from yimi.services import queries
from yimi.services.actions import put_contact, put_contacts, void_contact
from yimi.services.fields import ContactFields, PartFields
from yimi.services.models import Contact, ContactService, Kind

from .conftest import NORMAL, RESTRICTED, SENSITIVE, fields_of


def test_the_same_content_again_changes_nothing(world, person):
    pk = new_id()
    first = put_contact(pk, by=world.worker, fields=fields_of(person, note="家里都好"))
    again = put_contact(pk, by=world.worker, fields=fields_of(person, note=" 家里都好 ", workers=("worker",)))

    assert (first.created, again.created, again.changed) == (True, False, False)
    assert Contact.objects.unscoped("test").count() == 1
    assert journal.entries(act="services.put_contact").count() == 1


def test_other_content_needs_the_version_it_corrects(world, person, record):
    contact = record(person, note="甲")

    with pytest.raises(RuleBroken) as differs:
        record(person, pk=contact.pk, note="乙")
    with pytest.raises(RuleBroken) as stale:
        record(person, pk=contact.pk, note="乙", version=7)
    corrected = put_contact(contact.pk, by=world.colleague, fields=fields_of(person, note="乙", version=1))

    assert (differs.value.code, stale.value.code) == ("differs", "stale")
    assert differs.value.extra["current"]["note"] == "甲"
    assert (corrected.contact.version, queries.sheet(world.worker, contact).note) == (2, "乙")


def test_an_id_used_out_of_reach_says_only_that_it_is_used(world, person, record, register):
    contact = record(person)
    other = register("符某", station=world.elsewhere)

    with pytest.raises(RuleBroken) as refused:
        put_contact(contact.pk, by=world.stranger, fields=fields_of(other, station="469028103"))

    assert (refused.value.code, refused.value.extra) == ("id_taken", {})


def test_a_restricted_record_is_out_of_reach_for_a_colleague(world, person, record):
    contact = record(person, services=(RESTRICTED,))

    with pytest.raises(RuleBroken) as refused:
        put_contact(contact.pk, by=world.colleague, fields=fields_of(person))
    with pytest.raises(Http404):
        void_contact(contact.pk, by=world.colleague, reason="不该能作废")

    assert refused.value.code == "id_taken"


def test_a_colleague_who_sees_only_a_line_may_not_change_it(world, person, record):
    contact = record(person, services=(SENSITIVE,))

    with pytest.raises(RuleBroken) as refused:
        put_contact(contact.pk, by=world.colleague, fields=fields_of(person, version=1))

    assert refused.value.code == "forbidden"


def test_every_fault_is_said_at_its_own_field(world, person, register):
    far = register("符某", station=world.elsewhere)
    fields = ContactFields(
        station="469030104", kind="home_visit", service_on=date(2026, 11, 21), outcome="not_home", headcount=1,
        minutes=0, workers=("nobody", "stranger"), services=("XX99",),
        participants=(PartFields(person.pk, served=True), PartFields(far.pk), PartFields(person.pk)),
    )  # fmt: skip

    with pytest.raises(Invalid) as refused:
        put_contact(new_id(), by=world.worker, fields=fields)

    assert set(refused.value.fields) == {
        "service_on", "headcount", "minutes", "workers.0", "workers.1", "services.0",
        "participants.0.served", "participants.1.client", "participants.2.client",
    }  # fmt: skip
    assert not Contact.objects.unscoped("test").exists()


def test_a_station_where_she_does_not_record_is_unknown_to_her(world, person):
    for station in ("469028103", "469030105", "000000"):
        with pytest.raises(Invalid) as refused:
            put_contact(new_id(), by=world.worker, fields=fields_of(person, station=station))
        assert "station" in refused.value.fields


@pytest.mark.parametrize("kind", Kind.values)
def test_every_kind_is_recorded(world, person, kind):
    put = put_contact(new_id(), by=world.worker, fields=fields_of(person, kind=kind))

    assert put.contact.kind == kind


def test_after_seven_days_a_record_is_late_and_never_refused(world, person, record):
    on_time = record(person, service_on=world.today - timedelta(days=7))
    late = record(person, service_on=world.today - timedelta(days=8))
    much_later = record(person, service_on=date(2026, 1, 5))

    assert (on_time.late, late.late, much_later.late) == (False, True, True)


def test_nobody_met_means_nobody_served(world, person, record):
    tried = record(person, outcome="not_home")

    part = tried.participations.get()

    assert (part.served, part.seen) == (False, False)


def test_the_edition_of_the_day_and_the_highest_sensitivity_are_kept(world, person, record):
    contact = record(person, services=(NORMAL, SENSITIVE))

    given = ContactService.objects.get(contact=contact, code=SENSITIVE)

    assert (contact.sensitivity, given.domain, given.edition.code) == ("sensitive", "EC", "REF-30")


def test_a_new_file_opens_with_the_visit_and_a_void_gives_it_back(world, register, record):
    known = register("吴某", opened_on=None, phone="13800000001")
    first = record(known, file_action="new", service_on=date(2026, 11, 10))
    earlier = record(known, file_action="new", service_on=date(2026, 11, 3))
    known.refresh_from_db()
    assert (known.state, known.opened_on) == ("active", date(2026, 11, 3))

    void_contact(earlier.pk, by=world.worker, reason="记错人")
    known.refresh_from_db()
    assert (known.state, known.opened_on) == ("active", date(2026, 11, 10))

    void_contact(first.pk, by=world.worker, reason="记错人")
    known.refresh_from_db()
    assert (known.state, known.opened_on) == ("known", None)


def test_a_file_opened_by_default_takes_the_day_of_the_visit_and_returns(world, person, record):
    assert person.opened_on == world.today

    contact = record(person, file_action="new", service_on=date(2026, 11, 10))
    person.refresh_from_db()
    assert person.opened_on == date(2026, 11, 10)

    put_contact(contact.pk, by=world.worker, fields=fields_of(person, service_on=date(2026, 11, 12), version=1))
    person.refresh_from_db()
    assert person.opened_on == world.today


def test_a_correction_marks_the_old_month_and_the_new(world, person, record):
    contact = record(person, service_on=date(2026, 11, 2))
    Mark.objects.all().delete()

    put_contact(contact.pk, by=world.worker, fields=fields_of(person, service_on=date(2026, 10, 2), version=1))

    marked = set(Mark.objects.values_list("station_id", "month"))
    assert marked == {(world.here.pk, date(2026, 11, 1)), (world.here.pk, date(2026, 10, 1))}


def test_a_void_needs_a_reason_and_is_not_undone_by_sending_again(world, person, record):
    contact = record(person, note="甲")
    with pytest.raises(Invalid):
        void_contact(contact.pk, by=world.worker, reason=" ")

    void_contact(contact.pk, by=world.worker, reason="撤回")

    assert not queries.contacts_for(world.worker).exists()
    with pytest.raises(RuleBroken, match="已作废"):
        record(person, pk=contact.pk, note="乙", version=2)


def test_a_stranger_finds_nothing(world, person, record):
    contact = record(person)

    with pytest.raises(Http404):
        queries.contact_for(world.stranger, contact.pk)
    with pytest.raises(Http404):
        void_contact(contact.pk, by=world.stranger, reason="不该能作废")


def test_many_are_recorded_as_one_act_in_statements_that_do_not_grow(world, register, django_assert_max_num_queries):
    people = [register(f"符某{nth}") for nth in range(3)]
    batch = [(new_id(), fields_of(people[nth % 3], service_on=date(2026, 11, 1 + nth % 18))) for nth in range(200)]

    with django_assert_max_num_queries(30), unit_of_work():
        put_contacts(batch, by=world.worker)

    assert Contact.objects.unscoped("test").count() == 200
    with pytest.raises(Invalid) as refused:
        put_contacts([*batch[:1], (new_id(), fields_of(people[0], minutes=0))], by=world.worker)
    assert set(refused.value.fields) == {"1.minutes"}


def test_a_service_that_another_has_replaced_is_refused_with_the_name_of_that_one(world, person, record):
    content = yaml.safe_load((settings.YIMI_CATALOGUE / "services.yaml").read_text(encoding="utf-8"))
    content["edition"] |= {"version": "2026.2", "effective_from": "2026-11-01"}
    service = next(row for domain in content["domains"] for row in domain["services"] if row["code"] == "EC01")
    service |= {"code": "EC99", "replaces": ["EC01"]}
    publish_edition(load_policy(yaml.safe_dump(content, allow_unicode=True).encode(), by=SYSTEM).pk, by=SYSTEM)

    assert record(person, services=("EC01",), service_on=date(2026, 10, 30))
    with pytest.raises(Invalid) as refused:
        record(person, services=("EC01",))
    assert "请改用“EC99" in str(refused.value)
