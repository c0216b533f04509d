from yimi.core.routes import SIGNED_IN, route

from . import views

app_name = "ledgers"
urlpatterns = [
    route("", views.choose, SIGNED_IN, "choose"),
    route("blank", views.blank, SIGNED_IN, "blank"),
]
