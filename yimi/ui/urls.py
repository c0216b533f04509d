from django.views.i18n import set_language

from yimi.core.routes import PUBLIC, SIGNED_IN, route

from . import views

app_name = "ui"
urlpatterns = [
    route("", views.gallery, PUBLIC, "gallery"),
    route("display/", views.display, PUBLIC, "display"),
    route("find/", views.find, SIGNED_IN, "find"),
    route("language/", set_language, PUBLIC, "language"),
]
