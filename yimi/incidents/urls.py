from yimi.core.permissions import Permission
from yimi.core.routes import route

from . import views

app_name = "incidents"
urlpatterns = [
    route("", views.incident_list, Permission.CONTACT_VIEW, "list"),
    route("new/", views.incident_new, Permission.CONTACT_WRITE, "new"),
    route("<uuid:pk>/", views.incident, Permission.CONTACT_VIEW, "incident"),
    route("<uuid:pk>/edit/", views.incident_edit, Permission.CONTACT_WRITE, "edit"),
    route("<uuid:pk>/void/", views.void, Permission.CONTACT_WRITE, "void"),
]
