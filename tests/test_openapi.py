"""openapi.json is the API as it is, and the API keeps to it."""

import re
from collections import Counter
from datetime import date

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.story import person, visit
from tests.test_house_rules import HOUSE
from yimi.accounts import bearer
from yimi.api import api
from yimi.cli import main
from yimi.wsgi import application

DESCRIBED = api.get_openapi_schema(path_prefix="/api/v1/")
OPERATIONS = [(method, path) for path, methods in DESCRIBED["paths"].items() for method in methods]
HOLDS = [not_a_server_error, content_type_conformance, response_schema_conformance, status_code_conformance]
EXAMPLES = 8
SCHEMA = re.compile(r"^class (\w+(?:In|Out))\(", re.MULTILINE)


def test_the_committed_description_is_the_api():
    assert main(["openapi", "--check"]) == 0, "run make openapi"


@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=lambda part: part.strip("/"))
def test_what_is_sent_is_closed(method, path):
    """Nobody assigns a field that the operation does not name."""
    body = DESCRIBED["paths"][path][method].get("requestBody")
    for sent in body["content"].values() if body else ():
        schema = sent["schema"]
        named = DESCRIBED["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]] if "$ref" in schema else schema
        assert named["additionalProperties"] is False, "subclass In"


@pytest.fixture
def token(world):
    one = person(world.worker, world.here, "王桂兰", opened_on=date(2026, 9, 1))
    visit(world.worker, world.here, date(2026, 11, 18), [(one, "update")])
    secret = bearer.issue(world.worker)[0]
    # A call of the application would close the connection that holds the test's transaction.
    for moment in (request_started, request_finished):
        moment.disconnect(close_old_connections)
    yield secret
    for moment in (request_started, request_finished):
        moment.connect(close_old_connections)


@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=lambda part: part.strip("/"))
def test_whatever_is_sent_the_answer_is_as_described_and_never_500(method, path, token):
    described = schemathesis.openapi.from_dict({**DESCRIBED})
    described.app = application
    operation = described[path][method.upper()]

    @given(case=operation.as_strategy())
    @settings(
        max_examples=EXAMPLES, derandomize=True, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def ask(case):
        case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, checks=HOLDS)

    ask()


def test_no_two_schemas_share_a_name():
    """Of two schemas of one name the description keeps one, and tells programs wrong things of the other."""
    files = [path for path in HOUSE.rglob("*.py") if path.stem == "api" or path.parent.name == "api"]
    named = Counter(found for path in files for found in SCHEMA.findall(path.read_text()))

    assert named and [name for name, times in named.items() if times > 1] == []
