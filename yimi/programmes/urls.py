from yimi.core.permissions import Permission
from yimi.core.routes import route

from .views import activities, groups

app_name = "programmes"
urlpatterns = [
    route("groups/", groups.group_list, Permission.CONTACT_VIEW, "groups"),
    route("groups/new", groups.group_new, Permission.CONTACT_WRITE, "group_new"),
    route("groups/<uuid:pk>/", groups.group, Permission.CONTACT_VIEW, "group"),
    route("groups/<uuid:pk>/edit", groups.group_edit, Permission.CONTACT_WRITE, "group_edit"),
    route("groups/<uuid:pk>/step", groups.group_step, Permission.CONTACT_WRITE, "group_step"),
    route("groups/<uuid:pk>/members", groups.group_members, Permission.CONTACT_WRITE, "members"),
    route("groups/<uuid:pk>/scores", groups.group_scores, Permission.CONTACT_WRITE, "scores"),
    route("activities/", activities.activity_list, Permission.CONTACT_VIEW, "activities"),
    route("activities/new", activities.activity_new, Permission.CONTACT_WRITE, "activity_new"),
    route("activities/<uuid:pk>/", activities.activity, Permission.CONTACT_VIEW, "activity"),
    route("activities/<uuid:pk>/edit", activities.activity_edit, Permission.CONTACT_WRITE, "activity_edit"),
    route("activities/<uuid:pk>/step", activities.activity_step, Permission.CONTACT_WRITE, "activity_step"),
]
