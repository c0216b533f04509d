"""Referrals through their actions: agreed to, sent with the least, answered, closed, and true to the ledger."""

from datetime import date

import pytest
from django.http import Http404

from yimi.core import journal
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.ids import new_id
from yimi.figures.contributions import counted_by_contact
from yimi.referrals import actions, queries
from yimi.referrals.fields import ReferralFields
from yimi.referrals.models import Referral
from yimi.referrals.queries import Asked
from yimi.services.actions import put_contact, void_contact
from yimi.services.fields import ContactFields, PartFields
from yimi.services.models import Contact
from yimi.services.queries import fields_of

from .conftest import AGREED, TODAY

RESTRICTED = "CC02"


def measures_of(pk):
    return dict(counted_by_contact(pk))


def test_a_referral_written_twice_is_one(world, refer):
    pk = new_id()
    refer(pk=pk)

    refer(pk=pk)

    assert Referral.objects.unscoped("test").count() == 1
    with pytest.raises(RuleBroken) as differs:
        refer(pk=pk, need="另一个事由")
    with pytest.raises(RuleBroken) as stale:
        refer(pk=pk, need="另一个事由", version=9)
    assert (differs.value.code, stale.value.code) == ("differs", "stale")
    assert refer(pk=pk, need="另一个事由", version=1).version == 2


def test_every_fault_is_said_at_its_own_field(world, person):
    fields = ReferralFields(person=person.pk, receiver="hospital", items=(), services=("XX99",))

    with pytest.raises(Invalid) as refused:
        actions.put_referral(new_id(), by=world.worker, fields=fields)

    assert set(refused.value.fields) == {"to_name", "items", "need", "services"}


def test_nobody_is_sent_on_before_agreeing(world, refer):
    referral = refer()

    with pytest.raises(RuleBroken) as refused:
        actions.send(referral.pk, by=world.worker)

    assert refused.value.code == "no_consent"
    assert not Contact.objects.unscoped("test").exists()


def test_an_emergency_goes_first_and_consent_follows(world, refer):
    referral = refer(receiver="hospital", to_name="县人民医院", to_station="")

    actions.send(referral.pk, by=world.worker, urgent_reason="突发昏迷，需立即就医")
    actions.consent(referral.pk, by=world.worker, given=AGREED)

    referral.refresh_from_db()
    assert (referral.state, referral.consent_on) == ("sent", TODAY)


def test_another_receiver_or_more_told_asks_for_consent_anew(world, refer):
    referral = refer()
    actions.consent(referral.pk, by=world.worker, given=AGREED)

    changed = refer(pk=referral.pk, items=("name", "phone", "need"), version=2)

    assert (changed.state, changed.consent_on) == ("draft", None)


@pytest.mark.both_engines
def test_sending_writes_the_contact_once_and_closing_with_a_result_concludes_it(world, sent):
    referral = sent(services=("SA01",))
    actions.send(referral.pk, by=world.worker)
    assert measures_of(referral.pk)["REFER_OUT"] == 1
    assert "REFER_CLOSED" not in measures_of(referral.pk)

    actions.accept(referral.pk, by=world.neighbour)
    actions.begin(referral.pk, by=world.neighbour)
    actions.give_result(referral.pk, by=world.neighbour, result="已由红毛镇社工站接续服务")
    actions.close(referral.pk, by=world.worker)

    counted = measures_of(referral.pk)
    assert (counted["REFER_CLOSED"], counted["ASSIST_PT"], counted["BENEFIT_PT"]) == (1, 1, 1)
    assert Contact.objects.unscoped("test").get(pk=referral.pk).concluded_on == TODAY
    assert Contact.objects.unscoped("test").count() == 1
    assert journal.entries(act="referrals.close").count() == 1


def test_a_referral_that_was_declined_is_closed_without_counting_as_concluded(world, sent):
    referral = sent()
    actions.decline(referral.pk, by=world.neighbour, reason="本站暂无该项服务")

    with pytest.raises(Invalid):
        actions.close(referral.pk, by=world.worker)
    actions.close(referral.pk, by=world.worker, note="改由县级中心接续")

    assert "REFER_CLOSED" not in measures_of(referral.pk)


def test_taking_it_back_voids_the_contact_and_the_receiver_has_nothing(world, sent):
    referral = sent()

    actions.withdraw(referral.pk, by=world.worker, reason="本人改变主意")

    assert Contact.objects.unscoped("test").get(pk=referral.pk).is_void
    assert not queries.incoming_for(world.neighbour).exists()


def test_the_contact_of_a_referral_is_not_changed_behind_its_back(world, person, sent):
    referral = sent()
    contact = fields_of(world.worker, referral.pk)

    with pytest.raises(RuleBroken) as voided:
        void_contact(referral.pk, by=world.worker, reason="误录")
    with pytest.raises(RuleBroken) as moved:
        put_contact(
            referral.pk, by=world.worker, fields=ContactFields(**vars(contact) | {"service_on": date(2026, 11, 19)})
        )
    put_contact(referral.pk, by=world.worker, fields=ContactFields(**vars(contact) | {"note": "电话已通知"}))

    assert (voided.value.code, moved.value.code) == ("part_of_another_record", "part_of_another_record")


def test_a_referral_recorded_directly_in_the_ledger_stays_free(world, person):
    pk = new_id()
    fields = ContactFields(
        station=world.here.code, kind="referral", service_on=TODAY, participants=(PartFields(person.pk),)
    )
    put_contact(pk, by=world.worker, fields=fields)

    assert void_contact(pk, by=world.worker, reason="重复录入").is_void


def test_the_station_that_is_asked_sees_the_letter_and_no_more(world, sent):
    referral = sent(items=("name", "need"))

    seen = queries.sheet_for(world.neighbour, referral.pk)

    assert dict(seen.letter.rows) == {"name": "王桂兰", "need": "已搬到红毛镇居住"}
    assert set(seen.texts) == {"letter", "answer", "result"}
    assert "client" not in seen.plain()
    with pytest.raises(RuleBroken) as refused:
        actions.accept(referral.pk, by=world.worker)
    assert refused.value.code == "not_the_receiver"


def test_above_the_station_people_are_masked_and_what_is_restricted_is_absent(world, sent):
    normal, kept = sent(), sent(services=(RESTRICTED,))

    masked = queries.sheet_for(world.county, normal.pk)

    assert (masked.name, masked.texts, masked.letter) == ("王**", {}, None)
    assert queries.left_out(world.county, Asked()) == 1
    for stranger in (world.county, world.colleague, world.neighbour, world.stranger, world.province):
        with pytest.raises(Http404):
            queries.sheet_for(stranger, kept.pk)
    assert queries.sheet_for(world.head, kept.pk).is_full


def test_out_of_reach_nothing_can_be_done(world, sent):
    referral = sent()

    for act in (actions.accept, actions.begin, actions.close):
        with pytest.raises(Http404):
            act(referral.pk, by=world.stranger)


def test_five_workdays_without_an_answer_and_thirty_days_without_a_result_need_attention(world, sent, settings):
    referral = sent()
    assert (referral.answer_by, referral.result_by) == (date(2026, 11, 27), date(2026, 12, 20))

    settings.YIMI_TODAY = date(2026, 11, 28)
    assert queries.outgoing_for(world.worker, Asked(late=True)).count() == 1
    actions.accept(referral.pk, by=world.neighbour)
    assert queries.outgoing_for(world.worker, Asked(late=True)).count() == 0

    settings.YIMI_TODAY = date(2026, 12, 21)
    assert queries.incoming_for(world.neighbour, Asked(late=True)).count() == 1
