"""The reports domain (报告)."""

from yimi.core.declare import Domain


class ReportsConfig(Domain):
    name = "yimi.reports"
    verbose_name = "报告"
