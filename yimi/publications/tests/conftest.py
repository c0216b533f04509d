"""An activity in the small world, and the brief that is made of it."""

from datetime import date
from io import BytesIO

import pytest
from PIL import Image

from tests import story
from yimi.core.ids import new_id
from yimi.publications import actions
from yimi.publications.fields import PublicationFields

TODAY = date(2026, 11, 20)
ON = date(2026, 11, 19)
HERE = "469030104"
BODY = "11月19日，长征镇社工站在潮村村委会开展社区活动，36名服务对象参加。" * 6


@pytest.fixture(autouse=True)
def _today(settings, tmp_path):
    settings.YIMI_TODAY = TODAY
    settings.YIMI_DATA = tmp_path


@pytest.fixture
def guilan(world):
    return story.person(world.worker, world.here, "王桂兰", opened_on=date(2026, 9, 1), birth_on=date(1950, 1, 1))


@pytest.fixture
def activity(world, guilan):
    """An activity in the village to which one came by name and 36 in all."""
    return story.contact(
        world.worker, world.here, "activity", ON, [guilan], title="王桂兰等老人敬老活动", headcount=36,
        place="469030104201", services=("EC01",),
    )  # fmt: skip


@pytest.fixture
def write(world):
    """A text of the station here, written by its worker."""

    def wrote(*, pk=None, by=None, version=None, **more):
        usual = {"station": HERE, "kind": "brief", "title": "长征镇社工站开展敬老活动", "on": ON, "body": BODY}
        fields = PublicationFields(**(usual | more), version=version)
        return actions.put_publication(pk or new_id(), by=by or world.worker, fields=fields).row

    return wrote


@pytest.fixture
def sent(world, write):
    """A brief that was handed in to the county."""

    def handed_in(**more):
        return actions.submit(write(**more).pk, by=world.worker)

    return handed_in


@pytest.fixture
def photo():
    """The bytes of a photo, halves of two colours, one striped like a face in a crowd."""

    def taken(colour="teal"):
        picture = Image.new("RGB", (80, 60), colour)
        for x in range(0, 40, 2):
            picture.paste("white", (x, 0, x + 1, 60))
        made = BytesIO()
        picture.save(made, "PNG")
        return made.getvalue()

    return taken
