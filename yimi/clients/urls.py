from yimi.core.permissions import Permission
from yimi.core.routes import route

from .views import merging, people

app_name = "clients"
urlpatterns = [
    route("", people.person_list, Permission.PERSON_VIEW, "list"),
    route("assign/", people.assign, Permission.PERSON_WRITE, "assign"),
    route("new/", people.person_new, Permission.PERSON_WRITE, "new"),
    route("merge/", merging.merge, Permission.PERSON_MERGE, "merge"),
    route("merges/", merging.merges, Permission.PERSON_MERGE, "merges"),
    route("merges/<uuid:pk>/undo/", merging.merge_undo, Permission.PERSON_MERGE, "merge_undo"),
    route("<uuid:pk>/merge/", merging.merge_with, Permission.PERSON_MERGE, "merge_with"),
    route("<uuid:pk>/", people.person, Permission.PERSON_VIEW, "person"),
    route("<uuid:pk>/edit/", people.person_edit, Permission.PERSON_WRITE, "edit"),
    route("<uuid:pk>/void/", people.person_void, Permission.PERSON_WRITE, "void"),
    route("<uuid:pk>/household/", people.household, Permission.PERSON_WRITE, "household"),
    route("<uuid:pk>/reveal/", people.person_reveal, Permission.PERSON_REVEAL, "reveal"),
    route("<uuid:pk>/categories/", people.categories, Permission.PERSON_VIEW, "categories"),
    route("<uuid:pk>/categories/end/", people.category_end, Permission.PERSON_VIEW, "category_end"),
]
