from yimi.core.permissions import Permission
from yimi.core.routes import route

from . import views

app_name = "reports"
_VIEW = Permission.REPORT_VIEW
urlpatterns = [
    route("", views.report_list, _VIEW, "list"),
    route("table.xlsx", views.report_table, Permission.EXPORT, "table"),
    route("confirm", views.confirm_many, _VIEW, "confirm_many"),
    route("<uuid:pk>/", views.report, _VIEW, "report"),
    route("<uuid:pk>/fill", views.fill, Permission.REPORT_VIEW, "fill"),
    route("<uuid:pk>/submit", views.submit, _VIEW, "submit"),
    route("<uuid:pk>/confirm", views.confirm, _VIEW, "confirm"),
    route("<uuid:pk>/return", views.send_back, _VIEW, "return"),
    route("<uuid:pk>/excuse", views.excuse, _VIEW, "excuse"),
    route("<uuid:pk>/lock", views.lock, _VIEW, "lock"),
    route("<uuid:pk>/amend", views.amend, _VIEW, "amend"),
    route("<uuid:pk>/read", views.mark_read, _VIEW, "read"),
    route("<uuid:pk>/file", views.download, _VIEW, "download"),
]
