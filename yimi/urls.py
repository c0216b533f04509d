"""Every address of the house. Each is mounted with the policy that opens it (core.routes)."""

from django.urls import path
from django.views.generic import RedirectView

from yimi.core import health
from yimi.core.routes import PUBLIC, group, is_api, operations_of, route

from .api import api


def _operations() -> list:
    """The API's addresses, less the library's own front page."""
    return [pattern for pattern in api.urls[0] if is_api(pattern.callback) and operations_of(pattern.callback)]


urlpatterns = [
    route("", RedirectView.as_view(pattern_name="desk:home"), PUBLIC, "front"),
    route("healthz", health.healthz, PUBLIC, "healthz"),
    route("readyz", health.readyz, PUBLIC, "readyz"),
    path("api/v1/", (_operations(), "ninja", api.urls_namespace)),
    group("", "yimi.accounts.urls"),
    group("app/", "yimi.desk.urls"),
    group("app/", "yimi.inbox.urls"),
    group("app/", "yimi.programmes.urls"),
    group("app/", "yimi.services.urls"),
    group("app/", "yimi.workforce.urls"),
    group("app/people/", "yimi.clients.urls"),
    group("app/visiting/", "yimi.visiting.urls"),
    group("app/assignments/", "yimi.assignments.urls"),
    group("app/campaigns/", "yimi.campaigns.urls"),
    group("app/papers/", "yimi.papers.urls"),
    group("app/referrals/", "yimi.referrals.urls"),
    group("app/incidents/", "yimi.incidents.urls"),
    group("app/planning/", "yimi.planning.urls"),
    group("app/reports/", "yimi.reports.urls"),
    group("app/requests/", "yimi.requests.urls"),
    group("app/alerts/", "yimi.alerts.urls"),
    group("app/", "yimi.publications.urls"),
    group("app/emergencies/", "yimi.emergencies.urls"),
    group("app/", "yimi.dispatches.urls"),
    group("app/provided/", "yimi.monitoring.urls"),
    group("app/registers/", "yimi.registers.urls"),
    group("app/files/", "yimi.exchange.urls"),
    group("app/packs/", "yimi.packs.urls"),
    group("app/ledgers/", "yimi.ledgers.urls"),
    group("app/tracking/", "yimi.tracking.urls"),
    group("app/construction/", "yimi.construction.urls"),
    group("app/stations/", "yimi.network.urls"),
    group("app/figures/", "yimi.figures.urls"),
    group("app/catalogue/", "yimi.catalogue.urls"),
    group("app/coverage/", "yimi.coverage.urls"),
    group("app/policies/", "yimi.policies.urls"),
    group("ui/", "yimi.ui.urls"),
]
