"""Every Chinese text of the house has its English (翻译)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override
from django.utils.translation.template import templatize

from tests.english import said_by_the_house
from tests.story import person
from yimi.environment import ROOT

CATALOGUE = ROOT / "yimi" / "locale" / "en" / "LC_MESSAGES" / "django.po"
SOURCES = [path for path in (ROOT / "yimi").rglob("*.py") if not {"tests", "migrations"} & set(path.parts)]
PAGES = list((ROOT / "yimi").rglob("templates/**/*.html"))
MARKS = {"_", "_lazy", "gettext", "gettext_lazy", "ngettext", "pgettext"}
MARKED = re.compile(r"(?:\b_|gettext)\(\s*u?(?P<quote>[\"'])(?P<text>.*?)(?P=quote)", re.DOTALL)
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
CHINESE = re.compile(r"[㐀-鿿]+")


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(CATALOGUE))


def test_every_marked_text_is_in_the_catalogue(catalogue):
    known = {entry.msgid for entry in catalogue if not entry.obsolete}

    missing = {text for path in SOURCES for text in _marked_in_code(path)}
    missing |= {text for path in PAGES for text in _marked_in_page(path)}

    assert sorted(missing - known) == [], "run make messages, then translate"


def test_every_text_has_its_english(catalogue):
    assert [entry.msgid for entry in catalogue if not entry.translated()] == []
    assert [entry.msgid for entry in catalogue if entry.fuzzy or entry.obsolete] == []


def test_english_keeps_the_placeholders_of_the_chinese(catalogue):
    differing = [
        (entry.msgid, english)
        for entry in catalogue
        for english in [entry.msgstr, *entry.msgstr_plural.values()]
        if english and sorted(PLACEHOLDER.findall(english)) != sorted(PLACEHOLDER.findall(entry.msgid))
    ]

    assert differing == []


def test_the_compiled_catalogue_is_current(catalogue):
    compiled = polib.mofile(str(CATALOGUE.with_suffix(".mo")))

    assert _meanings(compiled) == _meanings(catalogue)


@pytest.mark.parametrize(
    ("who", "name"),
    [
        ("province", "desk:overview"),
        ("province", "desk:analysis"),
        ("province", "network:list"),
        ("province", "figures:measures"),
        ("worker", "clients:list"),
        ("worker", "clients:new"),
        ("worker", "services:list"),
        ("worker", "services:visit_new"),
        ("sysadmin", "accounts:users"),
        ("auditadmin", "accounts:audit"),
    ],
)
def test_a_page_asked_for_in_english_speaks_english(world, sign_in, client, who, name):
    asked = {"person": person(world.worker, world.here, "Wang Shili").pk} if name == "services:visit_new" else {}
    sign_in(getattr(world, who))
    client.cookies["django_language"] = "en"

    with override(settings.LANGUAGE_CODE):  # the next test speaks Chinese again
        answer = client.get(reverse(name), asked)

    assert answer.status_code == 200
    assert said_by_the_house(answer.content.decode()) == []


def _meanings(catalogue: polib.POFile | polib.MOFile) -> dict:
    return {entry.msgid: entry.msgstr or entry.msgstr_plural for entry in catalogue.translated_entries()}


def _marked_in_code(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKS and node.args:
            text = node.args[0]
            if isinstance(text, ast.Constant) and CHINESE.search(text.value):
                yield text.value


def _marked_in_page(path: Path) -> Iterator[str]:
    for found in MARKED.finditer(templatize(path.read_text(encoding="utf-8"))):
        if CHINESE.search(found["text"]):
            yield found["text"]
