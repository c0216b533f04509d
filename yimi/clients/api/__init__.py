"""The API of people (服务对象接口): one router, its operations beside the actions they call."""

from .people import router

__all__ = ["router"]
