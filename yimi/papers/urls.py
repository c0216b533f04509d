from yimi.core.permissions import Permission
from yimi.core.routes import route

from . import views

app_name = "papers"
urlpatterns = [
    route("", views.papers_list, Permission.CONTACT_VIEW, "list"),
    route("new", views.receive, Permission.CONTACT_WRITE, "receive"),
    route("<uuid:pk>/", views.papers, Permission.CONTACT_VIEW, "papers"),
    route("<uuid:pk>/notice", views.notice, Permission.CONTACT_WRITE, "notice"),
    route("<uuid:pk>/return", views.STEPS["return"], Permission.CONTACT_WRITE, "return"),
    route("<uuid:pk>/again", views.STEPS["again"], Permission.CONTACT_WRITE, "again"),
    route("<uuid:pk>/hand", views.STEPS["hand"], Permission.CONTACT_WRITE, "hand"),
    route("<uuid:pk>/outcome", views.STEPS["outcome"], Permission.CONTACT_WRITE, "outcome"),
    route("<uuid:pk>/withdraw", views.STEPS["withdraw"], Permission.CONTACT_WRITE, "withdraw"),
    route("<uuid:pk>/void", views.STEPS["void"], Permission.CONTACT_WRITE, "void"),
]
