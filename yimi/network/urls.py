from yimi.core.permissions import Permission
from yimi.core.routes import route

from . import views

app_name = "network"
urlpatterns = [
    route("", views.station_list, Permission.STATION_VIEW, "list"),
    route("stations.xlsx", views.station_table, Permission.EXPORT, "table"),
    route("areas/", views.areas, Permission.STATION_VIEW, "areas"),
    route("new/", views.station_new, Permission.STATION_MANAGE, "station_new"),
    route("<str:code>/", views.station, Permission.STATION_VIEW, "station"),
    route("<str:code>/edit/", views.station_edit, Permission.STATION_MANAGE, "station_edit"),
]
