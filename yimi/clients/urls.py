from yimi.core.permissions import Permission
from yimi.core.routes import route

from . import views

app_name = "clients"
urlpatterns = [
    route("", views.person_list, Permission.PERSON_VIEW, "list"),
    route("assign/", views.assign, Permission.PERSON_WRITE, "assign"),
    route("new/", views.person_new, Permission.PERSON_WRITE, "new"),
    route("<uuid:pk>/", views.person, Permission.PERSON_VIEW, "person"),
    route("<uuid:pk>/edit/", views.person_edit, Permission.PERSON_WRITE, "edit"),
    route("<uuid:pk>/void/", views.person_void, Permission.PERSON_WRITE, "void"),
    route("<uuid:pk>/household/", views.household, Permission.PERSON_WRITE, "household"),
    route("<uuid:pk>/reveal/", views.person_reveal, Permission.PERSON_REVEAL, "reveal"),
    route("<uuid:pk>/categories/", views.categories, Permission.PERSON_VIEW, "categories"),
    route("<uuid:pk>/categories/end/", views.category_end, Permission.PERSON_VIEW, "category_end"),
]
