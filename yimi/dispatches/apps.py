"""The dispatches domain (季调度、半年通报、年终考核)."""

from yimi.core.declare import Domain


class DispatchesConfig(Domain):
    name = "yimi.dispatches"
    verbose_name = "季调度、半年通报、年终考核"
