"""The second net: no page and no operation gives anybody anything out of her reach."""

import json
import os
import sys

import pytest
from django.test import Client

from tests.sweep import asks, bodies, files, matrix, places, walking
from yimi.accounts import bearer
from yimi.accounts.models import User
from yimi.clients.models import Consult, Merge, Person, Transfer
from yimi.core.ids import new_id
from yimi.core.permissions import Role
from yimi.core.scope import ScopedQuerySet
from yimi.services.models import Contact

pytestmark = pytest.mark.django_db
MODELS = (Person, Contact, User, Transfer, Consult, Merge)


@pytest.mark.parametrize("role", Role)
def test_everything_asked_as_everybody_gives_nothing_out_of_reach(role, sweepable):
    report = walking.sweep(sweepable, [role])

    assert not report.leaks, "\n" + report.told()
    if folder := os.environ.get("YIMI_SWEEP_WRITE"):
        matrix.keep(report.statuses, role, folder)
    else:
        assert matrix.differences(report.statuses, role) == [], "review, then python -m tests.sweep --write"


def test_the_reviewed_answers_name_every_role_and_no_other():
    assert matrix.roles() == set(Role)


def test_who_has_not_signed_in_is_sent_to_sign_in(sweepable):
    browser = Client(raise_request_exception=False)
    public = {name for name, pattern in places.pages() if places.is_public(pattern)}
    public |= {operation.name for operation in places.operations() if operation.is_public}

    for ask in asks.every_ask(sweepable):
        answer = walking.asked(browser, None, ask)
        if not public & {ask.name, ask.name.split(" ")[-1]}:
            refused = answer.status == 401 if ask.is_api else answer.status == 302 and "/login/" in answer.text
            assert refused, (ask.name, answer.status)


def test_an_operation_refuses_a_field_it_does_not_name(sweepable):
    """Mass assignment (T-BOPLA): every field of the models, sent along with what is asked for."""
    fields = {field.name for model in MODELS for field in model._meta.concrete_fields}
    token = bearer.issue(sweepable.users[Role.STATION_HEAD])[0]
    operations = {operation.name: operation for operation in places.operations()}

    for name, body in bodies.bodies(sweepable.own).items():
        if not operations[name].fields:
            continue  # it takes no body at all
        extra = fields - set(operations[name].fields)
        url = places.address(operations[name].path, new_id())
        sent = body | dict.fromkeys(extra, "1")
        is_form = operations[name].is_form
        ask = asks.Ask(name, operations[name].method, url, "own", "", sent, is_api=True, is_form=is_form)
        answer = walking.asked(Client(), token, ask)
        assert answer.status == 422, name
        assert extra <= set(json.loads(answer.raw)["fields"]), name


@pytest.mark.parametrize("code", [files.SENSITIVE, files.RESTRICTED])
def test_a_list_is_not_narrowed_by_what_its_reader_may_not_see(sweepable, code):
    """A closely kept category that people hold answers like one that nobody holds, but to the head."""
    for role in Role:
        token = bearer.issue(sweepable.users[role])[0]
        held, nobody = (_people_with(token, each) for each in (code, files.HELD_BY_NOBODY))
        assert (held.text != nobody.text) is (role is Role.STATION_HEAD), role


def _people_with(token, code):
    url = f"{places.API}/clients?category={code}"
    return walking.asked(Client(), token, asks.Ask("GET /clients", "get", url, "own", "", is_api=True))


# Places in the code where reach is asked, and a part of the house in which its absence must be seen.
TEETH = [
    ("clients/queries.py", "people_for", Role.SOCIAL_WORKER, "clients:list|GET /clients$"),
    ("clients/actions/reveals.py", "reveal", Role.COUNTY_OFFICER, "reveal"),
    ("services/references.py", "_people", Role.SOCIAL_WORKER, "naming client"),
    ("services/references.py", "_stations", Role.SOCIAL_WORKER, "contacts/{pk} naming station"),
    ("clients/actions/intake.py", "_writable", Role.SOCIAL_WORKER, "clients/{pk} naming station"),
    ("clients/actions/ending.py", "_file", Role.SOCIAL_WORKER, "clients/{pk}/end"),
    ("clients/actions/merging.py", "_locked", Role.COUNTY_OFFICER, "clients/merge naming"),
    ("clients/actions/moving.py", "stations_moved_by", Role.STATION_HEAD, "transfers/{pk}|transfer_"),
    ("clients/actions/moving.py", "stations_moved_by", Role.STATION_HEAD, "consults/{pk}|consult_"),
    ("clients/actions/pairs.py", "may_decide", Role.SOCIAL_WORKER, "different|pair_decide"),
    ("clients/moves.py", "stations_led", Role.STATION_HEAD, "GET clients:requests"),
    ("clients/comparing.py", "merges_for", Role.COUNTY_OFFICER, "GET clients:merges"),
    ("clients/queries.py", "people_for|person_for|person_to_write", Role.SOCIAL_WORKER, "GET clients:consent"),
    ("clients/queries.py", "people_for|person_for|person_to_write", Role.SOCIAL_WORKER, "GET clients:particulars"),
    ("clients/measures.py", "_visible_spans", Role.COUNTY_OFFICER, "GET /figures/rows"),
    ("exchange/actions/exports.py", "answer_export", Role.COUNTY_OFFICER, "exchange:export_answer"),
    ("registers/queries.py", "entries_for", Role.SOCIAL_WORKER, "GET registers:(entry|register)"),
    ("visiting/queries.py", "rounds_for|round_for", Role.COUNTY_OFFICER, "GET visiting:round$"),
    ("visiting/queries.py", "round_to_plan", Role.STATION_HEAD, "GET visiting:choose$"),
    ("visiting/queries.py", "stations_for", Role.COUNTY_OFFICER, "GET visiting:members.station"),
    ("visiting/queries.py", "rules_of|rule_to_see", Role.COUNTY_OFFICER, "GET visiting:rule$"),
    ("visiting/actions/drafting.py", "_people", Role.STATION_HEAD, "visiting:add with person"),
    ("visiting/actions/drafting.py", "round_to_edit", Role.STATION_HEAD, "POST visiting:submit"),
    ("visiting/actions/signing.py", "round_to_sign", Role.COUNTY_OFFICER, "POST visiting:strike$"),
    ("workforce/queries.py", "posting_for", Role.COUNTY_OFFICER, "workforce:end"),
    ("workforce/queries.py", "station_to_staff", Role.COUNTY_OFFICER, "workforce:post"),
    ("policies/queries.py", "documents_for", Role.SOCIAL_WORKER, "GET policies:document$"),
    ("requests/queries/demands.py", "demands_for", Role.SOCIAL_WORKER, "GET requests:demand$"),
    ("requests/queries/answers.py", "answers_for", Role.COUNTY_OFFICER, "GET requests:answer$"),
    ("network/queries.py", "station_to_change", Role.COUNTY_OFFICER, "network:station_edit"),
]


@pytest.mark.parametrize(("file", "function", "role", "part"), TEETH, ids=lambda value: str(value))
def test_the_sweep_sees_a_place_where_reach_is_not_asked(file, function, role, part, sweepable, monkeypatch):
    assert not walking.sweep(sweepable, [role], part).leaks

    _patch_out(file, function, monkeypatch)

    assert walking.sweep(sweepable, [role], part).leaks


def _patch_out(file: str, function: str, monkeypatch) -> None:
    """Let `allowed` give every row to this one function, or to these that stand behind one another."""
    asked = ScopedQuerySet.allowed

    def allowed(rows, actor, permission):
        frame = sys._getframe(1)
        while frame.f_code.co_name in ("get_allowed", "manager_method"):
            frame = frame.f_back
        is_out = frame.f_code.co_name in function.split("|") and frame.f_code.co_filename.endswith(file)
        return rows.all() if is_out else asked(rows, actor, permission)

    monkeypatch.setattr(ScopedQuerySet, "allowed", allowed)
