from yimi.core.permissions import Permission
from yimi.core.routes import SIGNED_IN, route

from . import views

app_name = "inbox"
_REMIND = Permission.REMIND
urlpatterns = [
    route("messages/", views.message_list, SIGNED_IN, "list"),
    route("messages/read-all", views.read_all, SIGNED_IN, "read_all"),
    route("messages/mail/", views.mail, SIGNED_IN, "mail"),
    route("messages/mail/confirm", views.confirm, SIGNED_IN, "confirm"),
    route("messages/mail/stop", views.stop, SIGNED_IN, "stop"),
    route("messages/<uuid:pk>/open", views.open_message, SIGNED_IN, "open"),
    route("reminders/", views.reminders, _REMIND, "reminders"),
    route("reminders/preview/", views.preview, _REMIND, "preview"),
    route("reminders/send/", views.send, _REMIND, "send"),
]
