from yimi.core.permissions import Permission
from yimi.core.routes import route

from .views import chronicle, logs, photos, publications

app_name = "publications"
_VIEW, _WRITE, _ADOPT = Permission.PUBLICATION_VIEW, Permission.PUBLICATION_WRITE, Permission.PUBLICATION_ADOPT
urlpatterns = [
    route("publications/", publications.publication_list, _VIEW, "list"),
    route("publications/new", publications.new, _WRITE, "new"),
    route("publications/from/<uuid:pk>", publications.draft, _WRITE, "draft"),
    route("publications/<uuid:pk>/", publications.publication, _VIEW, "publication"),
    route("publications/<uuid:pk>/edit", publications.edit, _WRITE, "edit"),
    route("publications/<uuid:pk>/brief.docx", publications.docx, _VIEW, "docx"),
    route("publications/<uuid:pk>/text.txt", publications.text, _VIEW, "text"),
    route("publications/<uuid:pk>/submit", publications.submit, _WRITE, "submit"),
    route("publications/<uuid:pk>/take-back", publications.take_back, _WRITE, "take_back"),
    route("publications/<uuid:pk>/void", publications.void, _WRITE, "void"),
    route("publications/<uuid:pk>/forward", publications.forward, _ADOPT, "forward"),
    route("publications/<uuid:pk>/answer", publications.answer, _ADOPT, "answer"),
    route("publications/<uuid:pk>/printed", publications.printed, _VIEW, "printed"),
    route("publications/adoptions/<uuid:pk>/undo", publications.printed_undo, _VIEW, "printed_undo"),
    route("publications/<uuid:pk>/photos", photos.add, _WRITE, "photo_add"),
    route("publications/photos/<uuid:pk>/", photos.photo, _VIEW, "photo"),
    route("publications/photos/<uuid:pk>/blur", photos.blur, _WRITE, "photo_blur"),
    route("publications/photos/<uuid:pk>/remove", photos.remove, _WRITE, "photo_remove"),
    route("logs/", logs.day, _WRITE, "log"),
    route("logs/week", logs.week, _WRITE, "week"),
    route("logs/station", logs.station, _WRITE, "station_week"),
    route("logs/note", logs.note, _WRITE, "note"),
    route("chronicle/", chronicle.chronicle, _VIEW, "chronicle"),
    route("chronicle/new", chronicle.new, _VIEW, "entry_new"),
    route("chronicle/<uuid:pk>/void", chronicle.void, _VIEW, "entry_void"),
]
