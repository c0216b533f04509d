"""Whose list reaches over several stations narrows it by the name of one; nobody types a code."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db

LISTS = (
    "services:list", "referrals:list", "papers:list", "campaigns:list", "assignments:list", "alerts:list",
    "tracking:list", "programmes:groups", "programmes:activities", "publications:list",
)  # fmt: skip


def choice(station, chosen=False):
    return f'<option value="{station.code}"{" selected" if chosen else ""}>{station.short_name}</option>'


@pytest.mark.parametrize("name", LISTS)
def test_a_county_narrows_a_list_by_the_name_of_a_station(world, sign_in, name):
    answer = sign_in(world.county).get(reverse(name), {"station": world.near.code})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert choice(world.here) in page
    assert choice(world.near, chosen=True) in page
    assert "全部社工站" in page


@pytest.mark.parametrize("name", LISTS)
def test_at_one_station_nobody_is_asked_which(world, sign_in, name):
    page = sign_in(world.worker).get(reverse(name)).content.decode()

    assert 'name="station"' not in page


@pytest.mark.parametrize("name", LISTS)
def test_a_station_beyond_the_list_is_not_one_to_choose(world, sign_in, name):
    answer = sign_in(world.county).get(reverse(name), {"station": world.elsewhere.code})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "没有这个社工站，或者它不在您的范围内。" in page
    assert choice(world.elsewhere) not in page


@pytest.mark.parametrize("name", ["services:export", "campaigns:export"])
def test_a_file_is_never_of_more_than_was_asked_for(world, sign_in, name):
    answer = sign_in(world.county).post(reverse(name), {"station": "999999999", "purpose": "月度核对"})

    assert answer.status_code == 422
    assert "Content-Disposition" not in answer
