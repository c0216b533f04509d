"""Requests that offices of the small world make."""

from datetime import date
from types import SimpleNamespace

import pytest

from yimi.core.ids import new_id
from yimi.requests import actions
from yimi.requests.fields import DemandFields
from yimi.requests.matching import LineFields

BOTH = ("站点工作亮点", "需要协调解决的问题")


@pytest.fixture(autouse=True)
def _today(settings, tmp_path):
    settings.YIMI_TODAY = date(2026, 11, 20)
    settings.YIMI_DATA = tmp_path


def fields(*lines, **more):
    said = {
        "area": "469030", "office": "县民政局（示例）", "title": "社工站工作亮点征集", "basis": "琼民〔示例〕3号",
        "frequency": "monthly", "minutes": 30, "lines": tuple(LineFields(text) for text in lines or BOTH),
        "valid_from": date(2026, 9, 1),
    }  # fmt: skip
    return DemandFields(**said | more)


@pytest.fixture
def register(world):
    """`propose` a request for the county, or for whoever is named; `publish` one as well."""

    def propose(*lines, by=None, pk=None, version=None, **more):
        said = fields(*lines, **more)
        return actions.put_demand(pk or new_id(), by=by or world.county, fields=said, version=version).demand

    def publish(*lines, by=None, **more):
        by = by or world.county
        return actions.publish_demand(propose(*lines, by=by, **more).pk, by=by)

    return SimpleNamespace(propose=propose, publish=publish, fields=fields)
