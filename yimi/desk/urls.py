from yimi.core.permissions import Permission
from yimi.core.routes import SIGNED_IN, route

from . import views

app_name = "desk"
urlpatterns = [
    route("", views.home, SIGNED_IN, "home"),
    route("overview/", views.overview, Permission.FIGURES_VIEW, "overview"),
    route("begin", views.begin, Permission.FIGURES_VIEW, "begin"),
    route("overview/parts/", views.overview_parts, Permission.FIGURES_VIEW, "parts"),
    route("analysis/", views.analysis, Permission.FIGURES_VIEW, "analysis"),
    route("counties/", views.counties, Permission.FIGURES_VIEW, "counties"),
    route("counties/<str:code>/", views.county, Permission.FIGURES_VIEW, "county"),
    route("analysis.xlsx", views.analysis_table, Permission.EXPORT, "analysis_table"),
    route("overview.xlsx", views.overview_table, Permission.EXPORT, "overview_table"),
]
