"""Rules of the house that a machine can check. Each failure says what to do."""

import ast
import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.utils.module_loading import module_has_submodule

from yimi.core.permissions import GRANTS, ROLE_ON, Permission, Role
from yimi.core.scope import Scoped
from yimi.environment import ROOT

HOUSE = ROOT / "yimi"
OURS = [model for model in apps.get_models() if model.__module__.startswith("yimi.")]
CODE = [path for path in HOUSE.rglob("*.py") if not {"tests", "migrations"} & set(path.parts)]
PAGES = list(HOUSE.rglob("templates/**/*.html"))
HAN = re.compile(r"[㐀-鿿]")

# Models whose guarded fields belong to nobody's record: keys, the journal, and counts that only the engine reads.
OF_NO_RECORD = {"core.Entry", "core.Key", "figures.LeafPart", "figures.NodePart"}
# Signing in is done by the user herself, so who acts is the one parameter.
ACTS_FOR_ITSELF = {"accounts.sign_in"}


def label(thing) -> str:
    return thing._meta.label


@pytest.mark.parametrize("model", OURS, ids=label)
def test_a_model_says_its_chinese_name(model):
    assert HAN.search(str(model._meta.verbose_name)), "give it a verbose_name"


@pytest.mark.parametrize("model", OURS, ids=label)
def test_every_field_is_plain_guarded_or_sealed(model):
    fields = {field.name for field in model._meta.concrete_fields}
    classes = (model.Privacy.plain, model.Privacy.guarded, model.Privacy.sealed)

    assert set().union(*classes) == fields, "name every field in Privacy, and nothing else"
    assert sum(map(len, classes)) == len(fields), "a field is in one class"


@pytest.mark.parametrize("model", OURS, ids=label)
def test_what_is_not_plain_is_reached_through_scope(model):
    is_open = not (model.Privacy.guarded or model.Privacy.sealed) or label(model) in OF_NO_RECORD
    hangs = any(issubclass(field.related_model, Scoped) for field in model._meta.concrete_fields if field.is_relation)

    assert is_open or issubclass(model, Scoped) or hangs, "make it Scoped, or hang it on a model that is"


@pytest.mark.parametrize("model", OURS, ids=label)
def test_sealed_fields_are_stored_sealed(model):
    stored = {field.name for field in model._meta.concrete_fields if type(field).__name__ == "SealedField"}

    assert stored == set(model.Privacy.sealed), "a sealed field is a SealedField, and the reverse"


@pytest.mark.parametrize("permission", Permission)
def test_a_permission_is_granted_to_some_role(permission):
    assert any(permission in permissions for permissions in GRANTS.values())


@pytest.mark.parametrize("role", Role)
def test_a_role_is_held_on_something_and_has_its_line_of_permissions(role):
    assert ROLE_ON[role]
    assert role in GRANTS


def actions() -> Iterator:
    for config in apps.get_app_configs():
        if config.name.startswith("yimi.") and module_has_submodule(config.module, "actions"):
            module = import_module(f"{config.name}.actions")
            for name in getattr(module, "__all__", None) or _own_functions(module):
                action = getattr(module, name)
                if inspect.isfunction(action):
                    yield pytest.param(action, f"{config.label}.{name}", id=f"{config.label}.{name}")


def _own_functions(module) -> list[str]:
    found = inspect.getmembers(module, inspect.isfunction)
    return [name for name, function in found if function.__module__ == module.__name__ and not name.startswith("_")]


@pytest.mark.parametrize(("action", "name"), list(actions()))
def test_an_action_says_who_acts_and_what_for(action, name):
    by = inspect.signature(action).parameters.get("by")

    assert name in ACTS_FOR_ITSELF or (by and by.kind is by.KEYWORD_ONLY), "take `*, by: Actor`; else begin it with _"
    assert inspect.getdoc(action), "a docstring: what it does and its rule"


def test_there_are_no_drawers():
    drawers = {"utils", "helpers", "common", "misc", "signals", "manager", "managers", "handler", "handlers"}

    assert not [path for path in CODE if path.stem in drawers], "put each function beside its user, or name the idea"


def test_nothing_happens_behind_an_action():
    told = re.compile(r"django\.(db\.models|dispatch|core)\S*\bsignals?\b|@receiver|contrib\.admin\b")

    assert not [path for path in CODE if told.search(path.read_text())], "say it in the action"


def test_every_form_says_in_words_what_is_wrong():
    plain = re.compile(r"class \w+\(.*\bforms\.(Model)?Form\)")
    found = [path for path in CODE if path != HOUSE / "ui" / "forms.py" and plain.search(path.read_text())]

    assert not found, "take Form or ModelForm of yimi.ui.forms"


def test_files_stay_short():
    long = {str(path): _lines(path) for path in [*CODE, *PAGES, *HOUSE.rglob("tests/*.py")] if _lines(path) > 500}

    assert not long, "split at a noun"


def _lines(path: Path) -> int:
    return path.read_text().count("\n")


@pytest.mark.django_db
def test_migrations_are_current():
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_a_page_holds_no_script_and_no_style(page):
    text = page.read_text()

    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|javascript:", text), "the policy refuses it"
    assert not re.search(r"\son[a-z]+\s*=|hx-on|[\"']js:|hx-vars", text), "listen in a script file"
    assert not re.search(r"\|\s*safe\b|autoescape off", text), "let the template escape"


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_chinese_on_a_page_has_chinese_punctuation(page):
    text = re.sub(r"{#.*?#}|{{.*?}}|<!--.*?-->", "…", page.read_text(), flags=re.DOTALL)
    texts = re.findall(r"\"([^\"\n]*)\"", text) + re.split(r"{%.*?%}|<[^>]*>", text)

    assert not [found for found in texts if is_half_width(found)], "use ，。；：！？（） beside 汉字"


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(HOUSE)))
def test_chinese_in_code_has_chinese_punctuation(path):
    assert not [text for text in told_in(path) if is_half_width(text)], "use ，。；：！？（） beside 汉字"


def is_half_width(text: str) -> bool:
    """Whether 汉字 in a text stand beside half-width punctuation; placeholders count as a word."""
    plain = re.sub(r"%\(\w+\)[sd]|%[sd]|{\w*}", "X", text)
    return bool(re.search(r"[㐀-鿿][,;:!?()]|[,;:!?()][㐀-鿿]|[㐀-鿿]\.(?![\w*])", plain))


def told_in(path: Path) -> Iterator[str]:
    """The strings of a module that people may read; docstrings are for colleagues."""
    tree = ast.parse(path.read_text())
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    silent |= {id(part) for node in ast.walk(tree) if _is_pattern(node) for part in node.args}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent:
            yield node.value


def _is_pattern(node: ast.AST) -> bool:
    called = node.func if isinstance(node, ast.Call) else None
    return isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name) and called.value.id == "re"


# 减负合规: nothing by which a worker proves that she was there, and nothing that watches her.
WATCHING = re.compile(
    r"(^|_)(punch|clock_?(in|out)|check_?(in|out)|attendance|presence|heartbeat|points|score_of_worker|online|latitude"
    r"|longitude|lat|lng|coordinates|gps|geo|track|location|selfie|install_rate)(_|$)"
)
WATCHED = re.compile("打卡|考勤|在线时长|积分|定位|轨迹|到岗签到")


@pytest.mark.parametrize("model", OURS, ids=label)
def test_no_model_keeps_a_workers_presence(model):
    names = [model._meta.model_name, *(field.name for field in model._meta.concrete_fields)]
    said = [model._meta.verbose_name, *(field.verbose_name for field in model._meta.concrete_fields)]

    assert not [name for name in names if WATCHING.search(name)]
    assert not [text for text in said if WATCHED.search(str(text))]


def test_no_address_and_no_operation_writes_a_workers_presence():
    from tests.sweep.places import operations, pages

    named = [name.replace(":", "_") for name, _pattern in pages()] + [o.name for o in operations()]
    sent = {field for operation in operations() for field in operation.fields}

    assert not [name for name in [*named, *sent] if WATCHING.search(name)]


def test_participants_may_sign_in_where_workers_may_not_check_in():
    assert not WATCHING.search("participant_signed_in")
    assert not WATCHED.search("参加者签到")
    assert WATCHING.search("worker_check_in")
