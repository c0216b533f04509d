"""Local modes are data: seven places, and a file that names what does not exist is told so."""

from datetime import date

import pytest
from django.conf import settings

from yimi.catalogue.actions import load_policy
from yimi.catalogue.local_modes import local_modes
from yimi.catalogue.queries import known_codes
from yimi.catalogue.rules import Known
from yimi.core.actors import SYSTEM
from yimi.core.errors import Invalid

from .test_policy_files import problems

TEXT = (settings.YIMI_CATALOGUE / "local_modes.yaml").read_text(encoding="utf-8")
PLACES = {"460100", "460200", "469001", "469002", "469024", "469028", "469030"}


@pytest.mark.django_db
def test_seven_places_have_their_mode(django_db_setup):
    modes = local_modes(date(2026, 11, 20))

    assert set(modes) == PLACES
    assert [each.services for each in modes["460200"].special] == [("SF02",), ("CD06",)]
    assert modes["469001"].partners[0].name == "热带海洋学院" and not modes["469001"].is_official


@pytest.mark.django_db
def test_what_the_file_names_must_exist(django_db_setup):
    known = known_codes()
    others = Known(known.categories, known.services, known.measures, counties=PLACES - {"469001"})

    found = problems(TEXT.replace("[SF02]", "[SF99]").replace("[STATION_ON, STAFF_ON]", "[NO_SUCH]"), others)

    said = " ".join(text for texts in found.values() for text in texts)
    assert all(code in said for code in ("SF99", "NO_SUCH", "469001"))


def test_a_place_stands_once_and_a_local_service_has_a_code_of_its_own():
    found = problems(TEXT.replace("'469030'", "'469028'").replace("X460100-01", "SA01"))

    assert {path.rpartition(".")[2] for path in found} == {"county", "code"}


@pytest.mark.django_db
def test_a_wrong_file_loads_nothing(world):
    with pytest.raises(Invalid, match="不是已知的指标"):
        load_policy(TEXT.replace("2026.1", "2027.1").replace("RES_MATCH", "RES_NONE").encode(), by=SYSTEM)
