from yimi.core.permissions import Permission
from yimi.core.routes import route

from . import views

app_name = "workforce"
urlpatterns = [
    route("app/stations/<uuid:pk>/post/", views.post, Permission.POSTING_MANAGE, "post"),
    route("app/postings/<uuid:pk>/end/", views.end, Permission.POSTING_MANAGE, "end"),
]
