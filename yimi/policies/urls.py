from yimi.core.permissions import Permission
from yimi.core.routes import route

from . import views

app_name = "policies"
urlpatterns = [
    route("", views.document_list, Permission.POLICY_VIEW, "list"),
    route("policies.xlsx", views.table, Permission.EXPORT, "table"),
    route("new/", views.new, Permission.POLICY_WRITE, "new"),
    route("files/<uuid:pk>/", views.file, Permission.POLICY_VIEW, "file"),
    route("relations/<uuid:pk>/withdraw/", views.withdraw_relation, Permission.POLICY_WRITE, "withdraw_relation"),
    route("<uuid:pk>/", views.document, Permission.POLICY_VIEW, "document"),
    route("<uuid:pk>/edit/", views.edit, Permission.POLICY_WRITE, "edit"),
    route("<uuid:pk>/publish/", views.publish, Permission.POLICY_WRITE, "publish"),
    route("<uuid:pk>/discard/", views.discard, Permission.POLICY_WRITE, "discard"),
    route("<uuid:pk>/repeal/", views.repeal, Permission.POLICY_WRITE, "repeal"),
    route("<uuid:pk>/relate/", views.relate, Permission.POLICY_WRITE, "relate"),
    route("<uuid:pk>/sign/", views.sign, Permission.POLICY_RECEIVE, "sign"),
    route("<uuid:pk>/receipts.xlsx", views.receipts, Permission.POLICY_WRITE, "receipts"),
]
