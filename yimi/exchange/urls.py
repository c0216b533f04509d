from yimi.core.permissions import Permission
from yimi.core.routes import SIGNED_IN, route

from .views import exports, imports

app_name = "exchange"
urlpatterns = [
    route("", imports.tasks, SIGNED_IN, "list"),
    route("templates/<slug:kind>/", imports.template, SIGNED_IN, "template"),
    route("imports/new/<slug:kind>/", imports.new, SIGNED_IN, "import_new"),
    route("imports/<uuid:pk>/", imports.shown, SIGNED_IN, "import"),
    route("imports/<uuid:pk>/faults/", imports.faults, SIGNED_IN, "import_faults"),
    route("imports/<uuid:pk>/confirm/", imports.confirm, SIGNED_IN, "import_confirm"),
    route("imports/<uuid:pk>/cancel/", imports.cancel, SIGNED_IN, "import_cancel"),
    route("exports/new/<slug:kind>/", exports.new, Permission.EXPORT, "export_new"),
    route("exports/blank/<slug:kind>/", exports.blank, Permission.EXPORT, "export_blank"),
    route("exports/<uuid:pk>/", exports.shown, Permission.EXPORT, "export"),
    route("exports/<uuid:pk>/file/", exports.take, Permission.EXPORT, "export_file"),
    route("exports/<uuid:pk>/answer/", exports.answer, Permission.EXPORT_APPROVE, "export_answer"),
]
