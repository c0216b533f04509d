from yimi.core.permissions import Permission
from yimi.core.routes import route

from . import views

app_name = "workforce"
urlpatterns = [
    route("stations/<uuid:pk>/post/", views.post, Permission.POSTING_MANAGE, "post"),
    route("postings/<uuid:pk>/end/", views.end, Permission.POSTING_MANAGE, "end"),
]
