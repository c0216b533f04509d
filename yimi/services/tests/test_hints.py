"""记录质量自查: gentle hints before a record is kept, for the writer and her head; nothing is refused or kept."""

from datetime import date

import pytest
from django.urls import reverse

from yimi.core.ids import new_id
from yimi.services import hints
from yimi.services.models import Contact

pytestmark = pytest.mark.django_db
NOTE = "老人近来睡得好，女儿周末会回来陪她吃饭。"


@pytest.fixture
def send(world, client, person):
    """Send the page 记走访 about one person."""
    client.force_login(world.worker)

    def sent(note=NOTE, **more):
        usual = {
            "id": new_id(), "person": person.pk, "workers": ["worker"], "service_on": "2026-11-19", "outcome": "seen",
            "note": note,
        }  # fmt: skip
        return client.post(reverse("services:visit_new"), usual | more)

    return sent


def test_a_note_like_the_last_one_is_asked_about_once_and_then_kept(send, record, person):
    record(person, note=NOTE)

    asked = send()
    assert asked.status_code == 200 and "几乎一样" in asked.content.decode()
    assert Contact.objects.unscoped("test").count() == 1
    assert send(hinted="1").status_code == 302


def test_a_note_of_its_own_is_kept_at_once(send, record, person):
    record(person, note=NOTE)
    assert send(note="陪她去卫生院量了血压，药已领齐，下周再去看。").status_code == 302


def test_a_service_against_the_age_in_the_file_is_pointed_out(world, send, register, client):
    young = register("林小妹", birth_on=date(1995, 1, 1))
    page = send(person=young.pk, services=["EC01"]).content.decode()
    assert "不满 60 岁" in page


def test_the_head_sees_what_may_be_looked_at_again_and_nobody_above_the_station(world, client, record, person):
    record(person, note=NOTE)
    record(person, note=NOTE, service_on=date(2026, 11, 19))

    client.force_login(world.head)
    assert "几乎一样" in client.get(reverse("services:hints")).content.decode()
    assert hints.hints_at(world.county, world.here, date(2026, 11, 20)) == []
    client.force_login(world.county)
    assert client.get(reverse("services:hints")).status_code == 403


def test_during_a_campaign_there_are_no_hints(send, record, person, monkeypatch):
    record(person, note=NOTE)
    quiet = hints.Declared("time without hints")
    quiet.add(hints.Quiet("test", lambda station, on: True))
    monkeypatch.setattr(hints, "quiet_times", quiet)
    assert send().status_code == 302
