from yimi.core.permissions import Permission
from yimi.core.routes import route

from . import views

app_name = "coverage"
urlpatterns = [
    route("", views.plan, Permission.STATION_VIEW, "plan"),
    route("coverage.xlsx", views.table, Permission.EXPORT, "table"),
    route("edit/", views.edit, Permission.COVERAGE_PLAN, "edit"),
    route("place/", views.place, Permission.COVERAGE_PLAN, "place"),
    route("delist/", views.delist, Permission.COVERAGE_PLAN, "delist"),
]
