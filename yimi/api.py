"""The API under /api/v1 (接口): the routers of all domains, and one way to say what went wrong."""

import json
from typing import Any

import orjson
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.parser import Parser

from yimi.accounts.api import router as accounts
from yimi.accounts.bearer import BearerAuth
from yimi.alerts.api import router as alerts
from yimi.assignments.api import router as assignments
from yimi.campaigns.api import router as campaigns
from yimi.catalogue.api import router as catalogue
from yimi.clients.api import router as clients
from yimi.core.api import Problem
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.ids import new_id
from yimi.core.routes import operations_of
from yimi.dispatches.api import router as dispatches
from yimi.emergencies.api import router as emergencies
from yimi.exchange.api import router as exchange
from yimi.figures.api import router as figures
from yimi.inbox.api import router as inbox
from yimi.incidents.api import router as incidents
from yimi.monitoring.api import router as monitoring
from yimi.network.api import router as network
from yimi.papers.api import router as papers
from yimi.planning.api import router as planning
from yimi.policies.api import router as policies
from yimi.programmes.api import router as programmes
from yimi.publications.api import router as publications
from yimi.referrals.api import router as referrals
from yimi.reports.api import router as reports
from yimi.requests.api import router as requests
from yimi.services.api import router as services
from yimi.tracking.api import router as tracking
from yimi.visiting.api import router as visiting

PREFIX, JSON, FORM = "/api/", "application/json", "multipart/form-data"
TITLES = {
    400: ("bad_request", _("请求不对"), _("请求的格式不对。")),
    401: ("unauthorized", _("未登录"), _("请先登录。")),
    403: ("forbidden", _("没有权限"), _("没有权限。")),
    404: ("not_found", _("没有找到"), _("没有找到，或者不在您的范围内。")),
    405: ("method_not_allowed", _("方法不对"), _("这个地址不支持该方法。")),
    409: ("conflict", _("有冲突"), _("与现有内容冲突。")),
    413: ("too_large", _("内容太大"), _("内容超过大小限制。")),
    415: ("unsupported_media_type", _("格式不支持"), _("请用 application/json；带文件的用 multipart/form-data。")),
    422: ("invalid", _("填写不对"), _("有内容填写不对。")),
    423: ("locked", _("已锁定"), _("账号已锁定。")),
    429: ("too_many_requests", _("太频繁"), _("请稍后再试。")),
    503: ("unavailable", _("暂时不可用"), _("请稍后再试。")),
}
SAYS = {
    "missing": _("请填写。"),
    "extra_forbidden": _("没有这个字段或参数。"),
    "uuid_parsing": _("不是编号（UUID）。"),
    "date_from_datetime_parsing": _("请填写日期，例如 2026-09-20。"),
    "timezone_aware": _("请写明时区，例如 2026-09-20T08:30:00+08:00。"),
    "datetime_parsing": _("请填写时间，例如 2026-09-20T08:30:00+08:00。"),
    "datetime_from_date_parsing": _("请填写时间，例如 2026-09-20T08:30:00+08:00。"),
    "multiple_of": _("以半小时计，例如 1.5。"),
    "date_parsing": _("请填写日期，例如 2026-09-20。"),
    "int_parsing": _("请填写整数。"),
    "bool_parsing": _("请填写 true 或 false。"),
    "string_type": _("请填写文字。"),
    "string_too_long": _("太长了。"),
    "enum": _("不在可选范围内。"),
    "literal_error": _("不在可选范围内。"),
    "list_type": _("请填写列表。"),
}


class StrictParser(Parser):
    """Reads JSON bodies strictly: no duplicate keys, no NaN, no broken text."""

    def parse_body(self, request: HttpRequest) -> Any:
        return json.loads(request.body.decode(), object_pairs_hook=_no_duplicates, parse_constant=_no_constant)


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("duplicate key")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _close(form: dict[str, Any] | None) -> None:
    """A form with files takes no field that the operation does not name, as a body of JSON does not."""
    if form is not None:
        form["additionalProperties"] = False


class DescribedAPI(NinjaAPI):
    """The API with a description that says what refusals are: problem+json."""

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> Any:
        schema = super().get_openapi_schema(*args, **kwargs)
        for operations in schema["paths"].values():
            for operation in operations.values():
                _close(operation.get("requestBody", {}).get("content", {}).get(FORM, {}).get("schema"))
                for status, answer in operation["responses"].items():
                    if int(status) >= 400:
                        answer["content"] = {"application/problem+json": answer["content"]["application/json"]}
        return schema


api = DescribedAPI(
    title="Yimi 一米",
    version="1",
    description="社工站服务与监管平台的接口。错误一律为 application/problem+json。",
    auth=BearerAuth(),
    parser=StrictParser(),
    docs_url=None,
    openapi_url=None,
)
ROUTERS = (
    accounts, inbox, network, catalogue, figures, clients, programmes, services, exchange, visiting, papers, referrals,
    assignments, incidents, policies, tracking, campaigns, planning, alerts, requests, reports, dispatches,
    publications, emergencies, monitoring,
)  # fmt: skip
for router in ROUTERS:
    api.add_router("", router)


def problem(status: int, code: str = "", detail: Any = "", **more: Any) -> HttpResponse:
    """A problem+json answer; what is not given is what the status usually means."""
    usual_code, title, usual_detail = TITLES.get(status, TITLES[400])
    body = Problem(
        title=str(title), status=status, code=code or usual_code, detail=str(detail or usual_detail),
        request_id=str(new_id()), **more,
    )  # fmt: skip
    content = orjson.dumps(body.model_dump(mode="json", exclude_none=True), default=str)
    response = HttpResponse(content, status=status, content_type="application/problem+json")
    if more.get("retry_after"):
        response["Retry-After"] = str(more["retry_after"])
    return response


@api.exception_handler(RuleBroken)
def rule_broken(request, error: RuleBroken):
    return problem(error.status, error.code, error.message, **error.extra)


@api.exception_handler(Invalid)
def invalid(request, error: Invalid):
    fields = {path: [str(message) for message in messages] for path, messages in error.fields.items()}
    return problem(422, fields=fields)


@api.exception_handler(ValidationError)
def not_valid(request, error: ValidationError):
    fields: dict[str, list[str]] = {}
    for found in error.errors:
        fields.setdefault(_path(found["loc"]), []).append(_says(found))
    return problem(422, fields=fields)


@api.exception_handler(Http404)
def not_there(request, error):
    return problem(404)


@api.exception_handler(AuthenticationError)
def not_signed_in(request, error):
    return problem(401)


@api.exception_handler(HttpError)
def refused(request, error: HttpError):
    return problem(error.status_code)


def _path(location: tuple) -> str:
    """The path of a field as the sender knows it: without the names of our own parameters."""
    parts = [str(part) for part in location]
    return ".".join(parts[2:] if len(parts) > 2 and parts[0] in ("body", "query") else parts[1:] or parts)


def _says(found: dict[str, Any]) -> str:
    if found["type"] == "value_error":
        return str(found["msg"]).removeprefix("Value error, ")
    return str(SAYS.get(found["type"], _("填写不对。")))


def takes_files(request: HttpRequest) -> bool:
    """Whether the operation at this address takes files, so that its body is a form (上传)."""
    try:
        operations = operations_of(resolve(request.path_info).func) or []
    except Resolver404:
        return False
    models = [model for each in operations if request.method in each.methods for model in each.models]
    return any(model.__ninja_param_source__ == "file" for model in models)


class ProblemMiddleware(MiddlewareMixin):
    """Every refusal under /api/ is problem+json, also where no operation was reached.

    Bodies that are too large or not declared as JSON, or as a form where files come along, are refused before
    anything reads them.
    """

    def process_request(self, request):
        if not request.path.startswith(PREFIX) or request.method not in ("POST", "PUT", "PATCH"):
            return None
        length = request.META.get("CONTENT_LENGTH") or "0"
        wanted, most = (
            (FORM, settings.MAX_UPLOAD) if takes_files(request) else (JSON, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        )
        if not length.isdigit() or int(length) > most:
            return problem(413)
        if int(length) and request.content_type != wanted:
            return problem(415)
        return None

    def process_response(self, request, response):
        is_ours = request.path.startswith(PREFIX) and response.status_code >= 400
        if is_ours and not response.headers.get("Content-Type", "").startswith("application/problem+json"):
            answer = problem(response.status_code if response.status_code in TITLES else 400)
            if "Allow" in response.headers:
                answer["Allow"] = response["Allow"]
            return answer
        return response
