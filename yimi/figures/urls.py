from yimi.core.permissions import Permission
from yimi.core.routes import route

from . import views

app_name = "figures"
urlpatterns = [
    route("rows/", views.rows, Permission.FIGURES_VIEW, "rows"),
    route("adjustments/", views.adjustments, Permission.FIGURES_VIEW, "adjustments"),
    route("measures/", views.measure_list, Permission.FIGURES_VIEW, "measures"),
]
