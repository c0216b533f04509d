"""The third net: no code goes round `allowed` unless it is listed here with its reason."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.test_house_rules import CODE, HOUSE
from yimi.core.permissions import OnKind, Permission
from yimi.core.routes import every_address_has_a_policy, walk

LISTED = yaml.safe_load((Path(__file__).with_name("sweep") / "unscoped.yaml").read_text())

# Raw managers and statements: file → what it may use, and why.
RAW = {
    "cli.py": {"_base_manager": "who a command acts for is found by account, before anybody is signed in"},
    "firstload.py": {"_base_manager": "whether the first load has made its accounts"},
    "network/recoding.py": {"_base_manager": "what belongs to an area is counted, whoever may see it"},
    "core/scope.py": {"_base_manager": "a re-coded area rewrites the paths of all rows"},
    "core/db.py": {"_base_manager": "rows of a unit of work are inserted", "cursor(": "the read-only snapshot"},
    "core/health.py": {"cursor(": "whether the database answers"},
    "core/journal/guard.py": {"cursor(": "the triggers that keep the journal insert-only"},
    "core/journal/sealer.py": {"cursor(": "entries in the order of their commit"},
    "clients/actions/creation.py": {"cursor(": "many search tokens at once"},
    "demo/__init__.py": {"cursor(": "the demo load"},
}
DOORS = {"views", "file_views", "import_views", "new_views", "api"}
USES = re.compile(r"_base_manager|\.raw\(|\.cursor\(|mark_safe|RawSQL|\.extra\(")


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(HOUSE)))
def test_raw_managers_and_statements_are_listed(path):
    found = {use.lstrip(".") for use in USES.findall(path.read_text())}

    assert found <= set(RAW.get(str(path.relative_to(HOUSE)), ())), "start from allowed(), or list it with its reason"


def test_every_unscoped_read_is_listed_with_its_reason():
    found = Counter(used for path in CODE for used in unscoped_in(path))
    listed = Counter({(file, reason): n for file, reasons in LISTED.items() for reason, n in reasons.items()})

    assert found - listed == {}, "start from allowed(), or add it to tests/sweep/unscoped.yaml"
    assert listed - found == {}, "no longer there: take it out of tests/sweep/unscoped.yaml"


def unscoped_in(path: Path) -> Iterator[tuple[str, str]]:
    """The file and the reason of each `unscoped(…)` in it; a reason that is a name is told by its value."""
    tree = ast.parse(path.read_text())
    named = {
        node.targets[0].id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.targets[0], ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "unscoped":
            reason = node.args[0]
            yield (
                str(path.relative_to(HOUSE)),
                reason.value if isinstance(reason, ast.Constant) else named[reason.id],
            )


def test_views_and_operations_read_no_model():
    doors = [path for path in CODE if path.stem in DOORS or path.parent.name == "views"]
    doors = [path for path in doors if path.parent.name != "core"]

    assert not [path for path in doors if re.search(r"from \S*models import|\.objects\b", path.read_text())]


def test_every_address_has_a_policy():
    assert every_address_has_a_policy() == []


def test_public_addresses_are_few_and_known():
    public = {name for _where, pattern, name in walk() if getattr(pattern.callback, "policy", None) == "public"}

    assert public == {
        "front", "healthz", "readyz", "accounts:login", "accounts:second", "accounts:logout", "ui:gallery",
        "ui:display", "ui:language",
    }  # fmt: skip


def test_permissions_say_in_chinese_what_they_open():
    assert all(re.search("[㐀-鿿]", str(each.label)) for each in [*Permission, *OnKind])
