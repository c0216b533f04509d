"""Receipts are offices': who signed for a county or a station, and never who reads how often."""

from datetime import date

import pytest
from django.http import Http404

from yimi.core.errors import Invalid, RuleBroken
from yimi.policies import actions, queries
from yimi.policies.models import Recipient

COUNTIES = ("469028", "469030")


def test_an_office_signs_once_and_the_issuer_sees_who_has_and_who_has_not(world, library):
    row = library.issue(counties=COUNTIES, stations=("469030104",), receive_by=date(2026, 11, 30))

    actions.open_for_office(row.pk, by=world.county)
    actions.sign_for_office(row.pk, by=world.county)
    actions.sign_for_office(row.pk, by=world.county)
    actions.sign_for_office(row.pk, by=world.head)

    told = [(one.area or one.station, one.signed_by) for one in queries.receipts_of(world.province, row.pk)]
    assert told == [
        (world.areas["469028"], None), (world.areas["469030"], world.county), (world.here, world.head),
    ]  # fmt: skip
    assert queries.owed_count(world.county) == 0 and queries.owed_count(world.far_county) == 1


def test_a_worker_reads_and_nothing_is_kept_of_it(world, library):
    row = library.issue(stations=("469030104",))

    assert queries.sheet_for(world.worker, row.pk).mine == []
    assert actions.open_for_office(row.pk, by=world.worker) == []
    with pytest.raises(RuleBroken, match="没有要求"):
        actions.sign_for_office(row.pk, by=world.worker)
    assert not Recipient.objects.unscoped("test").exclude(opened_at=None).exists()


def test_who_has_signed_is_told_to_the_issuer_alone(world, library):
    row = library.issue(counties=COUNTIES)

    for reader in (world.county, world.leader, world.worker):
        with pytest.raises(Http404):
            queries.receipts_of(reader, row.pk)


def test_a_next_version_asks_anew(world, library):
    row = library.issue(counties=("469030",))
    row = library.draft(pk=row.pk, version=row.version, counties=("469030",), valid_from=date(2026, 12, 1), text="新")
    assert queries.owed_count(world.county) == 1
    actions.publish_document(row.pk, by=world.province)

    actions.sign_for_office(row.pk, by=world.county)

    assert queries.owed_count(world.county) == 0
    assert [bool(one.signed_at) for one in Recipient.objects.unscoped("test").order_by("pk")] == [False, True]


def test_receivers_lie_within_the_place_of_the_issuer(world, library):
    with pytest.raises(Invalid, match="469028103"):
        library.draft(by=world.county, area="469030", issuer="琼中（示例）", stations=("469028103",))
    with pytest.raises(Invalid, match="签收期限"):
        library.draft(receive_by=date(2026, 11, 30))
    assert queries.operating_codes(["469030"]) == ["469030104", "469030105"]
