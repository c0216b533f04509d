from yimi.core.permissions import Permission
from yimi.core.routes import route

from . import views

app_name = "packs"
urlpatterns = [route("", views.choose, Permission.EXPORT, "choose")]
