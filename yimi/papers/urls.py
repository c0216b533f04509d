from yimi.core.permissions import Permission
from yimi.core.routes import route

from . import views

app_name = "papers"
urlpatterns = [
    route("", views.papers_list, Permission.CONTACT_VIEW, "list"),
    route("new", views.receive, Permission.CONTACT_WRITE, "receive"),
    route("<uuid:pk>/", views.papers, Permission.CONTACT_VIEW, "papers"),
    route("<uuid:pk>/notice", views.notice, Permission.CONTACT_WRITE, "notice"),
    route("<uuid:pk>/return", views.return_papers, Permission.CONTACT_WRITE, "return"),
    route("<uuid:pk>/again", views.again, Permission.CONTACT_WRITE, "again"),
    route("<uuid:pk>/hand", views.hand, Permission.CONTACT_WRITE, "hand"),
    route("<uuid:pk>/outcome", views.outcome, Permission.CONTACT_WRITE, "outcome"),
    route("<uuid:pk>/withdraw", views.withdraw, Permission.CONTACT_WRITE, "withdraw"),
    route("<uuid:pk>/void", views.void, Permission.CONTACT_WRITE, "void"),
]
