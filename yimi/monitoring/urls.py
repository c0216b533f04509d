from yimi.core.permissions import Permission
from yimi.core.routes import route

from . import views

app_name = "monitoring"
urlpatterns = [
    route("", views.provided_list, Permission.FIGURES_VIEW, "list"),
    route("ask", views.ask, Permission.FIGURES_VIEW, "ask"),
    route("<uuid:pk>/", views.provided, Permission.FIGURES_VIEW, "provided"),
    route("<uuid:pk>/file", views.download, Permission.FIGURES_VIEW, "download"),
    route("<uuid:pk>/tell", views.tell, Permission.FIGURES_VIEW, "tell"),
]
