"""Two people at once: the same contact sent twice at the same moment is one contact."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection

from yimi.clients.actions import put_person
from yimi.clients.fields import PersonFields
from yimi.core.errors import RuleBroken
from yimi.core.ids import new_id
from yimi.services.actions import put_contact
from yimi.services.models import Contact

from .conftest import fields_of


@pytest.mark.both_engines
def test_the_same_contact_sent_twice_at_once_is_recorded_once(big_world):
    person, pk = new_id(), new_id()
    named = PersonFields(name="王桂兰", station="469030104", area="469030104", opened_on=None)
    put_person(person, by=big_world.worker, fields=named)

    def send(note):
        try:
            return put_contact(pk, by=big_world.worker, fields=fields_of(person, note=note, file_action="new")).created
        except RuleBroken as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as senders:
        answers = list(senders.map(send, ["甲", "甲", "甲", "乙"]))

    assert answers.count(True) == 1
    assert set(answers) <= {True, False, "differs"}
    contact = Contact.objects.unscoped("test").get()
    assert contact.participations.get().person.opened_on == date(2026, 11, 18)
