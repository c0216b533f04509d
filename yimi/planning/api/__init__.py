"""The API of planning (计划目标接口): plans and targets, steps and duties."""

from ninja import Router

from . import duties, milestones, plans

router = Router(tags=["planning"])
for part in (plans.router, milestones.router, duties.router):
    router.add_router("", part)

__all__ = ["router"]
