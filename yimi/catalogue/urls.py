from yimi.core.permissions import Permission
from yimi.core.routes import route

from . import views

app_name = "catalogue"
urlpatterns = [
    route("", views.edition_list, Permission.CATALOGUE_VIEW, "list"),
    route("upload/", views.upload, Permission.CATALOGUE_PUBLISH, "upload"),
    route("<uuid:pk>/", views.edition, Permission.CATALOGUE_VIEW, "edition"),
    route("<uuid:pk>/compare/", views.compare, Permission.CATALOGUE_PUBLISH, "compare"),
    route("<uuid:pk>/publish/", views.publish, Permission.CATALOGUE_PUBLISH, "publish"),
    route("<uuid:pk>/discard/", views.discard, Permission.CATALOGUE_PUBLISH, "discard"),
]
