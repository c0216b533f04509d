from yimi.core.permissions import Permission
from yimi.core.routes import route

from . import views

app_name = "assignments"
_VIEW, _WORK = Permission.ASSIGNMENT_VIEW, Permission.ASSIGNMENT_WORK
urlpatterns = [
    route("", views.assignment_list, _VIEW, "list"),
    route("new", views.new, _VIEW, "new"),
    route("shares", views.shares, _VIEW, "shares"),
    route("hours/<uuid:pk>/undo", views.hours_undo, _WORK, "hours_undo"),
    route("<uuid:pk>/", views.assignment, _VIEW, "assignment"),
    route("<uuid:pk>/accept", views.accept, _WORK, "accept"),
    route("<uuid:pk>/hours", views.hours, _WORK, "hours"),
    route("<uuid:pk>/finish", views.finish, _WORK, "finish"),
    route("<uuid:pk>/return", views.give_back, _WORK, "return"),
]
