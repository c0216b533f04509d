"""Every page of the walk speaks English to who asks for it (英文)."""

from collections import defaultdict

import pytest
from django.conf import settings
from django.utils.translation import override

from tests.english import answers, policy, said_by_the_house, texts_in
from tests.journeys.walk import WALK, paths
from tests.sweep.words import HERE
from yimi.clients.choices import ETHNICITIES
from yimi.coverage import forms as coverage
from yimi.environment import ROOT
from yimi.network import recoding

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
WROTE = ["conftest.py", "tests/story.py", "tests/journeys/conftest.py", "tests/journeys/walk.py"]
WROTE += ["yimi/registers/tests/tables.py", *(f"tests/sweep/{name}.py" for name in (
    "building", "dispatched", "emergencies", "files", "library", "lists", "planned", "reported", "requested", "rows",
    "words", "work",
))]  # fmt: skip
FESTIVALS = {"元旦", "春节", "清明", "劳动节", "端午", "中秋", "国庆节"}
COLUMNS = {*recoding.COLUMNS, recoding.ABOLISHED, coverage.CODE, coverage.NAME, coverage.YEAR, coverage.NOTE}
# Words to write into a field, and what the house writes into records, messages and drafts in the words of the writer.
TYPED = {"无", "底册", "已电话告知", "待签收", "期限", "请办理", "背景", "做法", "成效", "启示"}
# What was wrong with a table is kept in the words of whoever sent it.
SENT = "/app/files/imports/"


@pytest.fixture
def written(busy):
    """What people, and the policy of the province, have written."""
    said = {text for path in WROTE for text in texts_in((ROOT / path).read_text(encoding="utf-8"))}
    said |= policy() | answers() | set(ETHNICITIES) | FESTIVALS | COLUMNS | TYPED
    return said | {text[0] for text in said}


def test_every_page_asked_for_in_english_speaks_english(busy, client, written):
    left = defaultdict(list)
    for role in WALK:
        client.force_login(busy.users[role], backend=BACKEND)
        client.cookies["django_language"] = "en"
        for path in paths(busy, role):
            with override(settings.LANGUAGE_CODE):  # the next test speaks Chinese again
                page = client.get(path).content.decode().replace(HERE.mark, "")
            for text in () if path.startswith(SENT) else said_by_the_house(page, written):
                left[text].append(path)
    assert dict(left) == {}
