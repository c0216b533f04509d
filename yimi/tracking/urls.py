from yimi.core.permissions import Permission
from yimi.core.routes import route

from . import views

app_name = "tracking"
_VIEW, _ANSWER, _RECHECK = Permission.TRACKING_VIEW, Permission.TRACKING_ANSWER, Permission.TRACKING_RECHECK
urlpatterns = [
    route("", views.item_list, _VIEW, "list"),
    route("table.xlsx", views.item_table, Permission.EXPORT, "table"),
    route("today", views.today, _VIEW, "today"),
    route("new", views.new, _RECHECK, "new"),
    route("files/<uuid:pk>/", views.file, _VIEW, "file"),
    route("<uuid:pk>/", views.item, _VIEW, "item"),
    route("<uuid:pk>/proof", views.proof, _ANSWER, "proof"),
    route("<uuid:pk>/recheck", views.recheck, _RECHECK, "recheck"),
    route("<uuid:pk>/extend", views.extend, _RECHECK, "extend"),
    route("<uuid:pk>/escalate", views.escalate, _RECHECK, "escalate"),
    route("<uuid:pk>/plan", views.plan, _RECHECK, "plan"),
    route("<uuid:pk>/void", views.void, _RECHECK, "void"),
]
