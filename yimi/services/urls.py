from yimi.core.permissions import Permission
from yimi.core.routes import route

from . import file_views, import_views, new_views, views

app_name = "services"
urlpatterns = [
    route("visits/new", views.visit_new, Permission.CONTACT_WRITE, "visit_new"),
    route("records/", views.record_list, Permission.CONTACT_VIEW, "list"),
    route("records/new", new_views.record_kinds, Permission.CONTACT_WRITE, "kinds"),
    route("records/new/<slug:kind>", new_views.record_new, Permission.CONTACT_WRITE, "new"),
    route("records/joint/", views.record_joint, Permission.CONTACT_VIEW, "joint"),
    route("records/adjusted/", views.record_adjusted, Permission.FIGURES_VIEW, "adjusted"),
    route("records/hints/", views.record_hints, Permission.CONTACT_SENSITIVE, "hints"),
    route("records/export", import_views.export, Permission.EXPORT, "export"),
    route("records/import/", import_views.upload, Permission.CONTACT_IMPORT, "import"),
    route("records/import/confirm", import_views.confirm, Permission.CONTACT_IMPORT, "import_confirm"),
    route("records/import/template.xlsx", import_views.template, Permission.CONTACT_IMPORT, "import_template"),
    route("records/<uuid:pk>/", views.record, Permission.CONTACT_VIEW, "record"),
    route("records/<uuid:pk>/signatures", import_views.signatures, Permission.CONTACT_VIEW, "signatures"),
    route("records/<uuid:pk>/edit", views.record_edit, Permission.CONTACT_WRITE, "edit"),
    route("records/<uuid:pk>/files", file_views.add, Permission.CONTACT_WRITE, "file_add"),
    route("records/files/<uuid:pk>", file_views.show, Permission.CONTACT_VIEW, "file"),
    route("records/files/<uuid:pk>/remove", file_views.remove, Permission.CONTACT_WRITE, "file_remove"),
    route("records/<uuid:pk>/void", views.record_void, Permission.CONTACT_WRITE, "void"),
    route("records/<uuid:pk>/undo", views.record_undo, Permission.CONTACT_WRITE, "undo"),
]
