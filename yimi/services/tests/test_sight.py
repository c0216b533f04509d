"""Who sees what of a contact: the access table, role by role."""

import pytest

from yimi.core import journal
from yimi.services import queries, reads
from yimi.services.queries import Asked
from yimi.services.sheets import sheet
from yimi.services.sight import Sight, View

from .conftest import NORMAL, RESTRICTED, SENSITIVE

TABLE = {
    NORMAL: {
        "worker": "full", "colleague": "full", "head": "full", "township": "masked", "county": "masked",
        "province": "masked", "neighbour": "absent", "far_county": "absent", "leader": "absent", "auditor": "absent",
    },
    SENSITIVE: {
        "worker": "full", "colleague": "stub", "head": "full", "township": "stub", "county": "stub",
        "province": "absent", "neighbour": "absent", "far_county": "absent", "leader": "absent", "auditor": "absent",
    },
    RESTRICTED: {
        "worker": "full", "colleague": "absent", "head": "full", "township": "absent", "county": "absent",
        "province": "absent", "neighbour": "absent", "far_county": "absent", "leader": "absent", "auditor": "absent",
    },
}  # fmt: skip


@pytest.mark.parametrize("service", TABLE)
def test_each_role_sees_of_a_contact_what_the_table_says(world, person, record, service):
    contact = record(person, services=(service,), note="家里都好")

    for name, level in TABLE[service].items():
        user = world.users[name]
        assert Sight.of(user).view(contact, [world.worker.id]) == level, name
        listed = queries.contacts_for(user).filter(pk=contact.pk).exists()
        assert listed == (level != "absent"), name


def test_above_the_station_a_person_is_masked_and_the_note_is_not_shown(world, person, record):
    contact = record(person, note="家里都好")

    seen = sheet(world.county, contact)

    assert seen.view == View.MASKED
    assert (seen.people, seen.note) == ("王**", None)
    assert seen.participants[0].village == "长征镇"
    assert sheet(world.colleague, contact).note == "家里都好"


def test_a_sensitive_record_is_never_found_through_the_person(world, person, record):
    record(person, services=(SENSITIVE,))

    by_person = Asked(client=person.pk)

    assert not queries.contacts_for(world.colleague, by_person).exists()
    assert not queries.contacts_for(world.county, by_person).exists()
    assert queries.contacts_for(world.worker, by_person).exists()


def test_the_county_is_told_how_many_records_a_list_leaves_out_but_not_whose(world, person, record):
    record(person, services=(RESTRICTED,))

    assert queries.left_out(world.county, Asked()) == 1
    assert queries.left_out(world.county, Asked(client=person.pk)) == 0
    assert queries.left_out(world.colleague, Asked()) == 0


def test_opening_a_sensitive_record_is_written_down(world, person, record):
    contact = record(person, services=(SENSITIVE,))

    reads.open_record(contact.pk, by=world.head)

    assert journal.entries(act="services.read_contact", actor_id=world.head.id).count() == 1
