from yimi.core.permissions import Permission
from yimi.core.routes import route

from . import change_views, recode_views, views

app_name = "network"
urlpatterns = [
    route("", views.station_list, Permission.STATION_VIEW, "list"),
    route("stations.xlsx", views.station_table, Permission.EXPORT, "table"),
    route("areas/", views.areas, Permission.STATION_VIEW, "areas"),
    route("areas/changes/", recode_views.recode, Permission.AREA_MANAGE, "recode"),
    route("calendar/", views.calendar, Permission.STATION_VIEW, "calendar"),
    route("calendar/remove/", views.calendar_remove, Permission.STATION_MANAGE, "calendar_remove"),
    route("organisations/", views.organisations, Permission.STATION_VIEW, "organisations"),
    route("organisations/new/", views.organisation_new, Permission.STATION_MANAGE, "organisation_new"),
    route("organisations/<uuid:pk>/", views.organisation_edit, Permission.STATION_MANAGE, "organisation_edit"),
    route("new/", views.station_new, Permission.STATION_MANAGE, "station_new"),
    route("<str:code>/", views.station, Permission.STATION_VIEW, "station"),
    route("<str:code>/areas/", change_views.served, Permission.STATION_MANAGE, "served"),
    route("<str:code>/merge/", change_views.merge, Permission.STATION_MANAGE, "merge"),
    route("<str:code>/edit/", views.station_edit, Permission.STATION_MANAGE, "station_edit"),
]
