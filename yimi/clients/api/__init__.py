"""The API of people (服务对象接口): one router, its operations beside the actions they call."""

from ninja import Router

from . import duplicates, ending, merging, moving, people

router = Router(tags=["clients"])
for part in (duplicates.router, people.router, ending.router, merging.router, moving.router):
    router.add_router("", part)

__all__ = ["router"]
