"""Every Chinese text of the house has its English (翻译)."""

import re
from pathlib import Path

import polib
import pytest

from yimi.environment import ROOT

CATALOGUE = ROOT / "yimi" / "locale" / "en" / "LC_MESSAGES" / "django.po"
SOURCES = [path for path in (ROOT / "yimi").rglob("*.py") if not {"tests", "migrations"} & set(path.parts)]
PAGES = list((ROOT / "yimi").rglob("templates/**/*.html"))
MARKED = [
    re.compile(r"\b_\(\s*\"([^\"\\{]*[㐀-鿿][^\"\\]*)\"\s*\)"),
    re.compile(r"{%\s*trans(?:late)? \"([^\"]*[㐀-鿿][^\"]*)\""),
]


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(CATALOGUE))


def test_every_marked_text_is_in_the_catalogue(catalogue):
    known = {entry.msgid for entry in catalogue}

    missing = {text for path in [*SOURCES, *PAGES] for text in _marked(path) if text not in known}

    assert not missing, f"run make messages: {sorted(missing)[:5]}"


def test_every_text_has_its_english(catalogue):
    assert [entry.msgid for entry in catalogue if not entry.obsolete and not entry.translated()] == []


def test_the_compiled_catalogue_is_current(catalogue):
    compiled = polib.mofile(str(CATALOGUE.with_suffix(".mo")))

    assert {entry.msgid: entry.msgstr for entry in compiled if not entry.msgid_plural} == {
        entry.msgid: entry.msgstr for entry in catalogue.translated_entries() if not entry.msgid_plural
    }


def _marked(path: Path) -> set[str]:
    text = path.read_text(encoding="utf-8")
    return {found for pattern in MARKED for found in pattern.findall(text)}
