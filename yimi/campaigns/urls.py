from yimi.core.permissions import Permission
from yimi.core.routes import route

from .views import campaigns, delivering, filing, people

app_name = "campaigns"
_VIEW, _WRITE = Permission.CONTACT_VIEW, Permission.CONTACT_WRITE
urlpatterns = [
    route("", campaigns.campaign_list, _VIEW, "list"),
    route("export", campaigns.export, Permission.EXPORT, "export"),
    route("new", campaigns.new, _WRITE, "new"),
    route("<uuid:pk>/", campaigns.campaign, _VIEW, "campaign"),
    route("<uuid:pk>/edit", campaigns.edit, _WRITE, "edit"),
    route("<uuid:pk>/step", campaigns.step, _WRITE, "step"),
    route("<uuid:pk>/summary", campaigns.summary, _VIEW, "summary"),
    route("<uuid:pk>/letter", campaigns.letter, _VIEW, "letter"),
    route("<uuid:pk>/people", people.people, _VIEW, "people"),
    route("<uuid:pk>/choose", people.choose, _WRITE, "choose"),
    route("<uuid:pk>/add", people.add, _WRITE, "add"),
    route("<uuid:pk>/remove", people.remove, _WRITE, "remove"),
    route("<uuid:pk>/receipts", people.receipts, _VIEW, "receipts"),
    route("<uuid:pk>/deliver", delivering.deliver, _WRITE, "deliver"),
    route("<uuid:pk>/deliveries", delivering.deliveries, _VIEW, "deliveries"),
    route("deliveries/<uuid:pk>/undo", delivering.undo, _WRITE, "undo"),
    route("<uuid:pk>/files", filing.add, _WRITE, "file_add"),
    route("files/<uuid:pk>/", filing.show, _VIEW, "file"),
    route("files/<uuid:pk>/remove", filing.remove, _WRITE, "file_remove"),
]
