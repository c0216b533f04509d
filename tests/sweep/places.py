"""What there is to sweep (巡检对象): every page and operation, what each is about, and which rows each can name.

A new address with an id in it fails here until somebody says what the id is of.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern

from yimi.api import api
from yimi.core.routes import PUBLIC, is_api, walk

API = "/api/v1"

# What the id in an address is of, by the name of the page or the path of the operation.
TARGETS = {
    "accounts:session_end": "session",
    "accounts:answer": "request",
    "accounts:grant_end": "grant",
    "accounts:user": "user",
    "accounts:appoint": "user",
    "accounts:password_reset": "user",
    "accounts:factor_reset": "user",
    "accounts:user_active": "user",
    "accounts:user_sign_out": "user",
    "programmes:group": "group",
    "programmes:group_edit": "group",
    "programmes:group_step": "group",
    "programmes:members": "group",
    "programmes:scores": "group",
    "programmes:activity": "activity",
    "programmes:activity_edit": "activity",
    "programmes:activity_step": "activity",
    "services:record": "contact",
    "services:edit": "contact",
    "services:file_add": "contact",
    "services:file": "file",
    "services:file_remove": "file",
    "services:new": "kind",
    "services:void": "contact",
    "services:undo": "contact",
    "services:signatures": "session contact",
    "incidents:incident": "incident",
    "incidents:edit": "incident",
    "incidents:void": "incident",
    "referrals:referral": "referral",
    "referrals:edit": "referral",
    "referrals:consent": "referral",
    "referrals:letter": "referral",
    "referrals:send": "referral",
    "referrals:urgent": "referral",
    "referrals:accept": "sent referral",
    "referrals:decline": "sent referral",
    "referrals:begin": "sent referral",
    "referrals:result": "sent referral",
    "referrals:close": "sent referral",
    "referrals:withdraw": "sent referral",
    "workforce:post": "station",
    "workforce:end": "posting",
    "clients:person": "person",
    "clients:edit": "person",
    "clients:void": "person",
    "clients:reveal": "person",
    "clients:categories": "person",
    "clients:category_end": "person",
    "clients:household": "person",
    "clients:particulars": "person",
    "clients:consent": "person",
    "clients:access": "person",
    "clients:end": "person",
    "clients:reopen": "ended person",
    "clients:archive": "ended person",
    "clients:merge_with": "person",
    "clients:merge_undo": "merge",
    "clients:transfer": "person",
    "clients:transfer_answer": "transfer",
    "clients:transfer_withdraw": "transfer",
    "clients:consult_answer": "consult",
    "clients:consult_end": "open consult",
    "clients:ask_elsewhere": "handle",
    "clients:pair": "pair",
    "clients:pair_decide": "pair",
    "clients:pair_reopen": "pair",
    "exchange:template": "intake",
    "exchange:import_new": "intake",
    "exchange:import": "import",
    "exchange:import_faults": "import",
    "exchange:import_confirm": "import",
    "exchange:import_cancel": "import",
    "exchange:export_new": "outlet",
    "exchange:export_blank": "outlet",
    "exchange:export": "export",
    "exchange:export_file": "export",
    "exchange:export_answer": "asked export",
    "registers:columns": "asking import",
    "registers:register": "register",
    "registers:entry": "entry",
    "registers:reopen": "difference",
    "registers:take_over": "difference",
    "assignments:assignment": "assignment",
    "assignments:accept": "assignment",
    "assignments:hours": "assignment",
    "assignments:finish": "assignment",
    "assignments:return": "assignment",
    "assignments:hours_undo": "spent",
    "campaigns:campaign": "campaign",
    "campaigns:edit": "campaign",
    "campaigns:step": "campaign",
    "campaigns:summary": "campaign",
    "campaigns:letter": "campaign",
    "campaigns:people": "campaign",
    "campaigns:choose": "campaign",
    "campaigns:add": "campaign",
    "campaigns:remove": "campaign",
    "campaigns:receipts": "campaign",
    "campaigns:deliver": "campaign",
    "campaigns:deliveries": "campaign",
    "campaigns:undo": "delivery",
    "campaigns:file_add": "campaign",
    "campaigns:file": "campaign file",
    "campaigns:file_remove": "campaign file",
    "papers:papers": "papers",
    "papers:notice": "papers",
    "papers:return": "papers",
    "papers:again": "papers",
    "papers:hand": "papers",
    "papers:outcome": "papers",
    "papers:withdraw": "papers",
    "papers:void": "papers",
    "planning:plan": "plan",
    "planning:plan_edit": "plan",
    "planning:plan_submit": "plan",
    "planning:plan_amend": "plan",
    "planning:plan_sign": "waiting plan",
    "planning:plan_return": "waiting plan",
    "planning:target": "target",
    "planning:target_divide": "target",
    "planning:target_down": "target",
    "planning:split": "split",
    "planning:milestone": "milestone",
    "planning:milestone_edit": "milestone",
    "planning:milestone_reopen": "milestone",
    "planning:milestone_void": "milestone",
    "planning:duty": "duty",
    "planning:duty_edit": "duty",
    "planning:duty_void": "duty",
    "visiting:pause": "person",
    "visiting:resume": "pause",
    "visiting:round": "round",
    "visiting:choose": "round",
    "visiting:reckon": "round",
    "visiting:add": "round",
    "visiting:drop": "round",
    "visiting:remove": "round",
    "visiting:keep": "round",
    "visiting:submit": "round",
    "visiting:strike": "waiting round",
    "visiting:sign": "waiting round",
    "visiting:return": "waiting round",
    "visiting:rule": "rule",
    "visiting:rule_publish": "rule",
    "visiting:rule_discard": "rule",
    "visiting:rule_edit": "county area",
    "visiting:rule_try": "county area",
    "tracking:item": "tracked",
    "tracking:proof": "tracked",
    "tracking:extend": "tracked",
    "tracking:escalate": "tracked",
    "tracking:void": "tracked",
    "tracking:recheck": "answered tracked",
    "tracking:plan": "settled tracked",
    "tracking:file": "proof file",
    "construction:unveiling": "unveiling",
    "construction:unveiling_photo": "unveiling",
    "construction:unveiling_void": "unveiling",
    "construction:photo": "site photo",
    "construction:photo_remove": "site photo",
    "construction:station": "station code",
    "construction:check": "station code",
    "construction:inspect": "station code",
    "construction:photo_add": "station code",
    "construction:begin": "station code",
    "construction:accept": "station code",
    "construction:again": "station code",
    "construction:record": "station code",
    "construction:open": "station code",
    "construction:suspend": "station code",
    "construction:close": "station code",
    "construction:spot": "station code",
    "network:station": "public station",
    "network:station_edit": "station code",
    "network:organisation_edit": "organisation",
    "policies:document": "policy",
    "policies:repeal": "policy",
    "policies:relate": "policy",
    "policies:sign": "policy",
    "policies:receipts": "policy",
    "policies:edit": "policy draft",
    "policies:publish": "policy draft",
    "policies:discard": "policy draft",
    "policies:file": "policy file",
    "policies:withdraw_relation": "policy relation",
    "desk:county": "public area",
    "catalogue:edition": "edition",
    "catalogue:compare": "edition",
    "catalogue:publish": "edition",
    "catalogue:discard": "edition",
    "/editions/{pk}": "edition",
    "/tracked-items/{pk}": "tracked",
    "/tracked-items/{pk}/answer": "tracked",
    "/tracked-items/{pk}/extend": "tracked",
    "/tracked-items/{pk}/urge": "tracked",
    "/tracked-items/{pk}/void": "tracked",
    "/tracked-items/{pk}/recheck": "answered tracked",
    "/tracked-items/{pk}/plan": "settled tracked",
    "/tracked-items/files/{pk}": "proof file",
    "/documents/{pk}": "policy",
    "/documents/{pk}/publish": "policy draft",
    "/documents/{pk}/sign": "policy",
    "/clients/{pk}": "person",
    "/clients/{pk}/reveal": "person",
    "/clients/{pk}/void": "person",
    "/clients/{pk}/end": "person",
    "/clients/{pk}/reopen": "ended person",
    "/clients/{pk}/transfers": "person",
    "/clients/{pk}/consults": "person",
    "/clients/duplicates/{pk}/different": "pair",
    "/merges/{pk}/undo": "merge",
    "/transfers/{pk}/accept": "transfer",
    "/transfers/{pk}/decline": "transfer",
    "/consults/{pk}/accept": "consult",
    "/consults/{pk}/decline": "consult",
    "/exports/{pk}": "export",
    "/exports/{pk}/file": "export",
    "/groups/{pk}": "group",
    "/groups/{pk}/steps": "group",
    "/activities/{pk}": "activity",
    "/activities/{pk}/steps": "activity",
    "/campaigns/{pk}": "campaign",
    "/campaigns/{pk}/steps": "campaign",
    "/campaigns/{pk}/recipients": "campaign",
    "/campaigns/{pk}/deliveries": "campaign",
    "/papers/{pk}": "papers",
    "/papers/{pk}/check": "papers",
    "/papers/{pk}/return": "papers",
    "/papers/{pk}/receive": "papers",
    "/papers/{pk}/hand": "papers",
    "/papers/{pk}/note": "papers",
    "/papers/{pk}/withdraw": "papers",
    "/incidents/{pk}": "incident",
    "/incidents/{pk}/void": "incident",
    "/assignments/{pk}": "assignment",
    "/assignments/{pk}/accept": "assignment",
    "/assignments/{pk}/return": "assignment",
    "/assignments/{pk}/finish": "assignment",
    "/assignments/{pk}/hours": "assignment",
    "/assignments/hours/{pk}/void": "spent",
    "/plans/{pk}": "plan",
    "/plans/{pk}/submit": "plan",
    "/plans/{pk}/sign": "waiting plan",
    "/plans/{pk}/return": "waiting plan",
    "/targets/{pk}": "target",
    "/contacts/{pk}": "contact",
    "/contacts/{pk}/void": "contact",
    "/referrals/{pk}": "referral",
    "/referrals/{pk}/consent": "referral",
    "/referrals/{pk}/send": "referral",
    "/referrals/{pk}/accept": "sent referral",
    "/referrals/{pk}/decline": "sent referral",
    "/referrals/{pk}/begin": "sent referral",
    "/referrals/{pk}/result": "sent referral",
    "/referrals/{pk}/close": "sent referral",
    "/referrals/{pk}/withdraw": "sent referral",
}
# Kinds that lie somewhere: for a reader elsewhere the row does not exist.
SCOPED = {
    "activity", "area code", "asked export", "asking import", "assignment", "consult", "contact", "county area",
    "difference", "ended person", "entry", "export", "file", "group", "handle", "import", "incident", "merge",
    "open consult", "open entry", "pair", "papers", "pause", "person", "policy", "policy draft", "policy file",
    "policy relation", "posting", "referral", "register", "round", "rule", "sent referral", "session",
    "session contact", "spent", "station", "station code", "transfer", "waiting round",
    "campaign", "campaign file",
    "delivery",
    "duty", "milestone", "plan", "split", "target", "waiting plan",
    "answered tracked", "proof file",
    "settled tracked",
    "site photo", "tracked", "unveiling",
}  # fmt: skip
# What a filter finds only within reach.
FOUND_BY = {"name", "phone", "id number", "exact", "file number", "account", "closed code", "figures code"}
# Who knows this much means one person; a worker is then told that there is a file elsewhere, and nothing else of it.
HINTED = {"id number", "exact"}

# Filters through which somebody could ask for a row out of reach: (page or operation, parameter, kind).
ASKED = [
    ("clients:list", "q", "name"),
    ("clients:list", "q", "phone"),
    ("clients:list", "q", "id number"),
    ("clients:list", "q", "exact"),
    ("clients:list", "q", "file number"),
    ("clients:list", "worker", "account"),
    ("clients:household", "q", "name"),
    ("clients:merge_with", "q", "name"),
    ("clients:merge", "drop", "person"),
    ("clients:handover", "whose", "account"),
    ("services:list", "person", "person"),
    ("services:list", "station", "closed code"),
    ("services:visit_new", "person", "person"),
    ("papers:list", "person", "person"),
    ("papers:list", "station", "closed code"),
    ("assignments:list", "station", "closed code"),
    ("campaigns:list", "station", "closed code"),
    ("campaigns:choose", "q", "name"),
    ("campaigns:choose", "q", "exact"),
    ("tracking:list", "station", "closed code"),
    ("tracking:new", "station", "closed code"),
    ("construction:unveiling_new", "station", "closed code"),
    ("assignments:shares", "station", "public station"),
    ("papers:receive", "person", "person"),
    ("papers:receive", "q", "name"),
    ("referrals:list", "station", "closed code"),
    ("referrals:new", "person", "person"),
    ("incidents:new", "person", "person"),
    ("GET /referrals", "station", "closed code"),
    ("services:visit_new", "q", "name"),
    ("services:new", "person", "person"),
    ("exchange:export_new", "station", "closed code"),
    ("visiting:due", "station", "closed code"),
    ("visiting:members", "station", "closed code"),
    ("visiting:capacity", "station", "closed code"),
    ("visiting:rows", "station", "closed code"),
    ("visiting:choose", "q", "name"),
    ("visiting:choose", "q", "exact"),
    ("visiting:remove", "person", "person"),
    ("visiting:coverage", "area", "public area"),
    ("planning:board", "station", "closed code"),
    ("planning:targets", "station", "closed code"),
    ("planning:milestones", "station", "closed code"),
    ("planning:milestone_new", "station", "closed code"),
    ("figures:rows", "station", "figures code"),
    ("figures:adjustments", "station", "public station"),
    ("services:adjusted", "station", "public station"),
    ("desk:overview", "station", "public station"),
    ("desk:overview_table", "station", "public station"),
    ("desk:analysis", "station", "public station"),
    ("desk:analysis_table", "station", "public station"),
    ("GET /clients", "q", "name"),
    ("GET /clients", "q", "phone"),
    ("GET /clients", "q", "exact"),
    ("GET /clients", "station", "closed code"),
    ("GET /clients", "worker", "account"),
    ("GET /contacts", "client", "person"),
    ("GET /papers", "client", "person"),
    ("GET /papers", "station", "closed code"),
    ("GET /campaigns", "station", "closed code"),
    ("GET /tracked-items", "station", "closed code"),
    ("GET /contacts", "station", "closed code"),
    ("GET /incidents", "station", "closed code"),
    ("GET /assignments", "station", "closed code"),
    ("GET /assignments/shares", "station", "public station"),
    ("GET /plans", "station", "closed code"),
    ("GET /targets", "station", "closed code"),
    ("GET /service-lists", "station", "closed code"),
    ("GET /visit-slots", "station", "closed code"),
    ("GET /figures/rows", "station", "figures code"),
    ("GET /figures", "station", "public station"),
    ("GET /figures/adjustments", "station", "public station"),
    ("GET /contacts/adjusted", "station", "public station"),
]
# Without a place these answer 422; they are asked with one above.
ONLY_ASKED = {
    "figures:rows", "figures:adjustments", "GET /figures/rows", "GET /figures", "GET /figures/adjustments",
    "services:adjusted", "GET /contacts/adjusted",
}  # fmt: skip

# What else a page shows when it is asked to: (page, parameter, value).
ALSO_SHOWN = [
    ("clients:requests", "show", "done"),
    ("clients:pairs", "where", "elsewhere"),
    ("clients:pairs", "where", "ours"),
    ("clients:list", "pick", "all"),
    ("registers:differences", "state", "all"),
    ("referrals:list", "side", "in"),
    ("GET /referrals", "side", "in"),
    ("visiting:due", "whose", "all"),
    ("GET /clients/duplicates", "where", "elsewhere"),
]

# Rows that a body names, besides the one in the address: (operation, path in the body, kind).
NAMED = [
    ("PUT /contacts/{pk}", "station", "closed code"),
    ("PUT /contacts/{pk}", "client", "person"),
    ("PUT /contacts/{pk}", "joins", "contact"),
    ("PUT /papers/{pk}", "station", "closed code"),
    ("PUT /papers/{pk}", "client", "person"),
    ("PUT /campaigns/{pk}", "station", "closed code"),
    ("PUT /referrals/{pk}", "client", "person"),
    ("PUT /incidents/{pk}", "station", "closed code"),
    ("PUT /incidents/{pk}", "client", "person"),
    ("PUT /assignments/{pk}", "station", "closed code"),
    ("PUT /plans/{pk}", "station", "closed code"),
    ("PUT /tracked-items/{pk}", "station", "closed code"),
    ("PUT /clients/{pk}", "station", "closed code"),
    ("POST /clients/merge", "keep", "person"),
    ("POST /clients/merge", "drop", "person"),
]
# The same of what a form sends: (page, field, kind, what else it says then).
NAMED_ON_PAGES: list[tuple[str, str, str, dict[str, Any]]] = [
    ("clients:assign", "person", "person", {}),
    ("clients:household", "of", "person", {}),
    ("clients:merge", "keep", "person", {}),
    ("clients:merge", "drop", "person", {}),
    ("clients:same", "not_same", "person", {}),
    ("clients:same", "id_number", "id number", {"name": "", "id_type": "resident_id"}),
    ("clients:handover", "whose", "account", {}),
    ("clients:handover", "workers", "user", {}),
    ("exchange:export_new", "station", "closed code", {}),
    ("ledgers:choose", "station", "closed code", {}),
    ("ledgers:blank", "station", "closed code", {}),
    ("services:new", "people", "person", {}),
    ("papers:receive", "person", "person", {}),
    ("assignments:new", "station", "closed code", {}),
    ("campaigns:new", "station", "closed code", {}),
    ("campaigns:add", "person", "person", {}),
    ("campaigns:remove", "person", "person", {}),
    ("campaigns:deliver", "pick", "person", {}),
    ("tracking:new", "station", "closed code", {}),
    ("construction:unveiling_new", "stations", "closed code", {}),
    ("services:new", "add", "person", {}),
    ("services:new", "q", "name", {}),
    ("services:new", "station", "closed code", {}),
    ("referrals:new", "person", "person", {}),
    ("incidents:new", "person", "person", {}),
    ("incidents:new", "station", "closed code", {}),
    ("registers:send", "area", "area code", {}),
    ("registers:entry", "person", "person", {}),
    ("registers:enroll", "pick", "open entry", {}),
    ("registers:settle", "pick", "difference", {}),
    ("planning:plan_new", "station", "closed code", {}),
    ("planning:target_divide", "station", "closed code", {}),
    ("visiting:draft", "station", "closed code", {}),
    ("visiting:table", "station", "closed code", {}),
    ("visiting:add", "person", "person", {}),
    ("visiting:drop", "person", "person", {}),
    ("visiting:remove", "person", "person", {}),
    ("visiting:keep", "person", "person", {}),
    ("visiting:strike", "person", "person", {}),
]

# Depends on the machine, not on who asks.
LEFT_OUT = {"healthz", "readyz"}


@dataclass(frozen=True)
class Operation:
    """One operation of the API, as its description says it."""

    name: str  # PUT /clients/{pk}
    method: str
    path: str
    fields: tuple[str, ...]  # of its body
    is_public: bool
    is_form: bool = False  # files come along

    @property
    def kind(self) -> str | None:
        return _kind(self.path) if "{" in self.path else None


def pages() -> Iterator[tuple[str, URLPattern]]:
    """Every page: its full name and pattern."""
    for _where, pattern, name in walk():
        if not is_api(pattern.callback) and name not in LEFT_OUT:
            yield name, pattern


def kind_of(name: str, pattern: URLPattern) -> str | None:
    """What the id in the page's address is of; None without one."""
    return _kind(name) if pattern.pattern.converters else None


def _kind(name: str) -> str:
    if name not in TARGETS:
        raise LookupError(f"{name} takes an id: say in tests/sweep/places.py what it is of, then review the matrix")
    return TARGETS[name]


@cache
def operations() -> list[Operation]:
    """Every operation of the API."""
    schema = api.get_openapi_schema(path_prefix="")
    kept = schema["components"]["schemas"]
    found = []
    for path, methods in schema["paths"].items():
        for method, said in methods.items():
            content = said.get("requestBody", {}).get("content", {})
            is_form = "multipart/form-data" in content
            body = content.get("multipart/form-data" if is_form else "application/json", {}).get("schema", {})
            named = body if is_form else kept.get(body.get("$ref", "").rsplit("/", 1)[-1], {})
            fields = tuple(named.get("properties", ()))
            name = f"{method.upper()} {path}"
            found.append(Operation(name, method, path, fields, not said.get("security"), is_form))
    return found


def is_public(pattern: URLPattern) -> bool:
    return pattern.callback.policy == PUBLIC
