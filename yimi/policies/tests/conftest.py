"""Documents that offices of the small world issue."""

from datetime import date
from types import SimpleNamespace

import pytest

from yimi.core.ids import new_id
from yimi.policies import actions
from yimi.policies.fields import DocumentFields


@pytest.fixture(autouse=True)
def _today(settings, tmp_path):
    settings.YIMI_TODAY = date(2026, 11, 20)
    settings.YIMI_DATA = tmp_path


def fields(area="46", **more):
    said = {
        "area": area, "kind": "notice", "title": "社工站试点方案（样稿）", "issuer": "省民政厅（示例）",
        "number": "〔示例〕1号", "issued_on": date(2026, 6, 1), "valid_from": date(2026, 6, 1),
        "text": "每个社工站配备三名社会工作专业人才。", "is_sample": True,
    }  # fmt: skip
    return DocumentFields(**said | more)


@pytest.fixture
def library(world):
    """`draft` and `issue` a document in the name of the province, or of whoever is named."""

    def draft(*, by=None, pk=None, version=None, file=None, **more):
        said = fields(**more)
        return actions.put_document(
            pk or new_id(), by=by or world.province, fields=said, version=version, file=file
        ).document

    def issue(*, by=None, **more):
        row = draft(by=by, **more)
        return actions.publish_document(row.pk, by=by or world.province)

    return SimpleNamespace(draft=draft, issue=issue)
