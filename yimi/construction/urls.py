from yimi.core.permissions import Permission
from yimi.core.routes import route

from .views import filing, lists, stations, unveilings

app_name = "construction"
_VIEW, _CHECK, _ACCEPT = Permission.BUILDING_VIEW, Permission.BUILDING_CHECK, Permission.BUILDING_ACCEPT
_MANAGE, _SPOT = Permission.STATION_MANAGE, Permission.BUILDING_SPOT
urlpatterns = [
    route("", lists.station_list, _VIEW, "list"),
    route("table.xlsx", lists.station_table, Permission.EXPORT, "table"),
    route("unveilings/", unveilings.unveiling_list, _VIEW, "unveilings"),
    route("unveilings/new", unveilings.new, _MANAGE, "unveiling_new"),
    route("unveilings/<uuid:pk>/", unveilings.unveiling, _VIEW, "unveiling"),
    route("unveilings/<uuid:pk>/photos", unveilings.add_photo, _VIEW, "unveiling_photo"),
    route("unveilings/<uuid:pk>/void", unveilings.void, _MANAGE, "unveiling_void"),
    route("photos/<uuid:pk>/", filing.photo, _VIEW, "photo"),
    route("photos/<uuid:pk>/remove", filing.remove_photo, _VIEW, "photo_remove"),
    route("<str:code>/", stations.station, _VIEW, "station"),
    route("<str:code>/check", filing.check, _CHECK, "check"),
    route("<str:code>/inspect", filing.inspect, _ACCEPT, "inspect"),
    route("<str:code>/photos", filing.add_photo, _VIEW, "photo_add"),
    route("<str:code>/building", stations.begin, _MANAGE, "begin"),
    route("<str:code>/acceptance", stations.accept, _ACCEPT, "accept"),
    route("<str:code>/again", stations.again, _ACCEPT, "again"),
    route("<str:code>/record", stations.record, _ACCEPT, "record"),
    route("<str:code>/open", stations.open_, _MANAGE, "open"),
    route("<str:code>/suspend", stations.suspend, _MANAGE, "suspend"),
    route("<str:code>/close", stations.close, _MANAGE, "close"),
    route("<str:code>/spot", stations.spot, _SPOT, "spot"),
]
