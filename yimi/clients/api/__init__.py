"""The API of people (服务对象接口): one router, its operations beside the actions they call."""

from ninja import Router

from . import merging, people

router = Router(tags=["clients"])
for part in (people.router, merging.router):
    router.add_router("", part)

__all__ = ["router"]
