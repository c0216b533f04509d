from yimi.core.permissions import Permission
from yimi.core.routes import route

from . import views

app_name = "alerts"
_VIEW, _EXPLAIN, _RESOLVE = Permission.ALERT_VIEW, Permission.ALERT_EXPLAIN, Permission.ALERT_RESOLVE
urlpatterns = [
    route("", views.alert_list, _VIEW, "list"),
    route("day/", views.day, _VIEW, "day"),
    route("<uuid:pk>/", views.alert, _VIEW, "alert"),
    route("<uuid:pk>/explain", views.explain, _EXPLAIN, "explain"),
    route("<uuid:pk>/resolve", views.resolve, _RESOLVE, "resolve"),
    route("<uuid:pk>/escalate", views.escalate, _RESOLVE, "escalate"),
]
