"""A few pages of refusal for the tests of this layer."""

from yimi.core.errors import RuleBroken, invalid
from yimi.core.routes import PUBLIC, group, route


def broken(request):
    raise RuleBroken("该个案已结案。", code="case_already_closed")


def wrong(request):
    raise invalid("name", "请填写姓名。")


def faulty(request):
    raise ZeroDivisionError


urlpatterns = [
    group("ui/", "yimi.ui.urls"),
    route("broken/", broken, PUBLIC, "broken"),
    route("wrong/", wrong, PUBLIC, "wrong"),
    route("faulty/", faulty, PUBLIC, "faulty"),
]
