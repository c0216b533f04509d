"""People of the small world who bring papers."""

from datetime import date

import pytest

from tests.story import person as person_of
from yimi.core.ids import new_id
from yimi.papers import actions
from yimi.papers.actions import PapersFields


@pytest.fixture(autouse=True)
def _today(settings):
    settings.YIMI_TODAY = date(2026, 11, 20)


@pytest.fixture
def person(world):
    return person_of(world.worker, world.here, "王桂兰", opened_on=date(2026, 9, 1), categories=("DJLR",))


@pytest.fixture
def received(world, person):
    """Papers for a 高龄津贴 that were brought on 18 November."""

    def made(*, pk=None, by=None, on=date(2026, 11, 18), **more):
        fields = PapersFields("469030104", person.pk, **({"kind": "GLJT", "received_on": on} | more))
        return actions.put_papers(pk or new_id(), by=by or world.worker, fields=fields).papers

    return made


ALL = {"form": "present", "identity": "present", "account": "present"}


def checked(papers, by, remarks=None, **marks):
    return actions.check_papers(papers.pk, by=by, marks=ALL | marks, remarks=remarks or {}, version=None)
