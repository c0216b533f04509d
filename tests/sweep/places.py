"""What there is to sweep (巡检对象): every page and operation, what each is about, and a body it takes.

A new address with an id in it fails here until somebody says what the id is of.
"""

from collections.abc import Iterator
from dataclasses import dataclass
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
    "services:record": "contact",
    "services:edit": "contact",
    "services:void": "contact",
    "services:undo": "contact",
    "workforce:post": "station",
    "workforce:end": "posting",
    "clients:person": "person",
    "clients:edit": "person",
    "clients:void": "person",
    "clients:reveal": "person",
    "clients:categories": "person",
    "clients:category_end": "person",
    "clients:household": "person",
    "clients:pair": "pair",
    "clients:pair_decide": "pair",
    "clients:pair_reopen": "pair",
    "network:station": "public station",
    "network:station_edit": "station code",
    "network:organisation_edit": "organisation",
    "catalogue:edition": "edition",
    "catalogue:compare": "edition",
    "catalogue:publish": "edition",
    "catalogue:discard": "edition",
    "/editions/{pk}": "edition",
    "/clients/{pk}": "person",
    "/clients/{pk}/reveal": "person",
    "/clients/{pk}/void": "person",
    "/clients/duplicates/{pk}/different": "pair",
    "/contacts/{pk}": "contact",
    "/contacts/{pk}/void": "contact",
}
# Kinds that lie somewhere: for a reader elsewhere the row does not exist.
SCOPED = {"person", "pair", "contact", "station", "station code", "posting", "session"}
# What a filter finds only within reach.
FOUND_BY = {"name", "phone", "id number", "file number", "closed code", "figures code"}

# Filters through which somebody could ask for a row out of reach: (page or operation, parameter, kind).
ASKED = [
    ("clients:list", "q", "name"),
    ("clients:list", "q", "phone"),
    ("clients:list", "q", "id number"),
    ("clients:list", "q", "file number"),
    ("services:list", "person", "person"),
    ("services:list", "station", "closed code"),
    ("services:visit_new", "person", "person"),
    ("services:visit_new", "q", "name"),
    ("figures:rows", "station", "figures code"),
    ("desk:overview", "station", "public station"),
    ("desk:overview_table", "station", "public station"),
    ("GET /clients", "q", "name"),
    ("GET /clients", "q", "phone"),
    ("GET /clients", "station", "closed code"),
    ("GET /contacts", "client", "person"),
    ("GET /contacts", "station", "closed code"),
    ("GET /figures/rows", "station", "figures code"),
    ("GET /figures", "station", "public station"),
]
ALWAYS = {
    "figures:rows": {"measure": "VISIT_FILE_PT", "period": "2026-11"},
    "GET /figures/rows": {"measure": "FILE_STOCK", "period": "2026-11"},
    "GET /figures": {"measure": "VISIT_FILE_PT", "period": "2026-11"},
}
# Without a place these two answer 422; they are asked with one above.
ONLY_ASKED = {"figures:rows", "GET /figures/rows", "GET /figures"}

# Rows that a body names, besides the one in the address: (operation, path in the body, kind).
NAMED = [
    ("PUT /contacts/{pk}", "station", "closed code"),
    ("PUT /contacts/{pk}", "client", "person"),
    ("PUT /clients/{pk}", "station", "closed code"),
]

# Depends on the machine, not on who asks.
LEFT_OUT = {"healthz", "readyz"}

FORMS: dict[str, dict[str, Any]] = {
    "accounts:login": {"username": "nobody", "password": "not-the-password"},
    "accounts:answer": {"approve": "yes", "answer": "同意"},
    "accounts:grant_end": {"because": "调离"},
    "accounts:user_new": {"username": "sweep.new", "name": "新来的"},
    "accounts:appoint": {"role": "auditor", "on_kind": "province", "from_on": "2026-11-20", "because": "示例"},
    "accounts:user_active": {"because": "停用"},
    "accounts:password_reset": {"because": "忘记"},
    "services:void": {"reason": "重复录入"},
    "services:export": {"purpose": "月度核对"},
    "services:edit": {"service_on": "2026-11-18", "outcome": "seen", "version": "1"},
    "workforce:end": {"to_on": "2026-11-20", "reason": "调离"},
    "workforce:post": {"username": "newcomer", "post": "social_worker", "full_time": "on", "from_on": "2026-11-20"},
    "clients:void": {"reason": "重复建档"},
    "clients:same": {"name": "黎汀兰", "id_type": "none"},
    "clients:reveal": {"field": "phone", "reason": "核对联系方式"},
    "clients:categories": {"code": "DJLR", "state": "self_reported", "since_on": "2026-11-01"},
    "clients:category_end": {"code": "GLLR", "since_on": "2026-01-01", "on": "2026-11-20"},
    "ui:language": {"language": "en"},
    "accounts:language": {"language": "en"},
}
REVEALS = {"POST clients:reveal", "POST /clients/{pk}/reveal"}


def bodies(own) -> dict[str, dict[str, Any]]:
    """A body that each operation takes; `own` are the rows within reach."""
    return {
        "POST /auth/token": {"username": "nobody", "password": "not-the-password"},
        "PUT /clients/{pk}": {"name": "周小满", "station": own["closed code"], "area": own["closed code"]},
        "POST /clients/{pk}/reveal": {"field": "phone", "reason": "核对联系方式"},
        "POST /clients/{pk}/void": {"reason": "重复建档"},
        "PUT /contacts/{pk}": {
            "station": own["closed code"], "kind": "home_visit", "service_on": "2026-11-19",
            "participants": [{"client": str(own["person"])}],
        },
        "POST /contacts/{pk}/void": {"reason": "重复录入"},
    }  # fmt: skip


def naming(body: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """The body with another row named in it."""
    if path == "client":
        return body | {"participants": [{"client": str(value)}]}
    if "participants" in body:
        return body | {path: value, "participants": [], "headcount": 3, "kind": "publicity"}
    return body | {path: value}


@dataclass(frozen=True)
class Operation:
    """One operation of the API, as its description says it."""

    name: str  # PUT /clients/{pk}
    method: str
    path: str
    fields: tuple[str, ...]  # of its body
    is_public: bool

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


def operations() -> list[Operation]:
    """Every operation of the API."""
    schema = api.get_openapi_schema(path_prefix="")
    kept = schema["components"]["schemas"]
    found = []
    for path, methods in schema["paths"].items():
        for method, said in methods.items():
            body = said.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
            named = kept.get(body.get("$ref", "").rsplit("/", 1)[-1], {})
            fields = tuple(named.get("properties", ()))
            name = f"{method.upper()} {path}"
            found.append(Operation(name, method, path, fields, not said.get("security")))
    return found


def is_public(pattern: URLPattern) -> bool:
    return pattern.callback.policy == PUBLIC
