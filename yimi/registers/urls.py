from yimi.core.permissions import Permission
from yimi.core.routes import route

from .views import differences, registers, tables

app_name = "registers"
urlpatterns = [
    route("", registers.register_list, Permission.REGISTER_VIEW, "list"),
    route("import/", tables.send, Permission.REGISTER_IMPORT, "send"),
    route("columns/<uuid:pk>/", tables.columns, Permission.REGISTER_IMPORT, "columns"),
    route("enroll/", registers.enroll, Permission.REGISTER_VIEW, "enroll"),
    route("differences/", differences.difference_list, Permission.REGISTER_VIEW, "differences"),
    route("differences/settle/", differences.settle, Permission.REGISTER_VIEW, "settle"),
    route("differences/<uuid:pk>/reopen/", differences.reopen, Permission.REGISTER_VIEW, "reopen"),
    route("differences/<uuid:pk>/take/", differences.take_over, Permission.PERSON_WRITE, "take_over"),
    route("entries/<uuid:pk>/", registers.entry, Permission.REGISTER_VIEW, "entry"),
    route("<uuid:pk>/", registers.register, Permission.REGISTER_VIEW, "register"),
]
