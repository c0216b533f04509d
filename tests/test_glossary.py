"""The words of the code and of the screens are in the glossary, and access is told as it is."""

import re

import pytest
from django.apps import apps

from yimi.core.permissions import GRANTS, ROLE_ON, Permission, Role
from yimi.environment import ROOT
from yimi.figures.measure import measures

OURS = [model for model in apps.get_models() if model.__module__.startswith("yimi.")]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs" / "glossary.md").read_text().splitlines()
    if line.startswith("| ")
]
ACCESS = (ROOT / "docs" / "access.md").read_text()


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_a_model_is_in_the_glossary_under_its_chinese_name(model):
    named = [row for row in ROWS if row[0] == str(model._meta.verbose_name)]

    assert any(f"`{model._meta.label}`" in row[2] for row in named)


def test_a_measure_is_in_the_glossary_under_its_chinese_name():
    named = {(row[0], row[2]) for row in ROWS}

    assert [measure.code for measure in measures if (str(measure.name), f"`{measure.code}`") not in named] == []


def test_the_glossary_names_nothing_that_is_gone():
    there = {model._meta.label for model in OURS} | {measure.code for measure in measures}
    told = {code for row in ROWS for code in re.findall(r"`(\w+\.[A-Z]\w+|[A-Z]+_[A-Z_]+)`", row[2])}

    assert told - there == set()


def test_no_word_has_two_meanings():
    words = [row[0] for row in ROWS if len(row) == 3 and row[0] not in ("中文", "---")]

    assert {word for word in words if words.count(word) > 1} == set()


@pytest.mark.parametrize("role", Role)
def test_a_role_is_told_with_all_that_it_may_and_no_more(role):
    line = next(line for line in ACCESS.splitlines() if line.startswith(f"| `{role.value}` |"))
    _role, label, on, may = (cell.strip() for cell in line.strip("|").split("|"))

    assert label == str(role.label)
    assert set(re.findall(r"`([\w.]+)`", may)) == {permission.value for permission in GRANTS[role]}
    assert set(re.findall(r"`(\w+)`", on)) == {kind.value for kind in ROLE_ON[role]}


@pytest.mark.parametrize("permission", Permission)
def test_a_permission_is_told_with_what_it_opens(permission):
    assert f"| `{permission.value}` | {permission.label} |" in ACCESS
